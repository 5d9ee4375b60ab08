namespace Landward.Detection.VpcFlow;

/// <summary>Entries of a table that have something in common, group after group in one array.</summary>
internal sealed class FlowGroups
{
    private readonly FlowKeySet _keys;
    private readonly int[] _entries;
    private readonly int[] _starts;

    /// <param name="groups">The group of each entry; -1 where it has none.</param>
    private FlowGroups(int[] groups, int count, FlowKeySet keys)
    {
        _keys = keys;
        _starts = new int[count + 1];
        foreach (var group in groups)
        {
            if (group >= 0)
                _starts[group + 1]++;
        }
        for (var i = 0; i < count; i++)
            _starts[i + 1] += _starts[i];
        _entries = new int[_starts[count]];
        var next = _starts.AsSpan(0, count).ToArray();
        for (var i = 0; i < groups.Length; i++)
        {
            if (groups[i] >= 0)
                _entries[next[groups[i]]++] = i;
        }
    }

    /// <summary>How many groups there are.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The entries of a group in the order of the table; groups are in the order of their first entries, or of their numbers.</summary>
    public ReadOnlySpan<int> this[int group] => _entries.AsSpan(_starts[group], _starts[group + 1] - _starts[group]);

    /// <summary>Groups entries by what is left of their keys.</summary>
    /// <param name="by">Sets what does not matter to nothing.</param>
    /// <param name="where">Which entries count; all without it.</param>
    public static FlowGroups Of<T>(FlowTable<T> table, Func<FlowKey, FlowKey> by, Func<int, bool>? where = null)
        where T : unmanaged, IFlowSum<T>
    {
        var groups = new int[table.Count];
        var keys = new FlowKeySet(where is null ? groups.Length : groups.Length / 4);
        for (var i = 0; i < groups.Length; i++)
            groups[i] = where?.Invoke(i) == false ? -1 : keys.Add(by(table.Key(i)));
        return new FlowGroups(groups, keys.Count, keys);
    }

    /// <summary>Groups entries by a number below a limit; a negative one leaves the entry out.</summary>
    public static FlowGroups Of(int entries, int limit, Func<int, int> number)
    {
        var groups = new int[entries];
        for (var i = 0; i < entries; i++)
            groups[i] = number(i);
        return new FlowGroups(groups, limit, new FlowKeySet());
    }

    /// <summary>The entries of the group of a key, as the keys were left for grouping.</summary>
    public ReadOnlySpan<int> Find(in FlowKey key) => _keys.Find(key) is >= 0 and var group ? this[group] : [];
}
