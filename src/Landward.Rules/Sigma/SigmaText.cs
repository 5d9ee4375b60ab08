using System.Text;

namespace Landward.Rules.Sigma;

/// <summary>
/// A Sigma string: characters and wildcards, with escapes resolved. <c>\*</c> and <c>\?</c> are literal, <c>\\*</c> is a backslash and a
/// wildcard, a backslash before anything else is itself. Source: Sigma specification 2.1, "Escaping".
/// </summary>
internal sealed class SigmaText
{
    /// <summary>Stand for wildcards among the characters; neither is a Unicode character.</summary>
    public const char Any = '\uFFFE';

    public const char One = '\uFFFF';

    private static readonly System.Buffers.SearchValues<char> Wildcards = System.Buffers.SearchValues.Create([Any, One]);

    private SigmaText(string characters) => Characters = characters;

    public string Characters { get; }

    public bool HasWildcards => Characters.AsSpan().IndexOfAny(Wildcards) >= 0;

    public static SigmaText Parse(string text)
    {
        var characters = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && (text[i + 1] is '\\' or '*' or '?'))
                characters.Append(text[++i]);
            else
                characters.Append(text[i] switch { '*' => Any, '?' => One, var other => other });
        }
        return new SigmaText(characters.ToString());
    }

    public static SigmaText Literal(string text) => new(text);

    public SigmaText Contained() => new($"{Any}{Characters}{Any}");

    public SigmaText AtStart() => new($"{Characters}{Any}");

    public SigmaText AtEnd() => new($"{Any}{Characters}");

    public TextMatcher Matcher(bool cased)
    {
        var comparison = cased ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var trimmed = Characters.AsSpan();
        var open = trimmed.StartsWith([Any]);
        trimmed = trimmed.TrimStart(Any);
        var tail = trimmed.EndsWith([Any]) || (trimmed.IsEmpty && open);
        trimmed = trimmed.TrimEnd(Any);
        if (trimmed.IndexOfAny(Wildcards) >= 0)
            return new Glob(Characters, cased);
        return new Affixed(trimmed.ToString(), open, tail, comparison);
    }

    /// <summary>Does a name match a pattern of the condition, where only <c>*</c> is a wildcard?</summary>
    public static bool MatchesName(string pattern, string name) =>
        new Glob(pattern.Replace('*', Any), cased: true).Matches(name);


    /// <summary>A text with wildcards at its ends at most: equality, prefix, suffix or containment.</summary>
    private sealed class Affixed(string text, bool open, bool tail, StringComparison comparison) : TextMatcher
    {
        public override bool Matches(ReadOnlySpan<char> candidate) => (open, tail) switch
        {
            (false, false) => candidate.Equals(text, comparison),
            (false, true) => candidate.StartsWith(text, comparison),
            (true, false) => candidate.EndsWith(text, comparison),
            (true, true) => candidate.Contains(text, comparison),
        };
    }

    /// <summary>Greedy matching with one resumption point: at most the product of the two lengths.</summary>
    private sealed class Glob(string pattern, bool cased) : TextMatcher
    {
        public override bool Matches(ReadOnlySpan<char> text)
        {
            int p = 0, t = 0, any = -1, resume = 0;
            while (t < text.Length)
            {
                if (p < pattern.Length && pattern[p] == Any)
                {
                    any = p++;
                    resume = t;
                }
                else if (p < pattern.Length && (pattern[p] == One || Same(pattern[p], text[t])))
                {
                    p++;
                    t++;
                }
                else if (any >= 0)
                {
                    p = any + 1;
                    t = ++resume;
                }
                else
                {
                    return false;
                }
            }
            while (p < pattern.Length && pattern[p] == Any)
                p++;
            return p == pattern.Length;
        }

        private bool Same(char x, char y) => x == y || (!cased && char.ToUpperInvariant(x) == char.ToUpperInvariant(y));
    }
}
