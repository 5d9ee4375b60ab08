using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>The entries of a table of probes and floods by interface and pair of addresses, over all buckets.</summary>
internal sealed class FlowPairs
{
    private readonly Dictionary<(int Interface, FlowAddress From, FlowAddress To), List<int>> _entries = [];

    public FlowPairs(FlowTable<PressureSum> table)
    {
        for (var i = 0; i < table.Count; i++)
        {
            ref readonly var key = ref table.Key(i);
            var pair = (key.Interface, key.From, key.To);
            if (!_entries.TryGetValue(pair, out var list))
                _entries.Add(pair, list = []);
            list.Add(i);
        }
    }

    public IEnumerable<KeyValuePair<(int Interface, FlowAddress From, FlowAddress To), List<int>>> All => _entries;

    public IReadOnlyList<int> Of(int @interface, in FlowAddress from, in FlowAddress to) =>
        _entries.TryGetValue((@interface, from, to), out var list) ? list : [];
}
