using Landward.Rules.Text;

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

    public bool Matches(string text) => StarPattern.Matches<char>(_pattern, text, Star);
}
