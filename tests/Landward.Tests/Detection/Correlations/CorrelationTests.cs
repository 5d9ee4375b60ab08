using System.Text;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Logs;
using Landward.Model;

namespace Landward.Tests.Detection.Correlations;

/// <summary>
/// Every type of correlation through the whole detector. An event is written <c>A5@mallory=7</c>: the rule it matches (A, B, C, or AB for
/// two), the second, the group, the value. Source of the types: sigma-specification 2.1.0, correlation rules.
/// </summary>
public sealed class CorrelationTests
{
    private const string Rules = """
        title: Rule A
        name: a
        id: 11111111-aaaa-4aaa-8aaa-111111111111
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {requestParameters.rules|contains: A}, condition: s}
        ---
        title: Rule B
        name: b
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {requestParameters.rules|contains: B}, condition: s}
        ---
        title: Rule C
        name: c
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {requestParameters.rules|contains: C}, condition: s}
        """;

    [Theory]
    // event_count: both ends of the window are inside it
    [InlineData("type: event_count, rules: [a], condition: {gte: 3}", "A0 A5 A10", 3)]
    [InlineData("type: event_count, rules: [a], condition: {gte: 3}", "A0 A5 A11", 0)]
    [InlineData("type: event_count, rules: [a], condition: {gte: 3}", "A0 A5 A10 A14 A30", 4)]
    [InlineData("type: event_count, rules: [a, b], condition: {gte: 3}", "A0 B1 A2", 3)]
    [InlineData("type: event_count, rules: [a, b], condition: {gte: 3}", "AB0 AB1", 0)]
    [InlineData("type: event_count, rules: [a], condition: {gt: 1, lt: 4}", "A0 A1 A2", 3)]
    [InlineData("type: event_count, rules: [a], condition: {eq: 2}", "A0 A0 A0", 0)]
    [InlineData("type: event_count, rules: [a], condition: {neq: 1}", "A0 A20 A21", 2)]
    [InlineData("type: event_count, rules: [a], group-by: [requestParameters.who], condition: {gte: 2}", "A0@x A1@y A2@x A3@y", 4)]
    [InlineData("type: event_count, rules: [a], group-by: [requestParameters.who], condition: {gte: 2}", "A0@x A1@y A2 A3", 0)]
    [InlineData("type: event_count, rules: [11111111-aaaa-4aaa-8aaa-111111111111, Rule B], condition: {gte: 2}", "A0 B1", 2)]
    // value_count
    [InlineData("type: value_count, rules: [a], condition: {field: requestParameters.value, gte: 2}", "A0=x A1=x A2=y", 3)]
    [InlineData("type: value_count, rules: [a], condition: {field: requestParameters.value, gte: 2}", "A0=x A1=x A2", 0)]
    [InlineData("type: value_count, rules: [a], condition: {field: [requestParameters.who, requestParameters.value], gte: 3}", "A0@m=x A1@m=y A2@n=x A3@m=x", 4)]
    [InlineData("type: value_count, rules: [a], field: requestParameters.value, condition: {gte: 2}", "A0=x A9=y A20=z", 2)]
    // numbers
    [InlineData("type: value_sum, rules: [a], condition: {field: requestParameters.value, gt: 9.5}", "A0=4 A1=5.5 A2=0.25", 3)]
    [InlineData("type: value_sum, rules: [a], condition: {field: requestParameters.value, gt: 9.5}", "A0=4 A1=5.5 A2=many A12=5", 0)]
    [InlineData("type: value_avg, rules: [a], condition: {field: requestParameters.value, lt: 2}", "A0=1 A1=2", 2)]
    [InlineData("type: value_avg, rules: [a], condition: {field: requestParameters.value, gte: 2}", "A0=1 A1=2 A11=3", 2)]
    [InlineData("type: value_percentile, rules: [a], condition: {field: requestParameters.value, percentile: 75, gte: 3}", "A0=1 A1=2 A2=3 A3=4", 4)]
    [InlineData("type: value_percentile, rules: [a], condition: {field: requestParameters.value, percentile: 50, gte: 3}", "A0=1 A1=2 A2=3 A3=4", 0)]
    [InlineData("type: value_median, rules: [a], condition: {field: requestParameters.value, gte: 2}", "A0=1 A1=2 A2=3", 3)]
    [InlineData("type: value_percentile, rules: [a], condition: {field: requestParameters.value, lte: 25}", "A0=x A1=x A2=x A3=y", 1)]
    // temporal: one event for each rule, in any order
    [InlineData("type: temporal, rules: [a, b]", "B0 A10", 2)]
    [InlineData("type: temporal, rules: [a, b]", "B0 A11", 0)]
    [InlineData("type: temporal, rules: [a, b]", "A0 A1 A2", 0)]
    [InlineData("type: temporal, rules: [a, b]", "AB0", 0)]
    [InlineData("type: temporal, rules: [a, b]", "AB0 B1", 2)]
    [InlineData("type: temporal, rules: [a, b]", "A0 B1 A2 B3", 4)]
    [InlineData("type: temporal, rules: [a, b]", "A0 B1 B2", 2)]
    [InlineData("type: temporal, rules: [a, b], group-by: [requestParameters.who]", "A0@x B1@y", 0)]
    [InlineData("type: temporal, rules: [a, b, c], condition: {gte: 2}", "C0 A1", 2)]
    [InlineData("type: temporal, rules: [a, b, c], condition: a and (b or c)", "C0 A1", 2)]
    [InlineData("type: temporal, rules: [a, b, c], condition: a and (b or c)", "C0 B1", 0)]
    [InlineData("type: temporal, rules: [a, b, c], condition: 2 of them", "C0 B1", 2)]
    // temporal_ordered: one after the other; events of one second are in any order
    [InlineData("type: temporal_ordered, rules: [a, b]", "A0 B10", 2)]
    [InlineData("type: temporal_ordered, rules: [a, b]", "A0 B11", 0)]
    [InlineData("type: temporal_ordered, rules: [a, b]", "B0 A1", 0)]
    [InlineData("type: temporal_ordered, rules: [a, b, c]", "C5 B5 A5", 3)]
    [InlineData("type: temporal_ordered, rules: [a, b, c]", "A0 C5 B5", 3)]
    [InlineData("type: temporal_ordered, rules: [a, b, c]", "A0 C4 B5", 0)]
    [InlineData("type: temporal_ordered, rules: [a, b]", "A0 A8 B12", 2)]
    [InlineData("type: temporal_ordered, rules: [a, b]", "A0 B1 B2 A3 B4", 4)]
    [InlineData("type: temporal_ordered, rules: [a, b]", "AB0", 0)]
    [InlineData("type: temporal_ordered, rules: [a, b, c], condition: {gte: 2}", "B0 C1", 2)]
    [InlineData("type: temporal_ordered, rules: [a, b, c], condition: {gte: 2}", "C0 B1", 0)]
    public async Task Correlation_cites_the_events_that_make_it_hold(string correlation, string events, int cited)
    {
        var findings = await DetectAsync($"title: Correlated\nid: correlated\ncorrelation: {{{correlation}, timespan: 10s}}\n", events);
        findings.ShouldAllBe(finding => finding.Generator == "correlated");
        findings.Sum(finding => finding.Count).ShouldBe(cited);
    }

    [Fact]
    public async Task Rules_of_a_correlation_raise_nothing_themselves_unless_it_says_so()
    {
        const string Correlation = "title: Correlated\nid: correlated\ncorrelation: {type: event_count, rules: [a], timespan: 10s, condition: {gte: 9}}\n";
        (await DetectAsync(Correlation, "A0")).ShouldBeEmpty();
        (await DetectAsync($"{Correlation}generate: true\n", "A0")).ShouldHaveSingleItem().Title.ShouldBe("Rule A");
        (await DetectAsync(Correlation.Replace("rules:", "generate: true, rules:"), "A0")).ShouldHaveSingleItem().Title.ShouldBe("Rule A");
        (await DetectAsync(Correlation, "B0")).ShouldHaveSingleItem().Title.ShouldBe("Rule B");
    }

    /// <summary>The showcase of the specification: many failed logins, then one that succeeds.</summary>
    [Theory]
    [InlineData("A0@ann A1@ann A2@ann B8@ann", true)]
    [InlineData("A0@ann A1@ann B8@ann", false)]
    [InlineData("A0@ann A1@ann A2@ann B8@bob", false)]
    [InlineData("A0@ann A1@ann A2@ann B13@ann", false)]
    [InlineData("A0@ann A1@ann A2@ann A5@ann B13@ann", true)]
    [InlineData("B0@ann A1@ann A2@ann A3@ann", false)]
    public async Task Correlations_count_correlations(string events, bool expected)
    {
        var findings = await DetectAsync("""
            title: Then in
            id: then-in
            level: high
            correlation: {type: temporal_ordered, rules: [many, b], group-by: [requestParameters.who], timespan: 10s}
            ---
            title: Many
            name: many
            correlation: {type: event_count, rules: [a], group-by: [requestParameters.who], timespan: 10s, condition: {gte: 3}}
            """, events);
        findings.Select(finding => finding.Generator).ShouldBe(expected ? ["then-in"] : []);
        if (expected)
            findings[0].Evidence.Select(evidence => evidence.EventId).ShouldBe(events.Split(' ').Select((_, i) => $"event-{i}"), ignoreOrder: true);
    }

    [Theory]
    [InlineData("A0 A1 A2 A3", 1, false)]
    [InlineData("A0 A1 A2 A3", 2, true)]
    public async Task Counted_correlations_count_each_event_once(string events, int each, bool expected)
    {
        var findings = await DetectAsync($$$"""
            title: Again
            id: again
            correlation: {type: event_count, rules: [some], timespan: 1m, condition: {gte: {{{(each == 1 ? 5 : 2)}}}}}
            ---
            title: Some
            name: some
            correlation: {type: event_count, rules: [a], timespan: 10s, condition: {gte: {{{each}}}}}
            """, events);
        findings.Any(finding => finding.Generator == "again").ShouldBe(expected);
    }

    [Fact]
    public async Task Aliases_group_by_different_fields_of_different_rules()
    {
        const string Correlation = """
            title: Handed on
            id: handed-on
            correlation:
              type: temporal
              rules: [a, b]
              aliases: {person: {a: requestParameters.who, b: requestParameters.value}}
              group-by: [person]
              timespan: 10s
            """;
        (await DetectAsync(Correlation, "A0@ann=x B1@bob=ann")).ShouldHaveSingleItem();
        (await DetectAsync(Correlation, "A0@ann=x B1@ann=x")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_action_delivered_to_two_accounts_counts_once()
    {
        const string Correlation = "title: C\nid: c1\ncorrelation: {type: event_count, rules: [a], timespan: 10s, condition: {gte: 2}}\n";
        var twice = Events("A0 A0").ToArray();
        (await DetectAsync(Correlation, twice)).ShouldHaveSingleItem();
        foreach (var @event in twice)
            @event["sharedEventID"] = "shared-1";
        (await DetectAsync(Correlation, twice)).ShouldBeEmpty();
    }

    [Fact]
    public void Correlation_of_a_circle_is_left_out_and_those_that_count_it_too()
    {
        var catalogue = DetectionCatalogue.Parse($$"""
            {{Rules}}
            ---
            title: Chicken
            correlation: {type: temporal, rules: [Egg, a], timespan: 1m}
            ---
            title: Egg
            correlation: {type: temporal, rules: [Chicken, a], timespan: 1m}
            ---
            title: Broken
            correlation: {type: temporal, rules: [a, z], timespan: 1m}
            ---
            title: Over broken
            correlation: {type: temporal, rules: [a, Broken], timespan: 1m}
            ---
            title: Fine
            correlation: {type: temporal, rules: [a, b], timespan: 1m}
            """, "rules.yaml");
        catalogue.Correlations.ShouldHaveSingleItem().Id.ShouldBe("Fine");
        catalogue.Diagnostics.Select(diagnostic => diagnostic.Code).Order().ShouldBe(["LW3000", "LW3000", "LW3011", "LW3011"]);
    }

    internal static IEnumerable<JsonObject> Events(string text) => text.Split(' ').Select((word, i) =>
    {
        var value = word.Split('=');
        var group = value[0].Split('@');
        var rules = string.Concat(group[0].TakeWhile(char.IsAsciiLetter));
        var parameters = new JsonObject { ["rules"] = rules };
        if (group.Length > 1)
            parameters["who"] = group[1];
        if (value.Length > 1)
            parameters["value"] = value[1];
        return new JsonObject
        {
            ["eventID"] = $"event-{i}",
            ["eventTime"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(int.Parse(group[0][rules.Length..])).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            ["eventSource"] = "test.amazonaws.com",
            ["eventName"] = "Test",
            ["recipientAccountId"] = "111122223333",
            ["requestParameters"] = parameters,
        };
    });

    private static Task<IReadOnlyList<Finding>> DetectAsync(string correlation, string events) => DetectAsync(correlation, Events(events));

    private static async Task<IReadOnlyList<Finding>> DetectAsync(string correlation, IEnumerable<JsonObject> events)
    {
        var catalogue = DetectionCatalogue.Parse($"{Rules}\n---\n{correlation}", "rules.yaml");
        catalogue.Diagnostics.ShouldBeEmpty();
        // Last event first, and some files: neither matters.
        var sources = events.Reverse().Chunk(2).Select((chunk, i) =>
        {
            var lines = Encoding.UTF8.GetBytes(string.Join('\n', chunk.Select(@event => @event.ToJsonString())));
            return new LogSource($"{i}.json", _ => Task.FromResult<Stream>(new MemoryStream(lines)));
        });
        var result = await new Detector(catalogue, new DetectionOptions()).RunAsync(sources, TestContext.Current.CancellationToken);
        result.Diagnostics.ShouldBeEmpty();
        return result.Findings;
    }
}
