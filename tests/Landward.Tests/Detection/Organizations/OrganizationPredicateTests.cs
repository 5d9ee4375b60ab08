using System.Text;
using Landward.Detection;
using Landward.Detection.Organizations;
using Landward.Logs;
using Landward.Model;

namespace Landward.Tests.Detection.Organizations;

/// <summary>Predicates of the <c>org:</c> block, through the whole detector.</summary>
public sealed class OrganizationPredicateTests
{
    private const string Facts = """
        accounts:
          - {id: '111122223333', name: prod, units: [ou-root-11111111, workloads/prod], tags: {env: prod}}
          - {id: '444455556666', name: dev, units: workloads/dev}
        managementAccount: '999988887777'
        breakGlass: ['arn:aws:iam::111122223333:user/break-glass-*']
        egress: [203.0.113.0/24, '2001:db8::/32']
        awsNetworks: [52.0.0.0/8]
        trailBuckets: [org-trail]
        vpcEndpoints: [vpce-1]
        """;

    [Theory]
    [InlineData("{unit: workloads}", "{}", true)]
    [InlineData("{unit: workloads/prod}", "{}", true)]
    [InlineData("{unit: [ou-root-11111111]}", "{}", true)]
    [InlineData("{unit: prod}", "{}", true)]
    [InlineData("{unit: dev}", "{}", false)]
    [InlineData("{unit: [dev, prod]}", "{}", true)]
    [InlineData("{unit: dev}", "{\"recipientAccountId\":\"444455556666\"}", true)]
    [InlineData("{exceptUnit: dev}", "{}", true)]
    [InlineData("{exceptUnit: workloads}", "{}", false)]
    [InlineData("{exceptUnit: dev}", "{\"recipientAccountId\":\"123456789012\"}", false)]
    [InlineData("{tag: {env: prod}}", "{}", true)]
    [InlineData("{tag: {env: [dev, prod]}}", "{}", true)]
    [InlineData("{tag: {env: dev}}", "{}", false)]
    [InlineData("{exceptTag: {env: dev}}", "{\"recipientAccountId\":\"444455556666\"}", true)]
    [InlineData("{managementAccount: true}", "{}", false)]
    [InlineData("{managementAccount: false}", "{}", true)]
    [InlineData("{managementAccount: true}", "{\"recipientAccountId\":\"999988887777\"}", true)]
    [InlineData("{breakGlass: true}", "{\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/break-glass-1\"}}", true)]
    [InlineData("{breakGlass: true}", "{}", false)]
    [InlineData("{breakGlass: false}", "{}", true)]
    [InlineData("{ownAddress: true}", "{\"sourceIPAddress\":\"203.0.113.200\"}", true)]
    [InlineData("{ownAddress: false}", "{\"sourceIPAddress\":\"203.0.113.200\"}", false)]
    [InlineData("{ownAddress: true}", "{\"sourceIPAddress\":\"2001:db8::7\"}", true)]
    [InlineData("{ownAddress: false}", "{\"sourceIPAddress\":\"8.8.8.8\"}", true)]
    [InlineData("{ownAddress: false}", "{\"sourceIPAddress\":\"10.1.2.3\"}", false)]
    [InlineData("{ownAddress: false}", "{\"sourceIPAddress\":\"cloudformation.amazonaws.com\"}", false)]
    [InlineData("{awsAddress: true, ownAddress: false}", "{\"sourceIPAddress\":\"52.1.2.3\"}", true)]
    [InlineData("{awsAddress: false}", "{\"sourceIPAddress\":\"52.1.2.3\"}", false)]
    [InlineData("{trailBucket: requestParameters.bucketName}", "{\"requestParameters\":{\"bucketName\":\"org-trail\"}}", true)]
    [InlineData("{trailBucket: requestParameters.bucketName}", "{\"requestParameters\":{\"bucketName\":\"other\"}}", false)]
    [InlineData("{ownEndpoint: false}", "{\"vpcEndpointId\":\"vpce-2\"}", true)]
    [InlineData("{ownEndpoint: false}", "{\"vpcEndpointId\":\"vpce-1\"}", false)]
    [InlineData("{ownEndpoint: false}", "{}", false)]
    [InlineData("{ownAccount: requestParameters.account}", "{\"requestParameters\":{\"account\":\"444455556666\"}}", true)]
    [InlineData("{ownAccount: requestParameters.account}", "{\"requestParameters\":{\"account\":\"123456789012\"}}", false)]
    [InlineData("{foreignAccount: requestParameters.account}", "{\"requestParameters\":{\"account\":\"123456789012\"}}", true)]
    [InlineData("{foreignAccount: requestParameters.account, unit: dev}", "{\"requestParameters\":{\"account\":\"123456789012\"}}", false)]
    public async Task Predicate_holds_when_it_is_known_to(string question, string @event, bool expected)
    {
        var facts = Read(Facts);
        (await DetectAsync(question, @event, facts)).ShouldBe(expected ? 1 : 0);
        // What needs a fact holds for nobody knows whom without it.
        if (Catalogue(question).Waiting(new DetectionOptions()).Any())
            (await DetectAsync(question, @event, OrganizationFacts.None)).ShouldBe(0);
    }

    [Theory]
    [InlineData("{unit: prod}", "accounts")]
    [InlineData("{ownAddress: false, awsAddress: true}", "egress, awsNetworks")]
    [InlineData("{breakGlass: true}", "breakGlass")]
    [InlineData("{trailBucket: a, ownEndpoint: true, managementAccount: true}", "trailBuckets, managementAccount, vpcEndpoints")]
    public void Rule_whose_facts_are_missing_is_waiting_for_them(string question, string facts)
    {
        var catalogue = Catalogue(question);
        catalogue.Waiting(new DetectionOptions()).ShouldHaveSingleItem().Facts.ShouldBe(facts);
        catalogue.Waiting(new DetectionOptions { Organization = Read(Facts) }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}", "asks for nothing")]
    [InlineData("{units: prod}", "Did you mean `unit`?")]
    [InlineData("{policy: a}", "together with `grants`")]
    [InlineData("{foreignAccount: a, ownAccount: b}", "one of")]
    [InlineData("{breakGlass: perhaps}", "true or false")]
    [InlineData("{tag: prod}", "tag keys")]
    [InlineData("{grants: friends, policy: a}", "`public` or `foreign`")]
    public void Question_that_makes_no_sense_is_reported(string question, string why) =>
        Catalogue(question).Diagnostics.ShouldHaveSingleItem().Detail.ShouldContain(why);

    [Theory]
    [InlineData("accounts: [{id: 1111}]", "no account id")]
    [InlineData("accounts: [{name: x}]", "needs an `id`")]
    [InlineData("accounts: [{id: '111122223333', unit: x}]", "Did you mean `units`?")]
    [InlineData("egress: [10.0.0.0/33]", "no CIDR block")]
    [InlineData("egress: [everywhere]", "no address")]
    [InlineData("egres: [10.0.0.0/8]", "Did you mean `egress`?")]
    [InlineData("[1]", "a mapping")]
    [InlineData("awsRanges: missing.json", "missing.json")]
    public void Wrong_facts_are_reported_with_their_place(string text, string why)
    {
        using var directory = new TemporaryDirectory();
        var diagnostics = new List<Diagnostic>();
        OrganizationFactsReader.ReadFile(directory.Write("facts.yaml", text), diagnostics).ShouldBeNull();
        var diagnostic = diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe("LW3060");
        diagnostic.Detail.ShouldContain(why);
    }

    [Fact]
    public void Address_ranges_of_aws_are_read_from_its_own_file()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("ip-ranges.json", """{"prefixes":[{"ip_prefix":"3.5.140.0/22","region":"x"}],"ipv6_prefixes":[{"ipv6_prefix":"2a05:d07a:a000::/40"}]}""");
        var facts = OrganizationFactsReader.ReadFile(directory.Write("facts.yaml", "awsRanges: ip-ranges.json"), []).ShouldNotBeNull();
        facts.AwsNetworks.ShouldNotBeNull().Select(network => network.ToString()).ShouldBe(["3.5.140.0/22", "2a05:d07a:a000::/40"]);
    }

    [Fact]
    public void Address_set_holds_exactly_the_addresses_of_its_networks()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            System.Net.IPNetwork[] networks = [.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => Network(random))];
            var set = new AddressSet(networks);
            for (var i = 0; i < 100; i++)
            {
                var address = new System.Net.IPAddress([10, 0, (byte)random.Next(4), (byte)random.Next(256)]);
                set.Contains(address).ShouldBe(networks.Any(network => network.Contains(address)));
            }
        }
    }

    private static System.Net.IPNetwork Network(Random random)
    {
        var bits = random.Next(22, 33);
        var number = (10u << 24) | (uint)random.Next(1024);
        number &= uint.MaxValue << (32 - bits);
        return new System.Net.IPNetwork(new System.Net.IPAddress([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]), bits);
    }

    private static OrganizationFacts Read(string text)
    {
        var diagnostics = new List<Diagnostic>();
        using var directory = new TemporaryDirectory();
        var facts = OrganizationFactsReader.ReadFile(directory.Write("facts.yaml", text), diagnostics);
        diagnostics.ShouldBeEmpty();
        return facts!;
    }

    private static DetectionCatalogue Catalogue(string question) => DetectionCatalogue.Parse($$"""
        title: Mine
        id: mine
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {eventName: X}, condition: s}
        landward: {org: {{question}}}
        """, "mine.yaml");

    private static async Task<int> DetectAsync(string question, string @event, OrganizationFacts facts)
    {
        var record = System.Text.Json.Nodes.JsonNode.Parse(@event)!.AsObject();
        foreach (var (name, value) in new[] { ("eventSource", "s3.amazonaws.com"), ("eventName", "X"), ("recipientAccountId", "111122223333"), ("eventTime", "2026-01-01T00:00:00Z"), ("eventID", "1") })
            record.TryAdd(name, value);
        var bytes = Encoding.UTF8.GetBytes($"{{\"Records\":[{record.ToJsonString()}]}}");
        var detector = new Detector(Catalogue(question), new DetectionOptions { Organization = facts });
        var result = await detector.RunAsync([new LogSource("a.json", _ => Task.FromResult<Stream>(new MemoryStream(bytes)))], TestContext.Current.CancellationToken);
        result.Diagnostics.ShouldBeEmpty();
        return result.Findings.Length;
    }
}
