using System.Collections.Immutable;

namespace Landward.Controls.Selection;

/// <summary>Paths of organizational units; the root is the empty path. Policies are inherited, so only the topmost paths matter.</summary>
internal static class UnitPaths
{
    public const string Root = "";

    /// <summary>The paths that no other path of the list contains, ordered.</summary>
    public static ImmutableArray<string> Topmost(IEnumerable<string> paths)
    {
        var all = paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return [.. all.Where(path => !Array.Exists(all, other => other != path && Contains(other, path)))];
    }

    /// <summary><c>*</c> stands for one name, <c>**</c> for any number; <c>workloads/**</c> reaches <c>workloads</c> itself too.</summary>
    public static bool Matches(string pattern, string path) => Matches(Split(pattern), Split(path));

    private static bool Contains(string outer, string inner) => outer == Root || inner.StartsWith(outer + "/", StringComparison.Ordinal);

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty)
            return path.IsEmpty;
        if (pattern[0] != "**")
            return !path.IsEmpty && (pattern[0] == "*" || pattern[0] == path[0]) && Matches(pattern[1..], path[1..]);
        for (var skip = 0; skip <= path.Length; skip++)
        {
            if (Matches(pattern[1..], path[skip..]))
                return true;
        }
        return false;
    }

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
