using System.Numerics;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>The purposes of the lists an address stands on, looked up for every row.</summary>
internal sealed class FlowAddressLists
{
    private const int RememberedBits = 13;

    private readonly ThreatLists _lists;
    private readonly ListPurpose[] _purposes;
    private readonly FlowAddress[] _addresses = new FlowAddress[1 << RememberedBits];
    private readonly ushort[] _answers = new ushort[1 << RememberedBits];

    public FlowAddressLists(ThreatLists lists)
    {
        _lists = lists;
        _purposes = [.. Enum.GetValues<ListPurpose>().Where(purpose => purpose != ListPurpose.Trusted && lists.Addresses(purpose).Count > 0)];
    }

    public bool IsEmpty => _purposes.Length == 0;

    /// <summary>A bit for each purpose, zero for trusted addresses. The last answers are remembered, a fixed number of them.</summary>
    public uint Find(in FlowAddress address)
    {
        var slot = (int)(((address.Low ^ BitOperations.RotateLeft(address.High, 32)) * 0x9E3779B97F4A7C15) >> (64 - RememberedBits));
        if (_addresses[slot] == address)
            return _answers[slot];
        var found = 0u;
        var network = Network(address);
        foreach (var purpose in _purposes)
            found |= _lists.TryFind(purpose, network, out _) ? 1u << (int)purpose : 0;
        (_addresses[slot], _answers[slot]) = (address, (ushort)found);
        return found;
    }

    /// <summary>The entry an address was found under.</summary>
    public ListEntry? Entry(ListPurpose purpose, in FlowAddress address) => _lists.TryFind(purpose, Network(address), out var entry) ? entry : null;

    /// <summary>Whether a list of the user's says that the address is never a threat: own scanners, partners, mail servers.</summary>
    public bool IsTrusted(in FlowAddress address) => _lists.IsTrusted(Network(address));

    private static NetworkAddress Network(in FlowAddress address) => address.IsIPv4 ? new NetworkAddress(false, (uint)address.Low) : new NetworkAddress(true, address.Value);
}
