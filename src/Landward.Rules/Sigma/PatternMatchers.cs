using System.Collections.Immutable;
using System.Text;
using Landward.Rules.Text;

namespace Landward.Rules.Sigma;

/// <summary>A text with wildcards at its ends at most: equality, prefix, suffix or containment. ASCII, without case.</summary>
internal sealed class CaselessMatcher(string text, bool open, bool tail) : TextMatcher
{
    private readonly CaselessText _text = new(text);

    public override int Cost => open && tail ? 2 : 1;

    public override bool IsContainment => open && tail;

    public override bool IgnoresCase => true;

    public override ImmutableArray<string>? Contained => text.Length == 0 ? null : [text];

    public override bool Matches(ReadOnlySpan<byte> text) => (open, tail) switch
    {
        (false, false) => _text.EqualTo(text),
        (false, true) => _text.StartOf(text),
        (true, false) => _text.EndOf(text),
        (true, true) => _text.In(text),
    };
}

/// <summary>The same with case, for texts of any characters: UTF-8 is compared as it stands.</summary>
internal sealed class CasedMatcher(string text, bool open, bool tail) : TextMatcher
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(text);

    public override int Cost => open && tail ? 2 : 1;

    public override bool IsContainment => open && tail;

    public override ImmutableArray<string>? Contained => text.Length > 0 && Ascii.IsValid(text) ? [text] : null;

    public override bool Matches(ReadOnlySpan<byte> text) => (open, tail) switch
    {
        (false, false) => text.SequenceEqual(_text),
        (false, true) => text.StartsWith(_text),
        (true, false) => text.EndsWith(_text),
        (true, true) => text.IndexOf(_text) >= 0,
    };
}

/// <summary>The same without case, for texts with letters beyond ASCII.</summary>
internal sealed class UnicodeMatcher(string text, bool open, bool tail) : TextMatcher
{
    public override int Cost => open && tail ? 2 : 1;

    public override bool IsContainment => open && tail;

    public override bool Matches(ReadOnlySpan<byte> candidate)
    {
        // A text of ASCII alone has nothing that could equal those letters.
        if (Ascii.IsValid(candidate))
            return false;
        using var characters = new Utf8Characters(candidate, stackalloc char[Utf8Characters.StackLength]);
        return (open, tail) switch
        {
            (false, false) => characters.Span.Equals(text, StringComparison.OrdinalIgnoreCase),
            (false, true) => characters.Span.StartsWith(text, StringComparison.OrdinalIgnoreCase),
            (true, false) => characters.Span.EndsWith(text, StringComparison.OrdinalIgnoreCase),
            (true, true) => characters.Span.Contains(text, StringComparison.OrdinalIgnoreCase),
        };
    }
}

/// <summary>Wildcards anywhere: greedy matching with one resumption point, at most the product of the two lengths.</summary>
/// <param name="pattern">Characters and the wildcards of <see cref="SigmaText"/>; <c>?</c> is one UTF-16 unit.</param>
internal sealed class GlobMatcher(string pattern, bool cased) : TextMatcher
{
    /// <summary>The longest piece between wildcards.</summary>
    public override ImmutableArray<string>? Contained
    {
        get
        {
            var piece = pattern.Split([SigmaText.Any, SigmaText.One]).Where(part => Ascii.IsValid(part)).MaxBy(part => part.Length);
            return string.IsNullOrEmpty(piece) ? null : [piece];
        }
    }

    public override int Cost => 3;

    public override bool IgnoresCase => !cased;

    private readonly bool _isAscii = pattern.All(character => character < 0x80 || character is SigmaText.Any or SigmaText.One);

    public override bool Matches(ReadOnlySpan<byte> text)
    {
        if (_isAscii && Ascii.IsValid(text))
            return MatchesAscii(text);
        using var characters = new Utf8Characters(text, stackalloc char[Utf8Characters.StackLength]);
        return Matches(characters.Span);
    }

    public bool Matches(ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, any = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == SigmaText.Any)
                (any, resume) = (p++, t);
            else if (p < pattern.Length && (pattern[p] == SigmaText.One || Same(pattern[p], text[t])))
                (p, t) = (p + 1, t + 1);
            else if (any >= 0)
                (p, t) = (any + 1, ++resume);
            else
                return false;
        }
        return pattern.AsSpan(p).IndexOfAnyExcept(SigmaText.Any) < 0;
    }

    private bool MatchesAscii(ReadOnlySpan<byte> text)
    {
        int p = 0, t = 0, any = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == SigmaText.Any)
                (any, resume) = (p++, t);
            else if (p < pattern.Length && (pattern[p] == SigmaText.One || Same(pattern[p], (char)text[t])))
                (p, t) = (p + 1, t + 1);
            else if (any >= 0)
                (p, t) = (any + 1, ++resume);
            else
                return false;
        }
        return pattern.AsSpan(p).IndexOfAnyExcept(SigmaText.Any) < 0;
    }

    private bool Same(char x, char y) => x == y || (!cased && char.ToUpperInvariant(x) == char.ToUpperInvariant(y));
}
