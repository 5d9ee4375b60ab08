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

    /// <summary>Addresses by interface.</summary>
    private readonly FlowKeySet _addresses = new();
    private readonly FlowAddress[] _main;
    private readonly Dictionary<FlowAddress, int> _homes = [];

    /// <summary>For each address of an interface how often it was seen, and whether rows leave no doubt.</summary>
    private int[] _votes = new int[64];
    private bool[] _isCertain = new bool[64];

    /// <summary>For each interface the number of the address that most of its rows have: one of its own.</summary>
    private readonly int[] _usual;

    public FlowOwners(FlowTraffic traffic)
    {
        var count = traffic.Interfaces.All.Count;
        _usual = new int[count];
        _addresses.Add(Key(-1, default));
        var limits = new (int Certain, int Voted)[count];
        Count(traffic.Pressure, limits);
        Count(traffic.InboundPressure, limits);
        Count(traffic.Conversations, limits);
        Count(traffic.Volumes, limits);
        _main = new FlowAddress[count];
        FindMains();
    }

    /// <summary>Which end of a key is the interface's own.</summary>
    public FlowOwn Of(in FlowKey key)
    {
        var told = FlowTags.OwnOf(key.Tag);
        if (told != FlowOwn.Unknown)
            return told;
        var (fromVotes, isFrom) = Known(key.Interface, key.From);
        var (toVotes, isTo) = Known(key.Interface, key.To);
        if (isFrom != isTo)
            return isFrom ? FlowOwn.From : FlowOwn.To;
        if (fromVotes != toVotes)
            return fromVotes > toVotes ? FlowOwn.From : FlowOwn.To;
        // A single pair of addresses: what is another interface's own is not this one's.
        return _homes.TryGetValue(key.From, out var home) && home != key.Interface ? FlowOwn.To : FlowOwn.From;
    }

    /// <summary>Whether an address is the interface's own, for keys with one address only.</summary>
    public bool IsOwn(int @interface, in FlowAddress address) => Known(@interface, address).IsCertain || _main[@interface] == address;

    private (int Votes, bool IsCertain) Known(int @interface, in FlowAddress address) =>
        _addresses.Find(Key(@interface, address)) is >= 0 and var number ? (_votes[number], _isCertain[number]) : default;

    private static FlowKey Key(int @interface, in FlowAddress address) => new(address, default, @interface, 0, 0);

    private void Count<T>(FlowTable<T> table, (int Certain, int Voted)[] limits)
        where T : unmanaged, IFlowSum<T>
    {
        for (var i = 0; i < table.Count; i++)
        {
            ref readonly var key = ref table.Key(i);
            ref var limit = ref limits[key.Interface];
            switch (FlowTags.OwnOf(key.Tag))
            {
                case FlowOwn.From:
                    Certain(key.Interface, key.From, ref limit.Certain);
                    break;
                case FlowOwn.To:
                    Certain(key.Interface, key.To, ref limit.Certain);
                    break;
                default:
                    Vote(key.Interface, key.From, ref limit.Voted);
                    Vote(key.Interface, key.To, ref limit.Voted);
                    break;
            }
        }
    }

    private void Certain(int @interface, in FlowAddress address, ref int count)
    {
        if (count >= MaxAddresses)
            return;
        var number = Number(@interface, address);
        _usual[@interface] = number;
        count += _isCertain[number] ? 0 : 1;
        _isCertain[number] = true;
    }

    private void Vote(int @interface, in FlowAddress address, ref int count)
    {
        if (count >= MaxAddresses && Known(@interface, address).Votes == 0)
            return;
        var number = Number(@interface, address);
        count += _votes[number] == 0 ? 1 : 0;
        _votes[number]++;
        if (_votes[number] > _votes[_usual[@interface]])
            _usual[@interface] = number;
    }

    private int Number(int @interface, in FlowAddress address)
    {
        var usual = _usual[@interface];
        if (_addresses[usual] is var key && key.Interface == @interface && key.From == address)
            return usual;
        var number = _addresses.Add(Key(@interface, address));
        if (number >= _votes.Length)
        {
            Array.Resize(ref _votes, _votes.Length * 2);
            Array.Resize(ref _isCertain, _votes.Length);
        }
        return number;
    }

    private void FindMains()
    {
        var most = new int[_main.Length];
        var isAlone = new bool[_main.Length];
        // Number 0 is none.
        for (var i = 1; i < _addresses.Count; i++)
        {
            ref readonly var key = ref _addresses[i];
            if (_isCertain[i] && (!_homes.TryGetValue(key.From, out var home) || key.Interface < home))
                _homes[key.From] = key.Interface;
            ref var main = ref _main[key.Interface];
            if (_votes[i] == 0 || _votes[i] < most[key.Interface])
                continue;
            isAlone[key.Interface] = _votes[i] > most[key.Interface];
            if (isAlone[key.Interface] || key.From.Value < main.Value)
                main = key.From;
            most[key.Interface] = _votes[i];
        }
        for (var i = 0; i < _main.Length; i++)
        {
            if (isAlone[i])
                _homes.TryAdd(_main[i], i);
        }
    }
}
