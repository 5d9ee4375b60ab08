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

    public static FlowGroups None { get; } = new([], 0, new FlowKeySet());

    /// <summary>How many groups there are.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The entries of a group in the order of the table; groups are in the order of their first entries, or of their numbers.</summary>
    public ReadOnlySpan<int> this[int group] => _entries.AsSpan(_starts[group], _starts[group + 1] - _starts[group]);

    /// <summary>
    /// Groups entries by what is left of their keys, those groups whose weights can add up to enough: few of many entries have to be told
    /// apart by their keys.
    /// </summary>
    /// <param name="by">Sets what does not matter to nothing.</param>
    /// <param name="weight">The weight of an entry; a negative one leaves it out.</param>
    public static FlowGroups Of<T>(FlowTable<T> table, Func<FlowKey, FlowKey> by, Func<int, long> weight, long least)
        where T : unmanaged, IFlowSum<T>
    {
        var hashes = new int[table.Count];
        var sketch = new FlowSketch(hashes.Length, least);
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = -1;
            if (weight(i) is not (>= 0 and var weighed))
                continue;
            hashes[i] = Hash(by(table.Key(i)));
            sketch.Add(hashes[i], weighed);
        }
        return Of(table, by, hashes, sketch);
    }

    /// <summary>Groups the entries whose hash has enough.</summary>
    /// <param name="hashes">Of what is left of each key; -1 leaves an entry out.</param>
    public static FlowGroups Of<T>(FlowTable<T> table, Func<FlowKey, FlowKey> by, int[] hashes, FlowSketch sketch)
        where T : unmanaged, IFlowSum<T>
    {
        var keys = new FlowKeySet();
        var groups = new int[hashes.Length];
        for (var i = 0; i < groups.Length; i++)
            groups[i] = hashes[i] >= 0 && sketch.IsEnough(hashes[i]) ? keys.Add(by(table.Key(i))) : -1;
        return new FlowGroups(groups, keys.Count, keys);
    }

    /// <summary>The hash of a key for grouping; never negative.</summary>
    public static int Hash(in FlowKey key) => (int)(FlowKey.Hash(key) >> 1);

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
