using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Logs;

/// <summary>Reading log events: one stream in order, or a group filtered by a pattern.</summary>
internal static class LogEvents
{
    private const int MaximumEvents = 10_000;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("logs", "GetLogEvents", GetLogEvents);
        registry.Add("logs", "FilterLogEvents", FilterLogEvents);
    }

    /// <summary>The events of a group that its retention has not removed, oldest first.</summary>
    private static List<(string Stream, JsonObject Event)> Read(CallContext call, JsonObject group, JsonObject input, string batchIdPrefix, Func<string, bool> ofStream)
    {
        var oldest = group.Number("retentionInDays") is { } days ? call.Now.AddDays(-days).ToUnixTimeMilliseconds() : long.MinValue;
        var (start, end) = (input.Number("startTime") ?? long.MinValue, input.Number("endTime") ?? long.MaxValue);
        return [.. LogStreams.Batches(call, call.Account, call.Region, group.RequiredText("logGroupName")).List(batchIdPrefix)
            .Where(entry => ofStream(entry.Value.RequiredText("Stream")))
            .SelectMany(entry => entry.Value.Structures("Events").Select(logEvent => (Stream: entry.Value.RequiredText("Stream"), Event: logEvent)))
            .Where(entry => entry.Event.Number("timestamp") is { } time && time >= oldest && time >= start && time <= end)
            .OrderBy(entry => entry.Event.Number("timestamp"))];
    }

    private static JsonObject GetLogEvents(CallContext call, JsonObject input)
    {
        var group = LogGroups.Require(call, input);
        var stream = LogStreams.Require(call, group.RequiredText("logGroupName"), input).RequiredText("logStreamName");
        // endTime is exclusive here and inclusive in FilterLogEvents.
        var end = input.Number("endTime");
        var events = Read(call, group, input, LogStreams.BatchIdPrefix(stream), static _ => true).Where(entry => end is null || entry.Event.Number("timestamp") < end).ToList();
        var limit = (int)Math.Clamp(input.Number("limit") ?? MaximumEvents, 1, MaximumEvents);
        // Tokens are f/ or b/ and the number of the event they point at; at an end the same token comes back.
        var (from, to) = input.Text("nextToken") switch
        {
            ['f', '/', .. var position] when int.TryParse(position, out var index) => (index, Math.Min(index + limit, events.Count)),
            ['b', '/', .. var position] when int.TryParse(position, out var index) => (Math.Max(0, index - limit), index),
            null => input.Flag("startFromHead") == true ? (0, Math.Min(limit, events.Count)) : (Math.Max(0, events.Count - limit), events.Count),
            _ => throw new AwsErrorException(LogGroups.Invalid, "The specified nextToken is invalid.", 400),
        };
        from = Math.Clamp(from, 0, events.Count);
        to = Math.Clamp(to, from, events.Count);
        return new JsonObject
        {
            ["events"] = events[from..to].Select(entry => (JsonNode?)entry.Event.CopyMembers(new JsonObject(), "timestamp", "message", "ingestionTime")).ToJsonArray(),
            ["nextForwardToken"] = $"f/{to}",
            ["nextBackwardToken"] = $"b/{from}",
        };
    }

    private static JsonObject FilterLogEvents(CallContext call, JsonObject input)
    {
        var group = LogGroups.Require(call, input);
        var streams = input.Texts("logStreamNames").ToHashSet(StringComparer.Ordinal);
        var prefix = input.Text("logStreamNamePrefix");
        if (streams.Count > 0 && prefix is not null)
            throw new AwsErrorException(LogGroups.Invalid, "logStreamNames and logStreamNamePrefix are mutually exclusive.", 400);
        var filter = MetricFilters.Pattern(input.Text("filterPattern") ?? string.Empty);
        var events = Read(call, group, input, prefix ?? string.Empty, name => (streams.Count == 0 || streams.Contains(name)) && (prefix is null || name.StartsWith(prefix, StringComparison.Ordinal)))
            .Where(entry => filter.Matches(entry.Event.RequiredText("message"))).ToList();
        var page = call.Page(events, input.Text("nextToken"), input.Number("limit"), MaximumEvents, LogGroups.Invalid);
        return page.Answer("nextToken", new JsonObject
        {
            ["events"] = page.Items.Select(entry =>
            {
                var shown = entry.Event.Copy();
                shown["logStreamName"] = entry.Stream;
                return (JsonNode?)shown;
            }).ToJsonArray(),
            ["searchedLogStreams"] = new JsonArray(),
        });
    }
}
