using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Rules.EventPatterns;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;
using Landward.Sandbox.Trails;

namespace Landward.Sandbox.Delivery;

/// <summary>
/// EventBridge: matches events against the rules of their bus and brings them to the rules' targets (SNS topics, SQS queues,
/// other buses). Events are those handlers publish and, where a trail logs, the API calls themselves.
/// </summary>
internal sealed class EventDelivery(ServiceCalls services)
{
    private const string Principal = "events.amazonaws.com";
    private const int LargestPatternCache = 2_000;

    // A rule may send to another bus, whose rules may send on: circles end here.
    private const int MostHops = 5;

    private readonly Dictionary<string, EventPattern?> _patterns = new(StringComparer.Ordinal);

    public void Deliver(StateTransaction state, DateTimeOffset now, ImmutableArray<RecordedEvent> recorded, IReadOnlyList<BusEvent> published)
    {
        foreach (var item in recorded)
        {
            var rules = EnabledRules(state, item.Account, item.Region, StateLayout.Events.DefaultBus);
            if (rules.Count > 0 && item.IsManagement && TrailSet.IsLogged(state, item))
                Route(state, now, FromApiCall(item), rules.Where(rule => !item.IsReadOnly || WantsReads(rule)).ToList(), 0);
        }
        foreach (var item in published)
            Route(state, now, item, EnabledRules(state, item.Account, item.Region, item.EventBusName), 0);
    }

    private void Route(StateTransaction state, DateTimeOffset now, BusEvent item, List<JsonObject> rules, int hops)
    {
        JsonObject? envelope = null;
        foreach (var rule in rules)
        {
            envelope ??= Envelope(item, now);
            if (PatternOf(rule) is not { } pattern || !pattern.Matches(envelope))
                continue;
            foreach (var target in (rule[StateLayout.Events.Targets] as JsonObject ?? []).Select(entry => entry.Value).OfType<JsonObject>())
                Send(state, now, item, envelope, rule, target, hops);
        }
    }

    private void Send(StateTransaction state, DateTimeOffset now, BusEvent item, JsonObject envelope, JsonObject rule, JsonObject target, int hops)
    {
        if (!Arn.TryParse((string?)target[StateLayout.Arn], out var arn))
            return;
        var ruleArn = (string?)rule[StateLayout.Arn] ?? string.Empty;
        ImmutableArray<(string, string)> context = [("aws:SourceArn", ruleArn), ("aws:SourceAccount", item.Account)];
        switch (arn.Service)
        {
            case "sns":
                services.Call(
                    state,
                    new ServiceCall(Principal, "sns", "Publish", arn.Account, arn.Region, "sns:Publish", arn.ToString()) { Context = context },
                    new JsonObject { ["TopicArn"] = arn.ToString(), ["Message"] = TargetInput.Of(target, envelope, ruleArn) });
                break;
            case "sqs":
                services.Call(
                    state,
                    new ServiceCall(Principal, "sqs", "SendMessage", arn.Account, arn.Region, "sqs:SendMessage", arn.ToString()) { Context = context },
                    new JsonObject
                    {
                        ["QueueUrl"] = $"https://sqs.{arn.Region}.amazonaws.com/{arn.Account}/{arn.Resource}",
                        ["MessageBody"] = TargetInput.Of(target, envelope, ruleArn),
                    });
                break;
            case "events" when hops < MostHops && arn.Resource.StartsWith("event-bus/", StringComparison.Ordinal):
                var bus = arn.Resource["event-bus/".Length..];
                Route(state, now, item, EnabledRules(state, arn.Account, arn.Region, bus), hops + 1);
                break;
        }
    }

    private static BusEvent FromApiCall(RecordedEvent item)
    {
        var service = item.EventSource.Split('.', 2)[0];
        return new BusEvent(item.Account, item.Region, "aws." + service, "AWS API Call via CloudTrail", [], (JsonObject)JsonNode.Parse(item.Record)!) { Time = item.Time };
    }

    private JsonObject Envelope(BusEvent item, DateTimeOffset now) => new()
    {
        ["version"] = "0",
        ["id"] = services.Parts.Ids.Uuid(),
        ["detail-type"] = item.DetailType,
        ["source"] = item.Source,
        ["account"] = item.Account,
        ["time"] = SandboxTime.Format(item.Time ?? now),
        ["region"] = item.Region,
        ["resources"] = new JsonArray([.. item.Resources.Select(resource => JsonValue.Create(resource))]),
        ["detail"] = item.Detail.DeepClone(),
    };

    private static List<JsonObject> EnabledRules(StateTransaction state, string account, string region, string bus)
    {
        var partition = new ResourcePartition(StateLayout.Events.Service, account, region, StateLayout.Events.Rule);
        return [.. state.List(partition).Select(entry => entry.Value).Where(rule =>
            ((string?)rule["EventBusName"] ?? StateLayout.Events.DefaultBus) == bus
            && ((string?)rule["State"])?.StartsWith("ENABLED", StringComparison.Ordinal) == true)];
    }

    // "Receiving read-only management events from AWS services", EventBridge User Guide.
    private static bool WantsReads(JsonObject rule) => (string?)rule["State"] == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

    private EventPattern? PatternOf(JsonObject rule)
    {
        if ((string?)rule["EventPattern"] is not { } text)
            return null;
        if (_patterns.TryGetValue(text, out var known))
            return known;
        if (_patterns.Count >= LargestPatternCache)
            _patterns.Clear();
        return _patterns[text] = EventPattern.Parse(text).Pattern;
    }
}
