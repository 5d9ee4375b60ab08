using System.Globalization;
using System.Text;
using Landward.Detection;

namespace Landward.Tests.Detection.Lists;

public sealed class ThreatListReaderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string, string[], string[]> Formats => new()
    {
        {
            "plain", "# made 2026-11-20\n198.51.100.7\n203.0.113.0/24 # office\n\nevil.example\n2001:db8::/32\n198.18.0.0 - 198.18.0.9\n",
            ["198.51.100.7", "203.0.113.200", "2001:db8:1::1"], ["a.evil.example", "EVIL.example."]
        },
        { "block list", "; Spamhaus shape\n203.0.113.0/24 ; SBL1\n", ["203.0.113.9"], [] },
        { "hosts file", "127.0.0.1 localhost\n0.0.0.0 coin.example pool.example\n", [], ["coin.example", "x.pool.example"] },
        { "filter list", "! Title\n||miner.example^\n||other.example^$third-party\n", [], ["miner.example", "other.example"] },
        { "counted", "198.51.100.7\t9\n198.51.100.8\t3\n", ["198.51.100.8"], [] },
        {
            "OTX", "Indicator type, Indicator, Description\nCIDR, 203.0.113.0/24, example\nIPv4, 198.51.100.7, example\nDomain name, evil.example, example\n",
            ["203.0.113.1", "198.51.100.7"], ["evil.example"]
        },
        { "AlienVault", "198.51.100.7#4#2#Malicious Host#US##0.0,0.0#3\n203.0.113.5#4#2#Scanning Host#FR#Paris#48.8,2.3#11\n", ["198.51.100.7", "203.0.113.5"], [] },
        {
            "ProofPoint", "ip, category, score, first_seen, last_seen, ports (|)\n198.51.100.7, 1, 100, 2000-01-01, 2000-01-01,\n203.0.113.5, 1, 100, 2000-01-01, 2000-01-01, 80\n",
            ["198.51.100.7", "203.0.113.5"], []
        },
        {
            "FireEye", "reportId,title,sourceDomain,sourceIp,cidr,domain,ip,port\n1,\"A, b\",,,203.0.113.0/24,,,\n2,x,,198.51.100.7,,,,\n3,x,,,,evil.example,,\n4,x,,,,,198.51.100.9,443\n",
            ["203.0.113.3", "198.51.100.7", "198.51.100.9"], ["evil.example"]
        },
        {
            "STIX 1", """
            <?xml version="1.0"?>
            <stix:STIX_Package xmlns:stix="urn:s" xmlns:a="urn:AddressObject" xmlns:d="urn:DomainNameObject-1" timestamp="2026-11-21T00:00:00Z">
              <a:Address_Value condition="Equals">198.51.100.7##comma##198.51.100.8</a:Address_Value>
              <a:Address_Value condition="InclusiveBetween">203.0.113.1##comma##203.0.113.9</a:Address_Value>
              <d:Value>evil.example</d:Value>
            </stix:STIX_Package>
            """,
            ["198.51.100.7", "198.51.100.8", "203.0.113.5"], ["evil.example"]
        },
        {
            "STIX 2", """
            {"type":"bundle","objects":[
              {"type":"indicator","pattern_type":"stix","modified":"2026-11-21T00:00:00Z","pattern":"[ipv4-addr:value = '198.51.100.7' OR ipv4-addr:value ISSUBSET '203.0.113.0/24']"},
              {"type":"indicator","pattern":"[domain-name:value IN ('evil.example', 'worse.example')]"},
              {"type":"malware","name":"x"}]}
            """,
            ["198.51.100.7", "203.0.113.5"], ["worse.example"]
        },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Format_is_told_by_content(string name, string content, string[] addresses, string[] domains)
    {
        var (lists, diagnostics) = Read(ListPurpose.Threat, content);
        diagnostics.Where(diagnostic => diagnostic.Code is not "LW3080" and not "LW3081").ShouldBeEmpty(name);
        foreach (var address in addresses)
            lists.TryFind(ListPurpose.Threat, Address(address), out _).ShouldBeTrue($"{name}: {address}");
        foreach (var domain in domains)
            lists.TryFind(ListPurpose.Threat, Encoding.UTF8.GetBytes(domain), out _).ShouldBeTrue($"{name}: {domain}");
        lists.TryFind(ListPurpose.Threat, Address("192.0.2.1"), out _).ShouldBeFalse(name);
        lists.TryFind(ListPurpose.Threat, "notevil.example"u8, out _).ShouldBeFalse(name);
        lists.TryFind(ListPurpose.Threat, "example"u8, out _).ShouldBeFalse(name);
    }

    [Fact]
    public void Entry_cites_its_list_and_the_narrowest_block()
    {
        var (lists, _) = Read(ListPurpose.Tor, "# 2026-11-20\n203.0.113.0/24\n203.0.113.64/26\n");
        lists.TryFind(ListPurpose.Tor, Address("203.0.113.70"), out var entry).ShouldBeTrue();
        entry.ToString().ShouldBe("203.0.113.64/26 of list.txt (tor, 2026-11-20)");
        lists.TryFind(ListPurpose.Tor, Address("203.0.113.130"), out var outer).ShouldBeTrue();
        outer.Text.ShouldBe("203.0.113.0/24");
    }

    [Fact]
    public void Trusted_wins_over_threat_and_private_addresses_are_no_threat()
    {
        var threat = _directory.Write("threat.txt", "10.0.0.0/8\n203.0.113.0/24\nevil.example\n");
        var trusted = _directory.Write("trusted.txt", "203.0.113.7\ngood.evil.example\n");
        var (lists, _) = Reader().Read([new(ListPurpose.Threat, threat), new(ListPurpose.Trusted, trusted)], CancellationToken.None);
        lists.TryFind(ListPurpose.Threat, Address("203.0.113.7"), out _).ShouldBeFalse();
        lists.TryFind(ListPurpose.Threat, Address("203.0.113.8"), out _).ShouldBeTrue();
        lists.TryFind(ListPurpose.Threat, Address("10.1.2.3"), out _).ShouldBeFalse();
        lists.TryFind(ListPurpose.Threat, "x.good.evil.example"u8, out _).ShouldBeFalse();
        lists.TryFind(ListPurpose.Threat, "x.evil.example"u8, out _).ShouldBeTrue();
    }

    [Fact]
    public void Purpose_keeps_lists_apart()
    {
        var (lists, _) = Read(ListPurpose.Mining, "pool.example\n198.51.100.7\n");
        lists.Has(ListPurpose.Mining).ShouldBeTrue();
        lists.Has(ListPurpose.Tor).ShouldBeFalse();
        lists.TryFind(ListPurpose.Tor, Address("198.51.100.7"), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("# updated 2026-10-01\n198.51.100.7\n", true, "2026-10-01")]
    [InlineData("# updated 2026-11-10\n198.51.100.7\n", false, "2026-11-10")]
    public void Age_is_that_of_the_date_in_the_file(string content, bool old, string date)
    {
        var (lists, diagnostics) = Read(ListPurpose.Threat, content);
        diagnostics.Any(diagnostic => diagnostic.Code == "LW3081").ShouldBe(old);
        lists.Lists.ShouldHaveSingleItem().Date.ShouldBe(DateTimeOffset.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    [Fact]
    public void File_without_a_date_is_as_old_as_the_file()
    {
        var path = _directory.Write("list.txt", "198.51.100.7\n");
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var (_, diagnostics) = Reader().Read([new(ListPurpose.Threat, path)], CancellationToken.None);
        diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3081");
    }

    [Theory]
    [InlineData("[ipv4-addr:value = '198.51.100.7' AND network-traffic:dst_port = 443]")]
    [InlineData("[ipv4-addr:value != '198.51.100.7']")]
    [InlineData("[ipv4-addr:value NOT = '198.51.100.7']")]
    [InlineData("[ipv4-addr:value = '198.51.100.7'] FOLLOWEDBY [ipv4-addr:value = '198.51.100.8']")]
    [InlineData("[file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e']")]
    [InlineData("[ipv4-addr:value =")]
    public void Pattern_that_says_more_than_an_address_is_left_out(string pattern) => StixPattern.Read(pattern).ShouldBeEmpty();

    [Theory]
    [InlineData("\"revoked\":true")]
    [InlineData("\"valid_until\":\"2026-11-01T00:00:00Z\"")]
    public void Indicator_not_in_force_is_left_out(string member)
    {
        var (lists, _) = Read(ListPurpose.Threat, $$"""{"objects":[{"type":"indicator",{{member}},"pattern":"[ipv4-addr:value = '198.51.100.7']"}]}""");
        lists.TryFind(ListPurpose.Threat, Address("198.51.100.7"), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{\"objects\":[", "LW3076")]
    [InlineData("{}", "LW3076")]
    [InlineData("<stix", "LW3076")]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>", "LW3076")]
    [InlineData("com\nhttp://evil.example/x\n", "LW3079")]
    [InlineData("", "LW3079")]
    public void What_is_no_list_is_reported(string content, string code)
    {
        var (_, diagnostics) = Read(ListPurpose.Threat, content);
        diagnostics.ShouldContain(diagnostic => diagnostic.Code == code);
    }

    [Fact]
    public void Missing_file_is_reported_and_stops_no_other()
    {
        var good = _directory.Write("good.txt", "198.51.100.7\n");
        var (lists, diagnostics) = Reader().Read([new(ListPurpose.Threat, "/nowhere/list.txt"), new(ListPurpose.Threat, good)], CancellationToken.None);
        diagnostics.ShouldContain(diagnostic => diagnostic.Code == "LW3075");
        lists.TryFind(ListPurpose.Threat, Address("198.51.100.7"), out _).ShouldBeTrue();
    }

    [Fact]
    public void Lookups_allocate_nothing()
    {
        var (lists, _) = Read(ListPurpose.Threat, string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"203.0.{i / 250}.{i % 250}\nhost{i}.evil.example")));
        var found = Probe(lists);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            found += Probe(lists);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        found.ShouldBe(1001);
    }

    public void Dispose() => _directory.Dispose();

    private static int Probe(ThreatLists lists)
    {
        var found = 0;
        if (NetworkAddress.TryParse("203.0.113.70"u8, out var v4) && NetworkAddress.TryParse("2001:db8::70"u8, out var v6))
            found += (lists.TryFind(ListPurpose.Threat, v4, out _) ? 1 : 0) + (lists.TryFind(ListPurpose.Threat, v6, out _) ? 1 : 0);
        return found + (lists.TryFind(ListPurpose.Threat, "a.b.HOST77.evil.example."u8, out _) ? 1 : 0);
    }

    private static NetworkAddress Address(string text) => NetworkAddress.TryParse(text, out var address) ? address : throw new FormatException(text);

    private static ThreatListReader Reader() => new(new FixedTime(Now), ThreatListReader.DefaultMaxAge);

    private (ThreatLists Lists, System.Collections.Immutable.ImmutableArray<Landward.Model.Diagnostic> Diagnostics) Read(ListPurpose purpose, string content) =>
        Reader().Read([new(purpose, _directory.Write("list.txt", content))], CancellationToken.None);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
