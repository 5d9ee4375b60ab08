using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>Inline tests of rules over flow records: an event is a record, its members are fields.</summary>
internal static class FlowRuleTest
{
    /// <summary>The records as a log with a header; null when the events are no flow records.</summary>
    public static byte[]? Log(ImmutableArray<JsonObject> events)
    {
        var fields = FlowFieldNames.All.Where(name => events.Any(@event => @event.ContainsKey(name))).ToList();
        if (!fields.Contains("srcaddr") || !fields.Contains("dstaddr"))
            return null;
        if (!fields.Contains("start"))
            fields.Add("start");
        var text = new StringBuilder(string.Join(' ', fields)).Append('\n');
        foreach (var @event in events)
            text.AppendJoin(' ', fields.Select(field => @event[field]?.ToString() ?? (field == "start" ? Start(@event) : "-"))).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Tests fill in the time of every event.</summary>
    private static string Start(JsonObject @event) =>
        DateTimeOffset.Parse((string)@event["eventTime"]!, CultureInfo.InvariantCulture).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
