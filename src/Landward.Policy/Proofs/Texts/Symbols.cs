namespace Landward.Policy.Proofs;

/// <summary>
/// What a pattern is made of. Numbers from 0 are characters themselves; a folded letter stands for both of its cases;
/// the others are wildcards. An ARN's segment keeps its wildcards away from colons.
/// </summary>
internal static class Symbols
{
    /// <summary>Any run of characters.</summary>
    public const int Star = -1;

    /// <summary>Any one character.</summary>
    public const int Any = -2;

    /// <summary>Any run of characters without a colon.</summary>
    public const int SegmentStar = -3;

    /// <summary>Any one character but a colon.</summary>
    public const int SegmentAny = -4;

    /// <summary>A character that no policy holds: what a wildcard absorbs when it absorbs nothing in particular.</summary>
    public const char Fresh = '\uE000';

    /// <summary>The value of the first policy variable; the next ones follow. Each stands for one unknown text.</summary>
    public const char FirstVariable = '\uE100';

    /// <summary>The end of the private-use characters, which stand for no character of a policy here.</summary>
    public const char LastReserved = '\uF8FF';

    private const int Fold = 0x10000;

    public static int Folded(char character)
    {
        var upper = char.ToUpperInvariant(character);
        return upper == char.ToLowerInvariant(character) ? character : Fold + upper;
    }

    public static bool IsFolded(int symbol) => symbol >= Fold;

    public static char UpperOf(int folded) => (char)(folded - Fold);

    public static bool IsStar(int symbol) => symbol is Star or SegmentStar;

    public static bool IsAny(int symbol) => symbol is Any or SegmentAny;

    /// <summary>A character of a text under one symbol that is no star. The value of a variable may be empty or long, so no single-character wildcard takes it.</summary>
    public static bool Accepts(int symbol, char character) => symbol switch
    {
        Any => character < FirstVariable || character > LastReserved,
        SegmentAny => character != ':' && (character < FirstVariable || character > LastReserved),
        >= Fold => char.ToUpperInvariant(character) == symbol - Fold,
        _ => symbol == character,
    };

    /// <summary>The symbol that stands for what both stand for; null when nothing does. Neither is a star.</summary>
    public static int? Meet(int left, int right)
    {
        if (left == right)
            return left;
        if (IsAny(left) && IsAny(right))
            return SegmentAny;
        if (IsAny(left))
            return left == SegmentAny && right == ':' ? null : right;
        if (IsAny(right))
            return right == SegmentAny && left == ':' ? null : left;
        if (IsFolded(left) && !IsFolded(right))
            return Accepts(left, (char)right) ? right : null;
        if (IsFolded(right) && !IsFolded(left))
            return Accepts(right, (char)left) ? left : null;
        return null;
    }
}
