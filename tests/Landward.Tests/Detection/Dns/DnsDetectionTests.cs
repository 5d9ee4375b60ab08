using Landward.Model;

namespace Landward.Tests.Detection.Dns;

public sealed class DnsDetectionTests(ITestOutputHelper output)
{
    private const double LeastPrecision = 0.95;
    private const double LeastRecall = 0.95;

    /// <summary>Every type over several days of traffic; <c>.ci/long queries</c> takes many more, from a new seed.</summary>
    [Fact]
    public async Task Planted_attacks_are_found_and_honest_traffic_is_not_reported()
    {
        string[] types = [DnsTraffic.Generated, DnsTraffic.Tunnel, DnsTraffic.Rebinding, DnsTraffic.Blackhole];
        var found = types.ToDictionary(type => type, _ => (True: 0, False: 0, Missed: 0), StringComparer.Ordinal);
        output.WriteLine($"seed {LongSuite.Seed}");
        for (var seed = LongSuite.Seed; seed < LongSuite.Seed + LongSuite.Times(4); seed++)
        {
            var traffic = DnsTraffic.Generate(seed);
            var findings = await ResolverLog.DetectAsync([.. traffic.Lines], traffic.BlackholeList);
            var reported = findings.Select(finding => (finding.Type, Instance: finding.Resources[0].Id)).ToHashSet();
            foreach (var type in types)
            {
                var (isTrue, isFalse, missed) = found[type];
                found[type] = (
                    isTrue + reported.Count(item => item.Type == type && traffic.Truth.ContainsKey(item)),
                    isFalse + reported.Count(item => item.Type == type && !traffic.Truth.ContainsKey(item)),
                    missed + traffic.Truth.Keys.Count(item => item.Type == type && !reported.Contains(item)));
            }
            foreach (var (item, how) in traffic.Truth.Where(planted => !reported.Contains(planted.Key)))
                output.WriteLine($"seed {seed}: missed {item.Type} on {item.Instance}: {how}");
            foreach (var item in reported.Where(item => types.Contains(item.Type) && !traffic.Truth.ContainsKey(item)))
                output.WriteLine($"seed {seed}: wrong {item.Type} on {item.Instance}: {findings.First(finding => finding.Type == item.Type && finding.Resources[0].Id == item.Instance).Description}");
        }
        foreach (var (type, (isTrue, isFalse, missed)) in found)
        {
            var precision = isTrue / (double)Math.Max(1, isTrue + isFalse);
            var recall = isTrue / (double)Math.Max(1, isTrue + missed);
            var line = $"dns {type}: precision {precision:0.000} recall {recall:0.000} (n={isTrue + missed})";
            output.WriteLine(line);
            precision.ShouldBeGreaterThanOrEqualTo(LeastPrecision, line);
            recall.ShouldBeGreaterThanOrEqualTo(LeastRecall, line);
        }
    }

    [Fact]
    public async Task Findings_do_not_depend_on_the_order_of_queries()
    {
        var traffic = DnsTraffic.Generate(5);
        string[] lines = [.. traffic.Lines];
        var inOrder = await ResolverLog.DetectAsync(lines, traffic.BlackholeList);
        new Random(1).Shuffle(lines);
        var shuffled = await ResolverLog.DetectAsync(lines, traffic.BlackholeList);
        inOrder.Length.ShouldBeGreaterThan(5);
        shuffled.Select(Describe).ShouldBe(inOrder.Select(Describe));
    }

    [Fact]
    public async Task A_query_without_an_instance_is_told_apart_by_its_address_and_network()
    {
        string[] lines =
        [
            Rebinding("vpc-1", "10.0.0.5"), Rebinding("vpc-1", "10.0.0.5"), Rebinding("vpc-2", "10.0.0.5"), Rebinding("vpc-1", "10.0.0.6"),
        ];
        var findings = await ResolverLog.DetectAsync(lines, []);
        findings.Select(finding => finding.Count).Order().ShouldBe([1, 1, 2]);
        findings.ShouldAllBe(finding => finding.Type == DnsTraffic.Rebinding && finding.Evidence[0].Origin == "test");
    }

    private static string Rebinding(string vpc, string address) =>
        $$$"""{"account_id":"111122223333","region":"eu-west-1","vpc_id":"{{{vpc}}}","query_timestamp":"2026-03-01T10:00:0{{{address[^1]}}}Z","query_name":"x.example.","rcode":"NOERROR","answers":[{"Rdata":"169.254.169.254"}],"srcaddr":"{{{address}}}"}""";

    private static string Describe(Finding finding) =>
        $"{finding.Id} {finding.Count} {finding.FirstSeen:O} {finding.LastSeen:O} {finding.Description} {string.Join(',', finding.Evidence.Select(evidence => evidence.EventId))}";
}
