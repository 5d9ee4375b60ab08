using System.Collections.Frozen;
using System.Text;
using Landward.Detection;
using Landward.Detection.Dns;

namespace Landward.Tests.Detection.Dns;

public sealed class DomainNameTests
{
    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("a.b.example.com", "example.com")]
    [InlineData("a.example.co.uk", "example.co.uk")]
    [InlineData("co.uk", "co.uk")]
    [InlineData("example.io", "example.io")]
    [InlineData("www.bbc.com.br", "bbc.com.br")]
    [InlineData("x.com.com", "com.com")]
    [InlineData("a.box.duckdns.org", "box.duckdns.org")]
    [InlineData("single", "single")]
    [InlineData("a..example.com", "example.com")]
    public void The_registered_domain_is_found(string name, string registered)
    {
        var bytes = Encoding.ASCII.GetBytes(name);
        Encoding.ASCII.GetString(bytes.AsSpan(DomainName.RegisteredStart(bytes))).ShouldBe(registered);
    }

    [Theory]
    [InlineData("single", true)]
    [InlineData("ip-10-0-0-1.ec2.internal", true)]
    [InlineData("1.0.0.10.in-addr.arpa", true)]
    [InlineData("db.corp", true)]
    [InlineData("corp.example", false)]
    [InlineData("internal.example.com", false)]
    public void Names_of_a_network_are_internal(string name, bool isInternal) =>
        DomainName.IsInternal(Encoding.ASCII.GetBytes(name)).ShouldBe(isInternal);

    [Theory]
    [InlineData("a.example.com", true)]
    [InlineData("x.xn--p1ai", true)]
    [InlineData("rvqkzx.bazar", true)]
    [InlineData("srv01.acmecorp", false)]
    public void Top_levels_of_the_internet_are_known(string name, bool isOfInternet) =>
        DomainName.IsOfInternet(Encoding.ASCII.GetBytes(name)).ShouldBe(isOfInternet);

    [Theory]
    [InlineData("hash.example.org", true)]
    [InlineData("a.b.hash.example.org", true)]
    [InlineData("nothash.example.org", false)]
    [InlineData("example.org", false)]
    [InlineData("hash.example.org.evil.example", false)]
    public void A_trusted_domain_covers_the_names_below_it(string name, bool isTrusted)
    {
        var settings = new TunnelSettings(1, 1, 1, 1, 1, new[] { KeyedHash.Of("hash.example.org"u8) }.ToFrozenSet(), 16);
        settings.IsTrusted(Encoding.ASCII.GetBytes(name)).ShouldBe(isTrusted);
    }

    [Theory]
    [InlineData("weatherforecast", false)]
    [InlineData("photos2024", false)]
    [InlineData("public-storage", false)]
    [InlineData("xn--bcher-kva", false)]
    [InlineData("ibm", false)]
    [InlineData("wirtschaftspruefung", false)]
    [InlineData("szczecin24", false)]
    [InlineData("yamahamotor", false)]
    [InlineData("googlesyndication", false)]
    [InlineData("xkqjzvwpth", true)]
    [InlineData("3f9a1c7be02d44", true)]
    [InlineData("q7x2mz9kwv4p", true)]
    [InlineData("vuxabicozipoqe", true)]
    public void Generated_names_are_told_from_chosen_ones(string label, bool isGenerated) =>
        NameModel.LooksGenerated(Encoding.ASCII.GetBytes(label)).ShouldBe(isGenerated);
}
