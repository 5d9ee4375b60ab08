using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Events;

/// <summary>Rules on event buses.</summary>
internal static class EventRules
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("events", "PutRule", PutRule);
        registry.Add("events", "DescribeRule", (call, input) => Shown(Require(call, input, "Name").Document, "CreatedBy"));
        registry.Add("events", "ListRules", ListRules);
        registry.Add("events", "DeleteRule", DeleteRule);
        registry.Add("events", "EnableRule", (call, input) => SetState(call, input, "ENABLED"));
        registry.Add("events", "DisableRule", (call, input) => SetState(call, input, "DISABLED"));
        registry.Add("events", "ListRuleNamesByTarget", ListRuleNamesByTarget);
        registry.Add("events", "TagResource", TagResource);
        registry.Add("events", "UntagResource", UntagResource);
        registry.Add("events", "ListTagsForResource", (call, input) => new JsonObject { ["Tags"] = RequireTagged(call, input).Document[StateLayout.Tags]?.DeepClone() ?? new JsonArray() });
    }

    public static ResourceTable Table(CallContext call, string account, string region) => call.TableOf(StateLayout.Events.Service, account, region, StateLayout.Events.Rule);

    /// <summary>A rule, its table and its id there.</summary>
    internal sealed record Rule(ResourceTable Table, string Id, JsonObject Document)
    {
        public JsonObject Targets => Document.Structure(StateLayout.Events.Targets) ?? [];
    }

    public static Rule Require(CallContext call, JsonObject input, string member)
    {
        var (account, region, bus) = EventBuses.LocateForRules(call, input.Text("EventBusName"));
        var name = input.RequiredText(member);
        var id = $"{bus}/{name}";
        return Table(call, account, region).Find(id) is { } document
            ? new Rule(Table(call, account, region), id, document)
            : throw new AwsErrorException("ResourceNotFoundException", $"Rule {name} does not exist on EventBus {bus}.", 400);
    }

    private static JsonObject PutRule(CallContext call, JsonObject input)
    {
        var (account, region, bus) = EventBuses.LocateForRules(call, input.Text("EventBusName"));
        var name = input.RequiredText("Name");
        if (name.Length is < 1 or > 64 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_'))
            throw new AwsErrorException("ValidationException", $"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+", 400);
        var (pattern, schedule) = (input.Text("EventPattern"), input.Text("ScheduleExpression"));
        if (string.IsNullOrEmpty(pattern) && string.IsNullOrEmpty(schedule))
            throw new AwsErrorException("ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified.", 400);
        if (pattern is { Length: > 0 })
            PatternCheck.Require(pattern);
        if (schedule is { Length: > 0 })
        {
            if (bus != StateLayout.Events.DefaultBus)
                throw new AwsErrorException("ValidationException", "ScheduleExpression is supported only on the default event bus.", 400);
            if (!(schedule.StartsWith("rate(", StringComparison.Ordinal) || schedule.StartsWith("cron(", StringComparison.Ordinal)) || !schedule.EndsWith(')'))
                throw new AwsErrorException("ValidationException", "Parameter ScheduleExpression is not valid.", 400);
        }
        var id = $"{bus}/{name}";
        var existing = Table(call, account, region).Find(id);
        var arn = $"arn:aws:events:{region}:{account}:rule/{(bus == StateLayout.Events.DefaultBus ? name : id)}";
        var rule = new JsonObject
        {
            ["Name"] = name,
            [StateLayout.Arn] = arn,
            ["EventBusName"] = bus,
            ["State"] = input.Text("State") ?? "ENABLED",
            ["CreatedBy"] = account,
        };
        input.CopyMembers(rule, "EventPattern", "ScheduleExpression", "Description", "RoleArn");
        existing?.CopyMembers(rule, StateLayout.Events.Targets);
        // Tags given for a rule that exists are ignored: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
        (existing ?? input).CopyMembers(rule, StateLayout.Tags);
        Table(call, account, region).Put(id, rule);
        return new JsonObject { ["RuleArn"] = arn };
    }

    private static JsonObject ListRules(CallContext call, JsonObject input)
    {
        var (account, region, bus) = EventBuses.LocateForRules(call, input.Text("EventBusName"));
        var prefix = input.Text("NamePrefix") ?? string.Empty;
        var rules = Table(call, account, region).List().Select(entry => entry.Value)
            .Where(rule => rule.Text("EventBusName") == bus && rule.RequiredText("Name").StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var page = call.Page(rules, input.Text("NextToken"), input.Number("Limit"), 100, "InvalidNextTokenException");
        return page.Answer(new JsonObject { ["Rules"] = page.Items.Select(rule => Shown(rule)).ToJsonArray() });
    }

    private static JsonObject Shown(JsonObject rule, params ReadOnlySpan<string> more)
    {
        var output = rule.CopyMembers(new JsonObject(), "Name", "Arn", "EventPattern", "State", "Description", "ScheduleExpression", "RoleArn", "ManagedBy", "EventBusName");
        return rule.CopyMembers(output, more);
    }

    private static JsonObject DeleteRule(CallContext call, JsonObject input)
    {
        var (account, region, bus) = EventBuses.LocateForRules(call, input.Text("EventBusName"));
        var id = $"{bus}/{input.RequiredText("Name")}";
        // Deleting a rule that does not exist is not an error.
        if (Table(call, account, region).Find(id) is not { } rule)
            return [];
        if (rule.Structure(StateLayout.Events.Targets) is { Count: > 0 })
            throw new AwsErrorException("ValidationException", "Rule can't be deleted since it has targets.", 400);
        Table(call, account, region).Remove(id);
        return [];
    }

    private static JsonObject SetState(CallContext call, JsonObject input, string state)
    {
        var rule = Require(call, input, "Name");
        rule.Table.Update(rule.Id, document => document["State"] = state);
        return [];
    }

    private static JsonObject ListRuleNamesByTarget(CallContext call, JsonObject input)
    {
        var (account, region, bus) = EventBuses.LocateForRules(call, input.Text("EventBusName"));
        var target = input.RequiredText("TargetArn");
        var names = Table(call, account, region).List().Select(entry => entry.Value)
            .Where(rule => rule.Text("EventBusName") == bus)
            .Where(rule => (rule.Structure(StateLayout.Events.Targets) ?? []).Any(entry => (entry.Value as JsonObject)?.Text("Arn") == target))
            .Select(rule => rule.RequiredText("Name")).ToList();
        var page = call.Page(names, input.Text("NextToken"), input.Number("Limit"), 100, "InvalidNextTokenException");
        return page.Answer(new JsonObject { ["RuleNames"] = page.Items.ToJsonArray() });
    }

    private static JsonObject TagResource(CallContext call, JsonObject input)
    {
        var (table, id, document) = RequireTagged(call, input);
        table.Put(id, document);
        table.Update(id, changed => changed[StateLayout.Tags] = TagList.Merge(document[StateLayout.Tags], input.Structures("Tags")));
        return [];
    }

    private static JsonObject UntagResource(CallContext call, JsonObject input)
    {
        var (table, id, document) = RequireTagged(call, input);
        table.Put(id, document);
        table.Update(id, changed => changed[StateLayout.Tags] = TagList.Without(document[StateLayout.Tags], input.Texts("TagKeys")));
        return [];
    }

    private static Rule RequireTagged(CallContext call, JsonObject input)
    {
        var arn = input.RequiredText("ResourceARN");
        if (arn.Split(':', 6) is ["arn", _, "events", var region, var account, var resource])
        {
            if (resource.StartsWith("rule/", StringComparison.Ordinal))
            {
                var name = resource["rule/".Length..];
                var id = name.Contains('/', StringComparison.Ordinal) ? name : $"{StateLayout.Events.DefaultBus}/{name}";
                if (Table(call, account, region).Find(id) is { } rule)
                    return new Rule(Table(call, account, region), id, rule);
            }
            else if (EventBuses.Find(call, arn) is { } bus)
            {
                return new Rule(EventBuses.Table(call, account, region), bus.RequiredText("Name"), bus);
            }
        }
        throw new AwsErrorException("ResourceNotFoundException", $"Resource {arn} does not exist.", 400);
    }
}
