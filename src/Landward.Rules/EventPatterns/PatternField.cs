using System.Collections.Immutable;

namespace Landward.Rules.EventPatterns;

/// <summary>One field of a pattern: its dotted path and the values it may have.</summary>
/// <param name="MatchesAbsence">One of the values is <c>{"exists": false}</c>.</param>
internal sealed record PatternField(string Path, ImmutableArray<ValueMatcher> Matchers, bool MatchesAbsence);

/// <summary>A conjunction of fields, ordered by path: what remains of a pattern when <c>$or</c> is multiplied out.</summary>
internal sealed record PatternAlternative(ImmutableArray<PatternField> Fields);

/// <summary>The paths a pattern asks about and all their dotted prefixes, so that nothing else of an event is read.</summary>
internal sealed class PathIndex
{
    private readonly HashSet<string> _prefixes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    public PathIndex(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            _paths.Add(path);
            for (var dot = path.IndexOf('.'); dot >= 0; dot = path.IndexOf('.', dot + 1))
                _prefixes.Add(path[..dot]);
        }
    }

    public bool IsPath(string path) => _paths.Contains(path);

    public bool IsPrefix(string path) => _prefixes.Contains(path);
}
