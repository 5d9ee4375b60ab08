using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// Which addresses belong to an interface, where single rows do not tell: internal traffic without flow-direction, and IPv6, whose
/// addresses in a VPC are public. The address that takes part in most of what an interface logs is its own.
/// </summary>
internal sealed class FlowOwners
{
    /// <summary>An interface has up to some hundred addresses (pods); what is beyond counts as foreign.</summary>
    private const int MaxAddresses = 4096;

    private readonly Dictionary<FlowAddress, int>[] _votes;
    private readonly HashSet<FlowAddress>[] _certain;
    private readonly FlowAddress[] _main;
    private readonly Dictionary<FlowAddress, int> _homes = [];

    public FlowOwners(FlowTraffic traffic)
    {
        var count = traffic.Interfaces.All.Count;
        _votes = [.. Enumerable.Range(0, count).Select(_ => new Dictionary<FlowAddress, int>())];
        _certain = [.. Enumerable.Range(0, count).Select(_ => new HashSet<FlowAddress>())];
        _main = new FlowAddress[count];
        Count(traffic.Pressure);
        Count(traffic.InboundPressure);
        Count(traffic.Conversations);
        Count(traffic.Volumes);
        for (var i = 0; i < count; i++)
        {
            _main[i] = _votes[i].OrderByDescending(vote => vote.Value).ThenBy(vote => vote.Key.Value).FirstOrDefault().Key;
            foreach (var address in _certain[i])
                _homes.TryAdd(address, i);
        }
        for (var i = 0; i < count; i++)
        {
            if (_votes[i].Values.Count(votes => votes == _votes[i].GetValueOrDefault(_main[i])) == 1)
                _homes.TryAdd(_main[i], i);
        }
    }

    /// <summary>Which end of a key is the interface's own.</summary>
    public FlowOwn Of(in FlowKey key)
    {
        var told = FlowTags.OwnOf(key.Tag);
        if (told != FlowOwn.Unknown)
            return told;
        var isFrom = _certain[key.Interface].Contains(key.From);
        if (isFrom != _certain[key.Interface].Contains(key.To))
            return isFrom ? FlowOwn.From : FlowOwn.To;
        var votes = _votes[key.Interface];
        var (from, to) = (votes.GetValueOrDefault(key.From), votes.GetValueOrDefault(key.To));
        if (from != to)
            return from > to ? FlowOwn.From : FlowOwn.To;
        // A single pair of addresses: what is another interface's own is not this one's.
        return _homes.TryGetValue(key.From, out var home) && home != key.Interface ? FlowOwn.To : FlowOwn.From;
    }

    /// <summary>Whether an address is the interface's own, for keys with one address only.</summary>
    public bool IsOwn(int @interface, in FlowAddress address) => _certain[@interface].Contains(address) || _main[@interface] == address;

    private void Count<T>(FlowTable<T> table)
        where T : struct, IFlowSum<T>
    {
        for (var i = 0; i < table.Count; i++)
        {
            ref readonly var key = ref table.Key(i);
            switch (FlowTags.OwnOf(key.Tag))
            {
                case FlowOwn.From:
                    Certain(key.Interface, key.From);
                    break;
                case FlowOwn.To:
                    Certain(key.Interface, key.To);
                    break;
                default:
                    Vote(key.Interface, key.From);
                    Vote(key.Interface, key.To);
                    break;
            }
        }
    }

    private void Certain(int @interface, in FlowAddress address)
    {
        if (_certain[@interface].Count < MaxAddresses)
            _certain[@interface].Add(address);
    }

    private void Vote(int @interface, in FlowAddress address)
    {
        var votes = _votes[@interface];
        if (votes.TryGetValue(address, out var count))
            votes[address] = count + 1;
        else if (votes.Count < MaxAddresses)
            votes.Add(address, 1);
    }
}
