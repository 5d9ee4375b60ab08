using System.Collections.Immutable;
using Landward.Detection;
using Landward.Logs;
using Landward.Logs.VpcFlow;
using Landward.Tests.Detection.VpcFlow.Generated;

namespace Landward.Tests.Detection.VpcFlow;

public sealed class FlowDetectorTests
{
    private static readonly DetectionCatalogue Catalogue = DetectionCatalogue.Load([]);
    private static readonly FlowScenario Scenario = FlowScenario.Create(LongSuite.Seed, FlowFormat.Default);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 9)]
    [InlineData(7, 20)]
    public async Task Findings_do_not_depend_on_files_their_order_and_workers(int workers, int files)
    {
        var lists = FlowQuality.Lists(Scenario);
        var expected = await new Detector(Catalogue, new DetectionOptions { Lists = lists, Workers = 1 }).RunAsync(Scenario.Sources(2, isCompressed: true), CancellationToken.None);
        // Names are the order of reading: other names, another order.
        var turned = Scenario.Sources(files, isCompressed: true).Select((source, i) => source with { Origin = $"{(i * 7) % files:D4}" });
        var result = await new Detector(Catalogue, new DetectionOptions { Lists = lists, Workers = workers }).RunAsync(turned, CancellationToken.None);
        Describe(result).ShouldBe(Describe(expected));
    }

    [Fact]
    public async Task Skipped_records_are_a_finding_and_a_warning()
    {
        var result = await DetectAsync("2 111122223333 eni-1 - - - - - - - 1700000000 1700000060 - NODATA\n2 111122223333 eni-1 - - - - - - - 1700000060 1700000120 - SKIPDATA\n");
        var finding = result.Findings.ShouldHaveSingleItem();
        finding.Type.ShouldBe("Policy:EC2/FlowRecordsSkipped");
        finding.Resources.ShouldHaveSingleItem().Id.ShouldBe("eni-1");
        result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3090");
    }

    [Fact]
    public async Task A_finding_names_the_instance_and_shows_the_row()
    {
        var rows = Enumerable.Range(1, 40).Select(port => $"i-0abc eni-1 111122223333 eu-west-1 10.0.0.5 203.0.113.9 40000 {port} 6 1 40 {1_700_000_000 + port} {1_700_000_000 + port} REJECT");
        var result = await DetectAsync("instance-id interface-id account-id region srcaddr dstaddr srcport dstport protocol packets bytes start end action\n" + string.Join('\n', rows));
        var finding = result.Findings.ShouldHaveSingleItem();
        finding.Type.ShouldBe("Recon:EC2/Portscan");
        finding.Account.ShouldBe("111122223333");
        finding.Region.ShouldBe("eu-west-1");
        finding.Resources.Select(resource => $"{resource.Type} {resource.Id}").ShouldBe(["AWS::EC2::Instance i-0abc", "AWS::EC2::NetworkInterface eni-1"]);
        finding.Facts["row"].ShouldBe("2 111122223333 eni-1 10.0.0.5 203.0.113.9 40000 1 6 1 40 1700000001 1700000001 REJECT OK");
        finding.Evidence[0].Origin.ShouldBe("flow.log");
    }

    [Fact]
    public async Task A_format_given_makes_text_without_a_header_a_flow_log()
    {
        var options = new DetectionOptions { FlowFormat = FlowLayout.Parse("${start} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${action}") };
        var rows = Enumerable.Range(1, 40).Select(port => $"17000000{port:D2} 10.0.0.5 203.0.113.9 40000 {port} 6 1 40 REJECT");
        var result = await DetectAsync(string.Join('\n', rows), options);
        result.EventsRead.ShouldBe(40);
        result.Findings.ShouldHaveSingleItem().Type.ShouldBe("Recon:EC2/Portscan");
    }

    [Theory]
    [InlineData("1.1.1.1 10.0.0.1 50000 22 ACCEPT", "vpcflow-ssh-accepted-from-internet")]
    [InlineData("1.1.1.1 10.0.0.1 50000 22 REJECT", null)]
    [InlineData("10.10.10.1 10.0.0.1 50000 22 ACCEPT", null)]
    [InlineData("1.1.1.1 10.0.0.1 50000 8443 ACCEPT", "vpcflow-inbound-port-not-allowed")]
    [InlineData("1.1.1.1 10.0.0.1 50000 443 ACCEPT", null)]
    [InlineData("1.1.1.1 10.0.0.1 443 50000 ACCEPT", null)]
    [InlineData("1.1.1.1 10.0.0.1 50000 23 ACCEPT", "vpcflow-inbound-port-denied")]
    [InlineData("10.0.0.1 100.100.100.100 50000 53 ACCEPT", null)]
    [InlineData("10.0.0.1 9.9.9.9 50000 53 ACCEPT", "vpcflow-dns-server-not-approved")]
    [InlineData("10.0.0.1 1.1.1.1 50000 53 ACCEPT", null)]
    public async Task Sigma_rules_see_records_and_the_lists_of_the_organization(string record, string? rule)
    {
        var options = new DetectionOptions
        {
            RuleLists = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
            {
                ["allowed_inbound_ports"] = ["80", "443", "22", "23"],
                ["denied_inbound_ports"] = ["23"],
                ["approved_dns_servers"] = ["1.1.1.1", "100.100.100.100"],
            }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        var result = await DetectAsync($"srcaddr dstaddr srcport dstport action start\n{record} 1700000000\n", options);
        result.Findings.Select(finding => finding.Generator).ShouldBe(rule is null ? [] : [rule]);
    }

    [Fact]
    public async Task Sigma_rules_may_ask_for_any_field()
    {
        const string Text = """
            title: new
            logsource: {product: aws, service: vpcflow}
            detection:
              new: {future-field|startswith: to, tcp_flags: null, log-status|exists: false}
              condition: new
            """;
        var detector = new Detector(DetectionCatalogue.Parse(Text, "new.yaml"), new DetectionOptions());
        var source = new LogSource("a", _ => Task.FromResult<Stream>(new MemoryStream("srcaddr dstaddr start future-field tcp-flags\n10.0.0.1 10.0.0.2 5 tomorrow -\n10.0.0.1 10.0.0.2 5 today 2\n"u8.ToArray())));
        (await detector.RunAsync([source], CancellationToken.None)).Findings.ShouldHaveSingleItem().Count.ShouldBe(1);
    }

    private static Task<DetectionResult> DetectAsync(string text, DetectionOptions? options = null) =>
        new Detector(Catalogue, options ?? new DetectionOptions())
            .RunAsync([new LogSource("flow.log", _ => Task.FromResult<Stream>(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text))))], CancellationToken.None);

    private static IEnumerable<string> Describe(DetectionResult result) => result.Findings.Select(finding =>
        $"{finding.Id} {finding.Description} {finding.Count} {finding.FirstSeen:u} {finding.LastSeen:u} {string.Join(',', finding.Evidence.Select(evidence => evidence.EventId))}");
}
