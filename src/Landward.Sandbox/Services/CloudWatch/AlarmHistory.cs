using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.CloudWatch;

/// <summary>What happened to alarms, for 14 days. Id: milliseconds and a unique part, so that items are in order.</summary>
internal static class AlarmHistory
{
    private const int KeptDays = 14;
    private const int MaxItems = 5_000;

    public static void Add(StateTransaction state, SandboxIds ids, DateTimeOffset at, JsonObject alarm, string type, string summary, JsonObject data)
    {
        var table = Table(state, alarm.RequiredText("Account"), alarm.RequiredText("Region"));
        if (table.Count >= MaxItems)
            table.Remove(table.List()[0].Key);
        table.Put($"{at.ToUnixTimeMilliseconds().ToString("D14", CultureInfo.InvariantCulture)}-{ids.Uuid()}", new JsonObject
        {
            ["AlarmName"] = alarm.Text("AlarmName"),
            ["AlarmType"] = AlarmTable.IsComposite(alarm) ? "CompositeAlarm" : "MetricAlarm",
            ["Timestamp"] = SandboxTime.Format(at),
            ["HistoryItemType"] = type,
            ["HistorySummary"] = summary,
            ["HistoryData"] = data.ToJsonString(),
        });
    }

    public static JsonObject Describe(CallContext call, JsonObject input)
    {
        var from = call.Now.AddDays(-KeptDays);
        var items = Table(call.State, call.Account, call.Region).List().Select(entry => entry.Value)
            .Where(item => item.Time("Timestamp") is { } time && time >= from && time >= (input.Time("StartDate") ?? time) && time <= (input.Time("EndDate") ?? time))
            .Where(item => input.Text("AlarmName") is not { } name || item.Text("AlarmName") == name)
            .Where(item => input.Text("HistoryItemType") is not { } type || item.Text("HistoryItemType") == type)
            .ToList();
        if (input.Text("ScanBy") != "TimestampAscending")
            items.Reverse();
        var page = call.Page(items, input.Text("NextToken"), input.Number("MaxRecords"), 100, "InvalidNextToken");
        return page.Answer(new JsonObject { ["AlarmHistoryItems"] = page.Items.Select(item => item.DeepClone()).ToJsonArray() });
    }

    private static ResourceTable Table(StateTransaction state, string account, string region) =>
        new(state, new ResourcePartition(CloudWatchService.Name, account, region, "alarm-history"));
}
