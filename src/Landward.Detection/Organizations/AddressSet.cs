using System.Buffers.Binary;
using System.Net;

namespace Landward.Detection.Organizations;

/// <summary>Networks as sorted intervals, so that thousands of them cost a binary search. IPv4 counts as IPv4-mapped IPv6.</summary>
internal sealed class AddressSet
{
    private readonly UInt128[] _first;
    private readonly UInt128[] _last;

    public AddressSet(IEnumerable<IPNetwork> networks)
    {
        List<UInt128> first = [], last = [];
        foreach (var (low, high) in networks.Select(Interval).Order())
        {
            // Intervals that touch or overlap become one: then at most one can hold an address.
            if (last.Count > 0 && low <= last[^1])
            {
                last[^1] = UInt128.Max(last[^1], high);
                continue;
            }
            first.Add(low);
            last.Add(high);
        }
        _first = [.. first];
        _last = [.. last];
    }

    public bool Contains(IPAddress address)
    {
        var number = Number(address);
        var index = Array.BinarySearch(_first, number);
        if (index >= 0)
            return true;
        var before = ~index - 1;
        return before >= 0 && number <= _last[before];
    }

    private static (UInt128 Low, UInt128 High) Interval(IPNetwork network)
    {
        var low = Number(network.BaseAddress);
        var bits = (network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128) - network.PrefixLength;
        return (low, bits == 128 ? UInt128.MaxValue : low | ((UInt128.One << bits) - 1));
    }

    private static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
