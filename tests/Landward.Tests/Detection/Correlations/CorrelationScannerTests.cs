using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Landward.Detection;
using Landward.Detection.Correlations;
using Landward.Model;
using Landward.Rules.Sigma;

namespace Landward.Tests.Detection.Correlations;

/// <summary>Sliding windows against the naive evaluator, and collectors that are merged and advanced against one that is asked at the end.</summary>
public sealed class CorrelationScannerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Windows_complete_when_the_naive_evaluator_says() =>
        Prop.ForAll<int, int>((high, low) =>
        {
            var random = new Random((high * 65_537) + low);
            var definition = Definition(random);
            var events = RandomEvents(random, definition).Order().ToList();
            var sink = new Recorder();
            WindowScanner scanner = definition.Type switch
            {
                SigmaCorrelationType.Temporal => new TemporalScanner(definition),
                SigmaCorrelationType.TemporalOrdered => new OrderedScanner(definition),
                _ => new CountingScanner(definition, 20, once: false),
            };
            foreach (var moment in events.GroupBy(@event => @event.Time))
                scanner.Scan([.. moment], sink);

            if (!definition.IsTemporal)
            {
                var (times, cited) = NaiveCorrelation.Counting(definition, events);
                sink.Completions.Select(completion => completion.Time).ShouldBe(times);
                sink.Cited.ToHashSet().SetEquals(cited).ShouldBeTrue();
                sink.Cited.Count.ShouldBe(cited.Count);
                return;
            }
            sink.Completions.Select(completion => completion.Time).ShouldBe(NaiveCorrelation.Temporal(definition, events));
            var after = DateTimeOffset.MinValue;
            foreach (var (time, members) in sink.Completions)
            {
                members.Distinct().Count().ShouldBe(members.Count);
                members.ShouldAllBe(member => member.Time > after && member.Time >= time - definition.Timespan && member.Time <= time);
                members.Zip(members.Skip(1)).ShouldAllBe(pair => pair.First.Time <= pair.Second.Time);
                after = time;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongSuite.Times(1000)));

    [Fact]
    public void Workers_and_watermarks_change_nothing() =>
        Prop.ForAll<int, int>((high, low) =>
        {
            var random = new Random((high * 65_537) + low);
            var catalogue = Catalogue();
            var plan = new CorrelationPlan(catalogue.Rules, catalogue.Correlations);
            var matches = Enumerable.Range(0, random.Next(40))
                .Select(i => (Rule: catalogue.Rules[random.Next(catalogue.Rules.Length)], Match: Match(i, random.Next(60)), Who: "uvw"[random.Next(3)].ToString(), Value: $"{random.Next(3)}"))
                .ToList();
            var expected = Describe(matches, plan, _ => 0, 1, []);
            Describe([.. matches.OrderBy(_ => random.Next())], plan, _ => random.Next(3), 3, []).ShouldBe(expected);
            // In the order of time, deciding again and again what can be decided.
            Describe([.. matches.OrderBy(match => match.Match.Evidence.Time)], plan, _ => 0, 1, [.. Enumerable.Range(0, 6).Select(_ => random.Next(70)).Order()]).ShouldBe(expected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongSuite.Times(100)));

    [Fact]
    public void Late_events_are_counted_and_not_correlated()
    {
        var catalogue = Catalogue();
        var collector = new CorrelationCollector(new CorrelationPlan(catalogue.Rules, catalogue.Correlations), new DetectionOptions());
        var findings = new FindingCollector(new DetectionOptions(), new MatchLedger());
        foreach (var second in new[] { 10, 11 })
            Add(collector, catalogue.Rules[0], Match(second, second), "u", "1");
        collector.Advance(Start.AddSeconds(12), findings);
        Add(collector, catalogue.Rules[0], Match(7, 11), "u", "1");
        Add(collector, catalogue.Rules[0], Match(8, 12), "u", "1");
        var tally = new DetectionTally();
        collector.Finish(findings, tally);
        collector.LateEvents.ShouldBe(1);
        tally.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3019");
        findings.ToFindings().Single(finding => finding.Generator == "burst").Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_same_groups_are_held_in_whatever_order_and_by_however_many_workers_they_are_met(int workers)
    {
        var catalogue = Catalogue();
        var plan = new CorrelationPlan(catalogue.Rules, catalogue.Correlations);
        var options = new DetectionOptions { MaxCorrelationGroups = 7 };
        var matches = Enumerable.Range(0, 300).Select(i => (Rule: catalogue.Rules[0], Match: Match(i, i / 100), Who: $"user{i % 100}", Value: "1")).ToList();
        var expected = Describe(matches, plan, _ => 0, 1, [], options);
        expected.Split('\n').Count(line => line.StartsWith("burst", StringComparison.Ordinal)).ShouldBe(7);
        var random = new Random(workers);
        Describe([.. matches.OrderBy(_ => random.Next())], plan, _ => random.Next(workers), workers, [], options).ShouldBe(expected);
    }

    private static string Describe(
        List<(DetectionRule Rule, EventMatch Match, string Who, string Value)> matches, CorrelationPlan plan, Func<int, int> workerOf, int workers, int[] watermarks, DetectionOptions? options = null)
    {
        options ??= new DetectionOptions();
        var collectors = Enumerable.Range(0, workers).Select(_ => new CorrelationCollector(plan, options)).ToArray();
        var findings = new FindingCollector(options, new MatchLedger());
        var next = 0;
        for (var i = 0; i < matches.Count; i++)
        {
            var (rule, match, who, value) = matches[i];
            for (; next < watermarks.Length && Start.AddSeconds(watermarks[next]) <= match.Evidence.Time; next++)
                collectors[0].Advance(Start.AddSeconds(watermarks[next]), findings);
            Add(collectors[workerOf(i)], rule, match, who, value);
        }
        foreach (var other in collectors.Skip(1))
            collectors[0].Merge(other);
        collectors[0].Finish(findings, new DetectionTally());
        collectors[0].LateEvents.ShouldBe(0);
        return string.Join('\n', findings.ToFindings().OrderBy(finding => finding.Id, StringComparer.Ordinal)
            .Select(finding => $"{finding.Id} {finding.Count} {string.Join(',', finding.Evidence.Select(evidence => evidence.EventId))}"));
    }

    private static void Add(CorrelationCollector collector, DetectionRule rule, EventMatch match, string who, string value)
    {
        if (collector.Prepare(rule, match, path => path switch { "who" => [who], "value" => [value], _ => [] }) is { } prepared)
            collector.Add(prepared);
    }

    private static EventMatch Match(int id, int second) => new(
        new Evidence($"e{id:D4}", Start.AddSeconds(second), "s.amazonaws.com", "X", null, "log"), "111122223333", "eu-west-1", null, [],
        ImmutableSortedDictionary<string, string>.Empty);

    private static DetectionCatalogue Catalogue()
    {
        const string Source = "logsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: X}, condition: s}";
        var catalogue = DetectionCatalogue.Parse($$$"""
            title: A
            {{{Source}}}
            ---
            title: B
            {{{Source}}}
            ---
            title: C
            {{{Source}}}
            ---
            title: Burst
            id: burst
            correlation: {type: event_count, rules: [A], group-by: [who], timespan: 5s, condition: {gte: 3}}
            ---
            title: Different
            id: different
            correlation: {type: value_count, rules: [A, B], group-by: [who], timespan: 8s, condition: {field: value, gte: 3} }
            ---
            title: Sequence
            id: sequence
            correlation: {type: temporal_ordered, rules: [burst, C], group-by: [who], timespan: 9s}
            generate: true
            ---
            title: Near
            id: near
            correlation: {type: temporal, rules: [A, B, C], timespan: 3s}
            """, "rules.yaml");
        catalogue.Diagnostics.ShouldBeEmpty();
        return catalogue;
    }

    private static SigmaCorrelation Definition(Random random)
    {
        var yaml = random.Next(9) switch
        {
            0 => $"type: event_count, condition: {{{Bound(random)}}}",
            1 => $"type: value_count, condition: {{field: v, {Bound(random)}}}",
            2 => $"type: value_sum, condition: {{field: v, {Bound(random)}}}",
            3 => $"type: value_avg, condition: {{field: v, {Bound(random)}}}",
            4 => $"type: value_percentile, condition: {{field: v, percentile: {random.Next(101)}, {Bound(random)}}}",
            5 => "type: temporal",
            6 => $"type: temporal, condition: {{{Bound(random)}}}",
            7 => $"type: temporal, condition: {new[] { "a and (b or c)", "2 of them", "a or b and c" }[random.Next(3)]}",
            _ => random.Next(2) == 0 ? "type: temporal_ordered" : "type: temporal_ordered, condition: {gte: 2}",
        };
        var file = SigmaParser.Parse($"title: t\ncorrelation: {{rules: [a, b, c], timespan: {random.Next(1, 6)}s, {yaml}}}", "t.yaml");
        file.Diagnostics.ShouldBeEmpty();
        return file.Correlations[0];
    }

    private static string Bound(Random random) => $"{new[] { "gt", "gte", "lt", "lte", "eq", "neq" }[random.Next(6)]}: {random.Next(4)}";

    private static IEnumerable<CorrelatedEvent> RandomEvents(Random random, SigmaCorrelation definition) =>
        Enumerable.Range(0, random.Next(14)).Select(i => new CorrelatedEvent
        {
            Time = Start.AddSeconds(random.Next(14)),
            Identity = $"e{i}",
            Slots = random.Next(3) == 0 ? (ulong)random.Next(1, 8) : 1UL << random.Next(3),
            Values = definition.ValueFields.IsEmpty ? [] : [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(5) == 0 ? "x" : $"{random.Next(4)}").Distinct()],
            Evidence = [Match(i, 0)],
            Ancestors = [],
        });

    private sealed class Recorder : CompletionSink
    {
        public List<(DateTimeOffset Time, IReadOnlyList<CorrelatedEvent> Members)> Completions { get; } = [];

        public List<CorrelatedEvent> Cited { get; } = [];

        public override void Cite(CorrelatedEvent @event) => Cited.Add(@event);

        public override void Complete(DateTimeOffset time, IReadOnlyList<CorrelatedEvent> members) => Completions.Add((time, members));
    }
}
