using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Landward.Detection;

namespace Landward.Tests.Detection.Lists;

public sealed class NetworkAddressTests
{
    [Fact]
    public void Every_address_is_read_as_the_runtime_reads_it() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>().Generator.Where(bytes => bytes is not null).ToArbitrary(), bytes =>
        {
            var v6 = new IPAddress([.. bytes.Concat(new byte[16]).Take(16)]);
            var v4 = new IPAddress([.. bytes.Concat(new byte[4]).Take(4)]);
            foreach (var address in new[] { v4, v6, v4.MapToIPv6() })
            {
                NetworkAddress.TryParse(address.ToString(), out var read).ShouldBeTrue(address.ToString());
                var expected = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
                read.ToString().ShouldBe(expected.ToString());
                read.IsV6.ShouldBe(expected.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);
            }
        }).Check(LongSuite.Random);

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1..2.3")]
    [InlineData("cloudformation.amazonaws.com")]
    [InlineData("AWS Internal")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7::8")]
    [InlineData("12345::")]
    [InlineData("::g")]
    [InlineData("fe80::1%eth0")]
    [InlineData("1:2:3:4:5:6:7:8:")]
    public void What_is_no_address_is_none(string text)
    {
        NetworkAddress.TryParse(text, out _).ShouldBeFalse();
        NetworkAddress.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("10.0.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("100.128.0.1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("192.0.0.8", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("198.51.100.7", true)]
    [InlineData("224.0.0.1", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("::1", false)]
    public void Only_addresses_routed_on_the_Internet_are_public(string text, bool isPublic)
    {
        NetworkAddress.TryParse(text, out var address).ShouldBeTrue();
        address.IsPublic.ShouldBe(isPublic);
    }
}
