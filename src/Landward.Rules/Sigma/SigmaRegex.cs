using System.Globalization;
using System.Text.RegularExpressions;

namespace Landward.Rules.Sigma;

/// <summary>
/// Regular expressions of rules: rules come from strangers and events from attackers, so they run in linear time whatever the pattern, and
/// patterns whose automaton would be huge are refused.
/// </summary>
internal static class SigmaRegex
{
    private const int MaxLength = 2000;

    /// <summary>Positions of the automaton: counted repetitions multiply what they repeat.</summary>
    private const long MaxSize = 5000;

    /// <summary>Throws when the pattern is too large, or uses what cannot be decided in linear time.</summary>
    public static RegexMatcher Compile(string pattern, RegexOptions options)
    {
        if (pattern.Length > MaxLength)
            throw new SigmaFormatException(SigmaProblem.Limit, $"the regular expression is longer than {MaxLength} characters.");
        if (Size(pattern) > MaxSize)
            throw new SigmaFormatException(SigmaProblem.Limit, $"the regular expression's repetitions multiply to more than {MaxSize} positions.");
        try
        {
            var matcher = new RegexMatcher(pattern, options);
            matcher.Build();
            return matcher;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new SigmaFormatException(SigmaProblem.Value, $"`{pattern}` is no regular expression of the supported kind: {exception.Message}");
        }
    }

    /// <summary>How many positions the pattern has when counted repetitions are written out; an estimate that is never far too small.</summary>
    internal static long Size(string pattern)
    {
        var sizes = new Stack<long>([0]);
        long last = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    last = Take(sizes, 1);
                    break;
                case '[':
                    i = EndOfClass(pattern, i);
                    last = Take(sizes, 1);
                    break;
                case '(':
                    sizes.Push(0);
                    last = 0;
                    break;
                case ')' when sizes.Count > 1:
                    last = Take(sizes, Math.Max(1, sizes.Pop()));
                    break;
                case '{' when Repetition(pattern, i) is var (times, end) && times > 0:
                    Take(sizes, (times - 1) * last);
                    last *= times;
                    i = end;
                    break;
                case '|' or '*' or '+' or '?':
                    last = pattern[i] == '|' ? 0 : last;
                    break;
                default:
                    last = Take(sizes, 1);
                    break;
            }
        }
        return sizes.Sum();
    }

    private static long Take(Stack<long> sizes, long size)
    {
        sizes.Push(Math.Min(sizes.Pop() + size, MaxSize + 1));
        return size;
    }

    private static int EndOfClass(string pattern, int start)
    {
        for (var i = start + 2; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
                i++;
            else if (pattern[i] == ']')
                return i;
        }
        return pattern.Length;
    }

    /// <summary>The most often that <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c> writes out what stands before it, and where it ends; zero when it is none.</summary>
    private static (long Times, int End) Repetition(string pattern, int start)
    {
        var end = pattern.IndexOf('}', start);
        if (end < 0)
            return default;
        var parts = pattern[(start + 1)..end].Split(',');
        if (parts.Length > 2 || !Number(parts[0], out var least))
            return default;
        if (parts.Length == 1)
            return (Math.Max(1, least), end);
        return parts[1].Length == 0 ? (least + 1, end) : Number(parts[1], out var most) ? (Math.Max(1, most), end) : default;
    }

    private static bool Number(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (number = Math.Min(number, MaxSize + 1)) >= 0;
}
