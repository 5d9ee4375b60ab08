using System.Text;
using System.Text.RegularExpressions;

namespace Landward.Policy.Proofs;

/// <summary>
/// The values that policy variables must have for a text to match a pattern with them: a pattern met another one, so its token
/// has become part of an ordinary text.
/// </summary>
internal static class VariableMatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>The value of each token of the pattern; empty when the text does not match or holds the tokens themselves.</summary>
    public static Dictionary<char, string> Find(TextPattern pattern, string text)
    {
        var tokens = pattern.Row.ToArray().Where(IsToken).Select(symbol => (char)symbol).Distinct().ToArray();
        if (tokens.Length == 0 || tokens.Any(token => text.Contains(token, StringComparison.Ordinal)))
            return [];
        try
        {
            var match = Regex.Match(text, ExpressionOf(pattern), RegexOptions.CultureInvariant | RegexOptions.Singleline, Patience);
            return match.Success ? tokens.ToDictionary(token => token, token => match.Groups[GroupOf(token)].Value) : [];
        }
        catch (RegexMatchTimeoutException)
        {
            return [];
        }
    }

    private static string ExpressionOf(TextPattern pattern)
    {
        var expression = new StringBuilder("^");
        var seen = new HashSet<int>();
        foreach (var symbol in pattern.Row)
        {
            expression.Append(symbol switch
            {
                Symbols.Star => ".*",
                Symbols.SegmentStar => "[^:]*",
                Symbols.Any => ".",
                Symbols.SegmentAny => "[^:]",
                _ when IsToken(symbol) => seen.Add(symbol) ? $"(?<{GroupOf((char)symbol)}>.+)" : $"\\k<{GroupOf((char)symbol)}>",
                _ when Symbols.IsFolded(symbol) => $"[{Regex.Escape(Symbols.UpperOf(symbol).ToString())}{Regex.Escape(char.ToLowerInvariant(Symbols.UpperOf(symbol)).ToString())}]",
                _ => Regex.Escape(((char)symbol).ToString()),
            });
        }
        return expression.Append('$').ToString();
    }

    private static string GroupOf(char token) => $"v{(int)token}";

    private static bool IsToken(int symbol) => symbol is >= Symbols.FirstVariable and <= Symbols.LastReserved;
}
