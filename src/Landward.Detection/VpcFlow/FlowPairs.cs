namespace Landward.Detection.VpcFlow;

/// <summary>
/// The pairs of addresses in a table of probes and floods. What entries say is read once for all detections: the table is larger than the
/// processor's caches, so going through it takes longer than what is asked of it.
/// </summary>
internal sealed class FlowPairs
{
    private readonly FlowTable<PressureSum> _table;

    /// <summary>For each entry the hash of its interface and pair of addresses.</summary>
    private readonly int[] _hashes;
    private readonly FlowFlood[] _floods;
    private readonly long[] _packets;
    private readonly ushort[] _ports;

    public FlowPairs(FlowTable<PressureSum> table)
    {
        _table = table;
        _hashes = new int[table.Count];
        _floods = new FlowFlood[table.Count];
        _packets = new long[table.Count];
        _ports = new ushort[table.Count];
        for (var i = 0; i < _hashes.Length; i++)
        {
            ref readonly var key = ref table.Key(i);
            _hashes[i] = FlowGroups.Hash(Pair(key));
            _floods[i] = FlowTags.FloodOf(key.Tag);
            ref readonly var sum = ref table.Sum(i);
            _packets[i] = sum.Packets;
            _ports[i] = (ushort)sum.Ports.Count();
        }
    }

    /// <summary>What is left of a key when pairs of addresses matter.</summary>
    public static FlowKey Pair(FlowKey key) => key with { Tag = 0, Bucket = 0 };

    /// <summary>The other way.</summary>
    public static FlowKey Back(in FlowKey pair) => pair with { From = pair.To, To = pair.From };

    public bool Is(int entry, FlowFlood flood) => _floods[entry] == flood;

    public long Packets(int entry) => _packets[entry];

    /// <summary>The pairs whose entries can add up to enough ports.</summary>
    public FlowGroups WithPorts(int least)
    {
        var sketch = new FlowSketch(_hashes.Length, least);
        for (var i = 0; i < _hashes.Length; i++)
            sketch.Add(_hashes[i], _ports[i]);
        return FlowGroups.Of(_table, static key => Pair(key), _hashes, sketch);
    }

    /// <summary>The pairs of some entries, both ways, and perhaps others.</summary>
    public FlowGroups Around(List<int> entries)
    {
        var sketch = new FlowSketch(_hashes.Length, 1);
        foreach (var entry in entries)
        {
            sketch.Add(_hashes[entry], 1);
            sketch.Add(FlowGroups.Hash(Back(Pair(_table.Key(entry)))), 1);
        }
        return entries.Count == 0 ? FlowGroups.None : FlowGroups.Of(_table, static key => Pair(key), _hashes, sketch);
    }
}
