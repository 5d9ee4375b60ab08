using System.Text.Json.Nodes;
using Landward.Detection.Alarms;
using Landward.Model;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.CloudWatch;

/// <summary>Making, showing and deleting alarms.</summary>
internal static class AlarmOperations
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add(CloudWatchService.Name, "PutMetricAlarm", PutMetricAlarm);
        registry.Add(CloudWatchService.Name, "PutCompositeAlarm", PutCompositeAlarm);
        registry.Add(CloudWatchService.Name, "DescribeAlarms", DescribeAlarms);
        registry.Add(CloudWatchService.Name, "DescribeAlarmsForMetric", DescribeAlarmsForMetric);
        registry.Add(CloudWatchService.Name, "DeleteAlarms", DeleteAlarms);
        registry.Add(CloudWatchService.Name, "TagResource", (call, input) => Tag(call, input, alarm => TagList.Merge(alarm["Tags"], input.Structures("Tags"))));
        registry.Add(CloudWatchService.Name, "UntagResource", (call, input) => Tag(call, input, alarm => TagList.Without(alarm["Tags"], input.Texts("TagKeys"))));
        registry.Add(CloudWatchService.Name, "ListTagsForResource", (call, input) => new JsonObject { ["Tags"] = RequireTagged(call, input)["Tags"]?.DeepClone() ?? new JsonArray() });
    }

    public static ResourceTable Table(CallContext call) => new(call.State, AlarmTable.Partition);

    public static string Id(CallContext call, string name) => AlarmTable.Id(call.Account, call.Region, name);

    public static AwsErrorException NotFound(string name) => new("ResourceNotFound", $"Alarm {name} does not exist", 404);

    private static IEnumerable<JsonObject> All(CallContext call) =>
        Table(call).List(AlarmTable.Prefix(call.Account, call.Region)).Select(entry => entry.Value);

    private static JsonObject PutMetricAlarm(CallContext call, JsonObject input)
    {
        var (_, error) = AlarmDefinitionReader.Read(input);
        if (error is not null)
            throw new AwsErrorException(CloudWatchService.Invalid, error, 400);
        return Put(call, input, composite: false);
    }

    private static JsonObject PutCompositeAlarm(CallContext call, JsonObject input)
    {
        var (rule, error) = CompositeRule.Parse(input.RequiredText("AlarmRule", CloudWatchService.Invalid));
        if (rule is null)
            throw new AwsErrorException(CloudWatchService.Invalid, $"AlarmRule is not valid: {error}", 400);
        foreach (var child in rule.Children)
        {
            if (!Table(call).Contains(Id(call, child)))
                throw new AwsErrorException(CloudWatchService.Invalid, $"Could not save the composite alarm as alarms [{child}] in the alarm rule do not exist", 400);
        }
        if (input["ActionsSuppressor"] is not null && (input["ActionsSuppressorWaitPeriod"] is null || input["ActionsSuppressorExtensionPeriod"] is null))
            throw new AwsErrorException(CloudWatchService.Invalid, "ActionsSuppressor needs ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod", 400);
        return Put(call, input, composite: true);
    }

    /// <summary>A new alarm has insufficient data; an update keeps the state.</summary>
    private static JsonObject Put(CallContext call, JsonObject input, bool composite)
    {
        var name = input.RequiredText("AlarmName", CloudWatchService.Invalid);
        var id = Id(call, name);
        var old = Table(call).Find(id);
        if (old is not null && AlarmTable.IsComposite(old) != composite)
            throw new AwsErrorException(CloudWatchService.Invalid, $"An alarm of the other type is named {name} already", 400);
        var now = SandboxTime.Format(call.Now);
        var alarm = input.Copy();
        alarm["ActionsEnabled"] = input.Flag("ActionsEnabled") ?? true;
        alarm["Account"] = call.Account;
        alarm["Region"] = call.Region;
        alarm["AlarmArn"] = AlarmTable.Arn(call.Account, call.Region, name);
        alarm["AlarmConfigurationUpdatedTimestamp"] = now;
        alarm["StateValue"] = AlarmState.InsufficientData.Name();
        alarm["StateReason"] = AlarmReason.Created;
        alarm["StateUpdatedTimestamp"] = now;
        old?.CopyMembers(alarm, "StateValue", "StateReason", "StateReasonData", "StateUpdatedTimestamp", "StateTransitionedTimestamp", AlarmTable.Suppression, "Tags");
        Table(call).Put(id, alarm);
        AlarmHistory.Add(call.State, call.Ids, call.Now, alarm, "ConfigurationUpdate", $"Alarm \"{name}\" {(old is null ? "created" : "updated")}", new JsonObject { ["version"] = "1.0", ["type"] = old is null ? "Create" : "Update" });
        return [];
    }

    private static JsonObject DescribeAlarms(CallContext call, JsonObject input)
    {
        var names = input.Texts("AlarmNames").ToHashSet(StringComparer.Ordinal);
        var types = input.Texts("AlarmTypes").DefaultIfEmpty("MetricAlarm").ToHashSet(StringComparer.Ordinal);
        var alarms = All(call)
            .Where(alarm => names.Count == 0 || names.Contains(alarm.RequiredText("AlarmName")))
            .Where(alarm => alarm.RequiredText("AlarmName").StartsWith(input.Text("AlarmNamePrefix") ?? string.Empty, StringComparison.Ordinal))
            .Where(alarm => input.Text("StateValue") is not { } state || alarm.Text("StateValue") == state)
            .Where(alarm => input.Text("ActionPrefix") is not { } prefix || alarm.Texts("AlarmActions").Any(action => action.StartsWith(prefix, StringComparison.Ordinal)))
            .Where(alarm => types.Contains(AlarmTable.IsComposite(alarm) ? "CompositeAlarm" : "MetricAlarm"))
            .ToList();
        var page = call.Page(alarms, input.Text("NextToken"), input.Number("MaxRecords"), 100, "InvalidNextToken");
        return page.Answer(new JsonObject
        {
            ["MetricAlarms"] = page.Items.Where(alarm => !AlarmTable.IsComposite(alarm)).Select(Shown).ToJsonArray(),
            ["CompositeAlarms"] = page.Items.Where(AlarmTable.IsComposite).Select(Shown).ToJsonArray(),
        });
    }

    private static JsonObject DescribeAlarmsForMetric(CallContext call, JsonObject input)
    {
        var dimensions = input.Structures("Dimensions").Select(dimension => (dimension.Text("Name"), dimension.Text("Value"))).ToHashSet();
        return new JsonObject
        {
            ["MetricAlarms"] = All(call)
                .Where(alarm => alarm.Text("MetricName") == input.Text("MetricName") && alarm.Text("Namespace") == input.Text("Namespace"))
                .Where(alarm => dimensions.SetEquals(alarm.Structures("Dimensions").Select(dimension => (dimension.Text("Name"), dimension.Text("Value")))))
                .Select(Shown).ToJsonArray(),
        };
    }

    private static JsonNode Shown(JsonObject alarm)
    {
        var shown = alarm.Copy();
        foreach (var name in (string[])["Account", "Region", "Tags", AlarmTable.Pending])
            shown.Remove(name);
        if (shown[AlarmTable.Suppression] is JsonObject suppression)
        {
            shown.Remove(AlarmTable.Suppression);
            shown["ActionsSuppressedBy"] = suppression.Text("By");
            shown["ActionsSuppressedReason"] = $"Actions suppressed by {suppression.Text("By")}";
        }
        return shown;
    }

    private static JsonObject DeleteAlarms(CallContext call, JsonObject input)
    {
        var names = input.Texts("AlarmNames");
        foreach (var name in names)
        {
            if (!Table(call).Contains(Id(call, name)))
                throw NotFound(name);
        }
        // An alarm that a rule still asks about stays until the rule is gone.
        foreach (var parent in All(call).Where(alarm => AlarmTable.IsComposite(alarm) && !names.Contains(alarm.RequiredText("AlarmName"))))
        {
            if (CompositeRule.Parse(parent.RequiredText("AlarmRule")).Rule?.Children.FirstOrDefault(names.Contains) is { } child)
                throw new AwsErrorException(CloudWatchService.Invalid, $"Alarm {child} cannot be deleted as it is part of the rule of {parent.Text("AlarmName")}", 400);
        }
        foreach (var name in names)
            Table(call).Remove(Id(call, name));
        return [];
    }

    private static JsonObject RequireTagged(CallContext call, JsonObject input)
    {
        var arn = input.RequiredText("ResourceARN", CloudWatchService.Invalid);
        var name = Arn.TryParse(arn, out var parsed) && parsed.Resource.StartsWith("alarm:", StringComparison.Ordinal) ? parsed.Resource["alarm:".Length..] : arn;
        return Table(call).Find(Id(call, name)) ?? throw NotFound(name);
    }

    private static JsonObject Tag(CallContext call, JsonObject input, Func<JsonObject, JsonArray> change)
    {
        var alarm = RequireTagged(call, input);
        Table(call).Update(Id(call, alarm.RequiredText("AlarmName")), changed => changed["Tags"] = change(alarm));
        return [];
    }
}
