using System.Buffers.Binary;
using System.Net;

namespace Landward.Logs.VpcFlow;

/// <summary>An IPv4 or IPv6 address as 128 bits; IPv4 stands as the mapped address <c>::ffff:a.b.c.d</c> (RFC 4291, 2.5.5.2).</summary>
/// <param name="High">The first eight bytes, the first byte the highest.</param>
public readonly record struct FlowAddress(ulong High, ulong Low)
{
    private const ulong MappedPrefix = 0xFFFF_0000_0000;

    /// <summary>A bit for each IPv4 block of 16 bits, the smallest of those that are not public.</summary>
    private static readonly ulong[] PublicBlocks = Blocks();

    public bool IsIPv4 => High == 0 && Low >> 32 == 0xFFFF;

    /// <summary>No address was logged.</summary>
    public bool IsNone => High == 0 && Low == 0;

    public UInt128 Value => new(High, Low);

    /// <summary>
    /// Whether the address is routed in the internet. Private use, shared address space, loopback, link-local, multicast, documentation
    /// of routing protocols and unique local addresses are not (RFC 6890, RFC 1918, RFC 6598, RFC 4193). The blocks for documentation
    /// (RFC 5737, RFC 3849) count as public: examples and tests use them for foreign hosts.
    /// </summary>
    public bool IsPublic => IsIPv4 ? (PublicBlocks[(int)(Low >> 22) & 0x3FF] >> (int)(Low >> 16) & 1) != 0 : High >> 61 == 1;

    public static FlowAddress FromIPv4(uint address) => new(0, MappedPrefix | address);

    public static FlowAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new FlowAddress(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new IPAddress(IsIPv4 ? bytes[12..] : bytes).ToString();
    }

    private static ulong[] Blocks()
    {
        var blocks = new ulong[1024];
        for (var block = 0u; block <= ushort.MaxValue; block++)
        {
            var isPublic = (block >> 8) switch
            {
                0 or 10 or 127 or >= 224 => false,
                100 => block >> 6 != (100u << 2 | 1),
                169 => block != (169u << 8 | 254),
                172 => block >> 4 != (172u << 4 | 1),
                192 => block != (192u << 8 | 168),
                _ => true,
            };
            if (isPublic)
                blocks[block >> 6] |= 1UL << (int)(block & 63);
        }
        return blocks;
    }
}
