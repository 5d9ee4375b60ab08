using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Landward.Detection;
using Landward.Logs;
using Landward.Model;

namespace Landward.Tests.Detection.Dns;

/// <summary>Resolver queries of one instance, and what is found in them.</summary>
internal static class ResolverLog
{
    /// <summary>A query so many seconds after noon.</summary>
    public static string Query(double seconds, string name, string rcode = "NXDOMAIN", string type = "A", string? firewall = null) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"account_id":"111122223333","region":"eu-west-1","vpc_id":"vpc-1","query_timestamp":"{{DateTimeOffset.FromUnixTimeSeconds(1_772_366_400 + (long)seconds):yyyy-MM-dd'T'HH:mm:ss'Z'}}","query_name":"{{name}}.","query_type":"{{type}}","rcode":"{{rcode}}","answers":[],{{(firewall is null ? string.Empty : $"\"firewall_rule_action\":\"{firewall}\",")}}"srcids":{"instance":"i-1"} }""");

    public static async Task<ImmutableArray<Finding>> DetectAsync(IReadOnlyList<string> lines, IEnumerable<string> blackholes)
    {
        var log = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        var options = new DetectionOptions { Lists = Lists(blackholes) };
        var result = await new Detector(DetectionCatalogue.Load([]), options)
            .RunAsync([new LogSource("test", _ => Task.FromResult<Stream>(new MemoryStream(log)))], TestContext.Current.CancellationToken);
        result.Diagnostics.ShouldBeEmpty();
        result.EventsRead.ShouldBe(lines.Count);
        return result.Findings;
    }

    private static ThreatLists Lists(IEnumerable<string> blackholes)
    {
        var description = new ListDescription("blackholes.txt", ListPurpose.Blackhole, "blackholes.txt", default, IsDateStated: false, 1, 0);
        return new ThreatLists([description], [.. blackholes.Select(block => new ListEntry(description, AddressRange.TryParse(block, out var range) ? range : throw new FormatException(block), null))]);
    }
}
