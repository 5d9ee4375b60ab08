using System.Net;
using System.Net.Sockets;
using Landward.Policy.Conditions;

namespace Landward.Tests.Policy;

public sealed class AddressRangeTests
{
    private static readonly string[] Pieces = ["0", "1", "db8", "2001", "ffff", "12345", "g", "", ":", "::", "192.0.2.1", "1.2.3", "0:0", "a:b:c:d"];

    [Theory]
    [InlineData("::", "::")]
    [InlineData("::1", "0:0:0:0:0:0:0:1")]
    [InlineData("2001:DB8::/32", "2001:db8:ffff::1")]
    [InlineData("::ffff:192.0.2.1", "::ffff:c000:201")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    public void IPv6_address_is_read_in_every_form(string range, string address) => AddressRange.Parse(range)!.Value.Compare(address).ShouldBe(ComparisonOutcome.Equal);

    [Theory]
    [InlineData(":1")]
    [InlineData("1:")]
    [InlineData("1::2::3")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("192.0.2.1::")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("::12345")]
    [InlineData("::/129")]
    public void Text_that_is_no_address_is_malformed(string text) => AddressRange.Parse(text).ShouldBeNull();

    [Fact]
    public void Addresses_are_those_of_the_framework()
    {
        var random = new Random(LongSuite.Seed);
        for (var i = 0; i < LongSuite.Times(5000); i++)
        {
            var text = string.Join(random.Next(4) == 0 ? "::" : ":", Enumerable.Range(0, 1 + random.Next(9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            if (!text.Contains(':', StringComparison.Ordinal))
                continue;
            var expected = IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
            (AddressRange.Parse(text) is { } range && range.Network == ToBits(address!)).ShouldBe(expected, text);
        }
    }

    private static UInt128 ToBits(IPAddress address) =>
        address is null ? UInt128.MaxValue : System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(address.MapToIPv6().GetAddressBytes());
}
