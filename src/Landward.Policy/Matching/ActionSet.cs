using System.Collections.Frozen;

namespace Landward.Policy.Matching;

/// <summary>The actions named by an Action or NotAction element. Names compare without case; callers pass them in lower case.</summary>
internal sealed class ActionSet
{
    private readonly bool _everything;
    private readonly FrozenSet<string> _names;
    private readonly Glob[] _patterns;

    public ActionSet(IEnumerable<string> actions)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var patterns = new List<Glob>();
        foreach (var action in actions)
        {
            if (!IsWellFormed(action))
                continue;
            var pattern = Glob.Compile(action.ToLowerInvariant());
            _everything |= pattern.MatchesEverything;
            if (pattern.Literal is { } name)
                names.Add(name);
            else
                patterns.Add(pattern);
        }
        _names = names.ToFrozenSet(StringComparer.Ordinal);
        _patterns = [.. patterns];
    }

    /// <summary>
    /// <c>*</c> or <c>service:name</c>. Anything else, such as a name with white space or a comma, matches no action; it is
    /// kept in the document (so that NotAction excludes nothing by it) and reported.
    /// </summary>
    public static bool IsWellFormed(string action)
    {
        if (action.Length > 0 && action.AsSpan().TrimStart('*').IsEmpty)
            return true;
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < action.Length - 1 && !action.AsSpan().ContainsAny(Forbidden) && action.IndexOf(':', colon + 1) < 0;
    }

    public bool Contains(string lowerCaseAction)
    {
        if (_everything || (_names.Count > 0 && _names.Contains(lowerCaseAction)))
            return true;
        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(lowerCaseAction))
                return true;
        }
        return false;
    }

    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create(" \t\r\n,\"");
}
