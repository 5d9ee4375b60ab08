using System.Collections.Immutable;

namespace Landward.Rules.Sigma;

/// <summary><c>%name%</c> in values with the modifier <c>expand</c>; <c>\%</c> is a plain percent sign. Source: Sigma specification 2.1, "Placeholders".</summary>
internal static class SigmaPlaceholders
{
    private const int MaxExpanded = 100_000;

    /// <summary>
    /// The value once per element of the list it names (nothing for an empty list), per combination for several lists. Throws when there
    /// is no such list, so that a rule never runs with half of its exceptions.
    /// </summary>
    /// <param name="write">Writes an element so that it stands for itself where the value is not a text, such as in a regular expression.</param>
    public static IReadOnlyList<string> Expand(string value, IReadOnlyDictionary<string, ImmutableArray<string>> lists, Func<string, string> write)
    {
        List<string> expanded = [string.Empty];
        for (var i = 0; i < value.Length;)
        {
            if (value[i] == '\\' && i + 1 < value.Length && value[i + 1] == '%')
            {
                expanded = Append(expanded, ["%"]);
                i += 2;
                continue;
            }
            if (value[i] == '%' && NameAt(value, i + 1) is { Length: > 0 } name)
            {
                if (!lists.TryGetValue(name, out var list))
                {
                    throw new SigmaFormatException(
                        SigmaProblem.Placeholder, $"there is no list `{name}`.{Model.Suggestion.DidYouMean(name, lists.Keys)}");
                }
                expanded = Append(expanded, [.. list.Select(write)]);
                i += name.Length + 2;
                continue;
            }
            // An escaped backslash does not escape what follows it.
            var length = value[i] == '\\' && i + 1 < value.Length && value[i + 1] == '\\' ? 2 : 1;
            expanded = Append(expanded, [value.Substring(i, length)]);
            i += length;
        }
        return expanded;
    }

    /// <summary>The name that a percent sign ends; empty when none does.</summary>
    private static string NameAt(string value, int start)
    {
        var end = start;
        while (end < value.Length && (char.IsAsciiLetterOrDigit(value[end]) || value[end] is '_' or '-' or '.'))
            end++;
        return end < value.Length && value[end] == '%' ? value[start..end] : string.Empty;
    }

    private static List<string> Append(List<string> heads, IReadOnlyList<string> tails)
    {
        if ((long)heads.Count * tails.Count > MaxExpanded)
            throw new SigmaFormatException(SigmaProblem.Limit, $"the placeholders stand for more than {MaxExpanded} values.");
        if (tails is [var only])
        {
            for (var i = 0; i < heads.Count; i++)
                heads[i] += only;
            return heads;
        }
        return [.. heads.SelectMany(head => tails.Select(tail => head + tail))];
    }
}
