using System.Collections.Immutable;

namespace Landward.Rules.Sigma;

/// <summary><c>%name%</c> in values with the modifier <c>expand</c>.</summary>
internal static class SigmaPlaceholders
{
    /// <summary>
    /// The value once per element of the list it names (nothing for an empty list). Throws when there is no such list, so that a rule
    /// never runs with half of its exceptions.
    /// </summary>
    public static IEnumerable<string> Expand(string value, IReadOnlyDictionary<string, ImmutableArray<string>> lists)
    {
        var start = value.IndexOf('%');
        var end = start < 0 ? -1 : value.IndexOf('%', start + 1);
        if (end < 0)
            return [value];
        var name = value[(start + 1)..end];
        if (!lists.TryGetValue(name, out var list))
        {
            throw new SigmaFormatException(
                SigmaProblem.Placeholder, $"there is no list `{name}`.{Model.Suggestion.DidYouMean(name, lists.Keys)}");
        }
        return list.Select(element => $"{value[..start]}{element}{value[(end + 1)..]}");
    }
}
