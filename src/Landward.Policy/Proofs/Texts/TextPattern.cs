using System.Runtime.InteropServices;

namespace Landward.Policy.Proofs;

/// <summary>A wildcard pattern as a row of <see cref="Symbols"/>. Immutable.</summary>
internal sealed class TextPattern : IEquatable<TextPattern>
{
    public static readonly TextPattern Everything = new([Symbols.Star]);

    /// <summary>Every text that an Arn operator reads as an ARN: six segments, a partition.</summary>
    public static readonly TextPattern AnyArn = Parse("arn:")
        .Then(Symbols.SegmentAny, Symbols.SegmentStar, ':', Symbols.SegmentStar, ':', Symbols.SegmentStar, ':', Symbols.SegmentStar, ':', Symbols.Star);

    private readonly int[] _symbols;
    private readonly string _prefix;
    private readonly int _firstStar;

    public TextPattern(IEnumerable<int> symbols)
    {
        _symbols = Normalize(symbols);
        _firstStar = Array.FindIndex(_symbols, Symbols.IsStar);
        StarCount = _symbols.Count(Symbols.IsStar);
        AnyCount = _symbols.Count(Symbols.IsAny);
        HasFolded = Array.Exists(_symbols, Symbols.IsFolded);
        HasSegments = Array.Exists(_symbols, symbol => symbol is Symbols.SegmentStar or Symbols.SegmentAny);
        _prefix = string.Concat(_symbols.TakeWhile(symbol => symbol is >= 0 and <= char.MaxValue).Select(symbol => (char)symbol));
        IsLiteral = _prefix.Length == _symbols.Length;
    }

    public ReadOnlySpan<int> Row => _symbols;

    public int StarCount { get; }

    /// <summary>How many single-character wildcards it has.</summary>
    public int AnyCount { get; }

    public bool HasFolded { get; }

    /// <summary>Some wildcard stops at a colon.</summary>
    public bool HasSegments { get; }

    public bool IsLiteral { get; }

    /// <summary>The only text of a pattern without wildcards, else its literal beginning.</summary>
    public string Prefix => _prefix;

    public bool IsEverything => _symbols is [Symbols.Star];

    /// <param name="text">With <c>*</c> and <c>?</c> as wildcards.</param>
    public static TextPattern Parse(string text) => new(text.Select(character => character switch
    {
        '*' => Symbols.Star,
        '?' => Symbols.Any,
        _ => character,
    }));

    public static TextPattern Literal(string text) => new(text.Select(character => (int)character));

    public TextPattern Then(params IEnumerable<int> symbols) => new([.. _symbols, .. symbols]);

    public bool Matches(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(_prefix))
            return false;
        if (IsLiteral)
            return text.Length == _prefix.Length;
        return _firstStar < 0 ? MatchesExactly(text) : MatchesWithStars(text);
    }

    private bool MatchesExactly(ReadOnlySpan<char> text)
    {
        if (text.Length != _symbols.Length)
            return false;
        for (var i = _prefix.Length; i < text.Length; i++)
        {
            if (!Symbols.Accepts(_symbols[i], text[i]))
                return false;
        }
        return true;
    }

    // Going back to the latest star alone is enough: stars that stop at colons stand before those that do not, and a literal
    // colon pins where each segment ends.
    private bool MatchesWithStars(ReadOnlySpan<char> text)
    {
        int at = _prefix.Length, symbol = _prefix.Length, star = -1, resume = 0;
        while (at < text.Length)
        {
            if (symbol < _symbols.Length && Symbols.IsStar(_symbols[symbol]))
            {
                star = symbol++;
                resume = at;
            }
            else if (symbol < _symbols.Length && Symbols.Accepts(_symbols[symbol], text[at]))
            {
                symbol++;
                at++;
            }
            else if (star >= 0 && (_symbols[star] == Symbols.Star || Symbols.Accepts(Symbols.SegmentAny, text[resume])))
            {
                symbol = star + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }
        while (symbol < _symbols.Length && Symbols.IsStar(_symbols[symbol]))
            symbol++;
        return symbol == _symbols.Length;
    }

    public bool Equals(TextPattern? other) => other is not null && _symbols.AsSpan().SequenceEqual(other._symbols);

    public override bool Equals(object? obj) => Equals(obj as TextPattern);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(_symbols.AsSpan()));
        return hash.ToHashCode();
    }

    public override string ToString() => string.Concat(_symbols.Select(symbol => symbol switch
    {
        Symbols.Star or Symbols.SegmentStar => '*',
        Symbols.Any or Symbols.SegmentAny => '?',
        _ => (char)(Symbols.IsFolded(symbol) ? Symbols.UpperOf(symbol) : symbol),
    }));

    // Two stars in a row say what the wider one says.
    private static int[] Normalize(IEnumerable<int> symbols)
    {
        var row = new List<int>();
        foreach (var symbol in symbols)
        {
            if (row.Count > 0 && Symbols.IsStar(symbol) && Symbols.IsStar(row[^1]))
                row[^1] = symbol == Symbols.Star || row[^1] == Symbols.Star ? Symbols.Star : Symbols.SegmentStar;
            else
                row.Add(symbol);
        }
        return [.. row];
    }
}
