using System.Collections.Immutable;

namespace Landward.Tests.Findings;

internal static class SortedMaps
{
    public static ImmutableSortedDictionary<string, string> ToSorted(this Dictionary<string, string> map) => map.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
