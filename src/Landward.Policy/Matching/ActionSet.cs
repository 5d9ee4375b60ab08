namespace Landward.Policy.Matching;

/// <summary>The actions named by an Action or NotAction element. Names compare without case; callers pass them in lower case.</summary>
internal sealed class ActionSet
{
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create(" \t\r\n,\"");

    private readonly Glob[] _patterns;

    // Names by hash: open addressing, a power of two, at most half full.
    private readonly (int Hash, string? Name)[] _names;

    public ActionSet(IEnumerable<string> actions)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var patterns = new List<Glob>();
        foreach (var action in actions)
        {
            if (!IsWellFormed(action))
                continue;
            var text = action.ToLowerInvariant();
            var pattern = Glob.Compile(text);
            MatchesEverything |= pattern.MatchesEverything;
            ServiceMask |= MaskOf(text);
            if (pattern.Literal is { } name)
                names.Add(name);
            else
                patterns.Add(pattern);
        }
        _names = TableOf(names);
        _patterns = [.. patterns];
    }

    /// <summary>The set is <c>*</c>.</summary>
    public bool MatchesEverything { get; }

    /// <summary>The services the set speaks of, hashed to 64 bits: an action whose bit is missing is not in the set.</summary>
    public ulong ServiceMask { get; }

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

    public bool Contains(string lowerCaseAction) => Contains(new RequestedAction(lowerCaseAction));

    public bool Contains(in RequestedAction action)
    {
        if (MatchesEverything)
            return true;
        if ((ServiceMask & action.ServiceBit) == 0)
            return false;
        if (ContainsName(action))
            return true;
        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(action.LowerCase))
                return true;
        }
        return false;
    }

    private bool ContainsName(in RequestedAction action)
    {
        var mask = _names.Length - 1;
        for (var place = action.Hash & mask; _names[place].Name is { } name; place = (place + 1) & mask)
        {
            if (_names[place].Hash == action.Hash && string.Equals(name, action.LowerCase, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private static (int Hash, string? Name)[] TableOf(HashSet<string> names)
    {
        var table = new (int Hash, string? Name)[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(names.Count * 2) + 1)];
        foreach (var name in names)
        {
            var hash = name.GetHashCode(StringComparison.Ordinal);
            var place = hash & (table.Length - 1);
            while (table[place].Name is not null)
                place = (place + 1) & (table.Length - 1);
            table[place] = (hash, name);
        }
        return table;
    }

    private static ulong MaskOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var service = colon < 0 ? text : text.AsSpan(0, colon);
        return service.IndexOfAny('*', '?') >= 0 ? ulong.MaxValue : RequestedAction.BitOf(service);
    }
}
