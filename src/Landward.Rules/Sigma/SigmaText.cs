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
        var trimmed = Characters.AsSpan();
        var open = trimmed.StartsWith([Any]);
        trimmed = trimmed.TrimStart(Any);
        var tail = trimmed.EndsWith([Any]) || (trimmed.IsEmpty && open);
        trimmed = trimmed.TrimEnd(Any);
        if (trimmed.IndexOfAny(Wildcards) >= 0)
            return new GlobMatcher(Characters, cased);
        var text = trimmed.ToString();
        if (cased)
            return new CasedMatcher(text, open, tail);
        return Ascii.IsValid(text) ? new CaselessMatcher(text, open, tail) : new UnicodeMatcher(text, open, tail);
    }

    /// <summary>Does a name match a pattern of the condition, where only <c>*</c> is a wildcard?</summary>
    public static bool MatchesName(string pattern, string name) =>
        new GlobMatcher(pattern.Replace('*', Any), cased: true).Matches(name.AsSpan());
}
