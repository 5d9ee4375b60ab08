namespace Landward.Rules.EventPatterns;

/// <summary>
/// A wildcard value: <c>*</c> stands for any run of characters. Matching is greedy and iterative, so its cost is bounded by the
/// product of the two lengths, never exponential.
/// </summary>
internal sealed class WildcardText
{
    private const char Star = '\uFFFF';
    private readonly string _pattern;

    private WildcardText(string pattern) => _pattern = pattern;

    public int Stars => _pattern.AsSpan().Count(Star);

    public static WildcardText Parse(string text)
    {
        var pattern = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '*')
            {
                if (i + 1 < text.Length && text[i + 1] == '*')
                    throw new EventPatternFormatException($"Consecutive wildcard characters at pos {i}");
                pattern.Append(Star);
            }
            else if (text[i] == '\\')
            {
                if (i + 1 == text.Length || text[i + 1] is not ('*' or '\\'))
                    throw new EventPatternFormatException($"Invalid escape character at pos {i}");
                pattern.Append(text[++i]);
            }
            else
            {
                pattern.Append(text[i]);
            }
        }
        return new WildcardText(pattern.ToString());
    }

    public bool Matches(string text)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < _pattern.Length && _pattern[p] == Star)
            {
                star = p++;
                resume = t;
            }
            else if (p < _pattern.Length && _pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }
        while (p < _pattern.Length && _pattern[p] == Star)
            p++;
        return p == _pattern.Length;
    }
}
