using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Logs;

/// <summary>Log streams and the events written to them. Events are stored as they arrive, one document for each batch.</summary>
internal static class LogStreams
{
    private const int EventOverheadBytes = 26;
    private const int MaximumBatchBytes = 1_048_576;
    private const int MaximumBatchEvents = 10_000;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("logs", "CreateLogStream", CreateLogStream);
        registry.Add("logs", "DeleteLogStream", DeleteLogStream);
        registry.Add("logs", "DescribeLogStreams", DescribeLogStreams);
        registry.Add("logs", "PutLogEvents", PutLogEvents);
    }

    public static ResourceTable Streams(CallContext call, string group) => Streams(call, call.Account, call.Region, group);

    public static ResourceTable Streams(CallContext call, string account, string region, string group) =>
        call.TableOf("logs", account, region, "log-stream:" + group);

    /// <summary>Batches of one stream in the order they arrived: members Stream, Events (list of {timestamp, message, ingestionTime, eventId}).</summary>
    public static ResourceTable Batches(CallContext call, string account, string region, string group) =>
        call.TableOf("logs", account, region, "log-batch:" + group);

    public static long StoredBytes(CallContext call, string group) => Streams(call, group).List().Sum(entry => entry.Value.Number("storedBytes") ?? 0);

    public static void DeleteAll(CallContext call, string group)
    {
        foreach (var (stream, _) in Streams(call, group).List())
            Streams(call, group).Remove(stream);
        var batches = Batches(call, call.Account, call.Region, group);
        foreach (var (id, _) in batches.List())
            batches.Remove(id);
    }

    public static JsonObject Require(CallContext call, string group, JsonObject input) =>
        Streams(call, group).Find(input.RequiredText("logStreamName", LogGroups.Invalid)) ?? throw LogGroups.NotFound("The specified log stream does not exist.");

    private static JsonObject NewStream(CallContext call, string account, string region, string group, string stream) => new()
    {
        ["logStreamName"] = stream,
        ["creationTime"] = call.Now.ToUnixTimeMilliseconds(),
        ["arn"] = $"{LogGroups.Arn(account, region, group)}:log-stream:{stream}",
        ["storedBytes"] = 0,
        ["batches"] = 0,
    };

    private static JsonObject CreateLogStream(CallContext call, JsonObject input)
    {
        var group = LogGroups.Require(call, input).RequiredText("logGroupName");
        var stream = input.RequiredText("logStreamName", LogGroups.Invalid);
        if (stream.Length is < 1 or > 512 || stream.Contains(':', StringComparison.Ordinal) || stream.Contains('*', StringComparison.Ordinal))
            throw new AwsErrorException(LogGroups.Invalid, $"1 validation error detected: Value '{stream}' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*", 400);
        if (Streams(call, group).Contains(stream))
            throw new AwsErrorException("ResourceAlreadyExistsException", "The specified log stream already exists", 400);
        Streams(call, group).Put(stream, NewStream(call, call.Account, call.Region, group, stream));
        return [];
    }

    private static JsonObject DeleteLogStream(CallContext call, JsonObject input)
    {
        var group = LogGroups.Require(call, input).RequiredText("logGroupName");
        var stream = Require(call, group, input).RequiredText("logStreamName");
        var batches = Batches(call, call.Account, call.Region, group);
        foreach (var (id, _) in batches.List(BatchIdPrefix(stream)))
            batches.Remove(id);
        Streams(call, group).Remove(stream);
        return [];
    }

    private static JsonObject DescribeLogStreams(CallContext call, JsonObject input)
    {
        var group = LogGroups.Require(call, input).RequiredText("logGroupName");
        var byTime = input.Text("orderBy") == "LastEventTime";
        var prefix = input.Text("logStreamNamePrefix");
        if (byTime && prefix is not null)
            throw new AwsErrorException(LogGroups.Invalid, "Cannot order by LastEventTime with a logStreamNamePrefix.", 400);
        var streams = Streams(call, group).List().Select(entry => entry.Value)
            .Where(stream => prefix is null || stream.RequiredText("logStreamName").StartsWith(prefix, StringComparison.Ordinal));
        if (byTime)
            streams = streams.OrderBy(stream => stream.Number("lastEventTimestamp") ?? 0);
        if (input.Flag("descending") == true)
            streams = streams.Reverse();
        var page = call.Page([.. streams], input.Text("nextToken"), input.Number("limit"), 50, LogGroups.Invalid);
        return page.Answer("nextToken", new JsonObject
        {
            ["logStreams"] = page.Items.Select(stream => (JsonNode?)stream.CopyMembers(
                new JsonObject(), "logStreamName", "creationTime", "firstEventTimestamp", "lastEventTimestamp", "lastIngestionTime", "uploadSequenceToken", "arn", "storedBytes")).ToJsonArray(),
        });
    }

    private static JsonObject PutLogEvents(CallContext call, JsonObject input)
    {
        var group = LogGroups.Require(call, input);
        var name = group.RequiredText("logGroupName");
        var stream = Require(call, name, input).RequiredText("logStreamName");
        var events = input.Structures("logEvents").ToList();
        if (events.Count is 0 or > MaximumBatchEvents)
            throw new AwsErrorException(LogGroups.Invalid, "Log event batch must have between 1 and 10000 events.", 400);
        if (events.Sum(Bytes) > MaximumBatchBytes)
            throw new AwsErrorException(LogGroups.Invalid, $"Upload too large: {events.Sum(Bytes)} bytes exceeds limit of {MaximumBatchBytes}", 400);
        var times = events.Select(entry => entry.Number("timestamp") ?? 0).ToList();
        if (times.Zip(times.Skip(1)).Any(pair => pair.First > pair.Second))
            throw new AwsErrorException(LogGroups.Invalid, "Log events in a single PutLogEvents request must be in chronological order.", 400);

        // Accepted: from 14 days ago (or the retention, if shorter) to 2 hours ahead.
        var tooOld = call.Now.AddDays(-14).ToUnixTimeMilliseconds();
        var tooNew = call.Now.AddHours(2).ToUnixTimeMilliseconds();
        var expired = group.Number("retentionInDays") is { } days ? call.Now.AddDays(-days).ToUnixTimeMilliseconds() : long.MinValue;
        var rejected = new JsonObject();
        if (times.FindLastIndex(time => time < tooOld) is var old and >= 0)
            rejected["tooOldLogEventEndIndex"] = old + 1;
        if (times.FindLastIndex(time => time < expired) is var past and >= 0)
            rejected["expiredLogEventEndIndex"] = past + 1;
        if (times.FindIndex(time => time > tooNew) is var future and >= 0)
            rejected["tooNewLogEventStartIndex"] = future;
        var accepted = events.Where(entry => entry.Number("timestamp") is { } time && time >= tooOld && time >= expired && time <= tooNew).ToList();
        if (accepted.Count > 0)
            Append(call, call.Account, call.Region, name, stream, accepted);
        var output = new JsonObject { ["nextSequenceToken"] = call.Ids.HexDigits(56) };
        if (rejected.Count > 0)
            output["rejectedLogEventsInfo"] = rejected;
        return output;
    }

    private static void Append(CallContext call, string account, string region, string group, string stream, IReadOnlyList<JsonObject> events)
    {
        if (events.Count == 0)
            return;
        var now = call.Now.ToUnixTimeMilliseconds();
        var streams = Streams(call, account, region, group);
        var number = (streams.Find(stream)?.Number("batches") ?? 0) + 1;
        var batch = new JsonObject
        {
            ["Stream"] = stream,
            ["Events"] = events.Select((entry, index) => (JsonNode?)new JsonObject
            {
                ["timestamp"] = entry.Number("timestamp"),
                ["message"] = entry.RequiredText("message", LogGroups.Invalid),
                ["ingestionTime"] = now,
                ["eventId"] = string.Create(CultureInfo.InvariantCulture, $"{now:D14}{number:D10}{index:D8}"),
            }).ToJsonArray(),
        };
        MetricFilterMatching.Run(call, account, region, group, events);
        Batches(call, account, region, group).Put(BatchIdPrefix(stream) + number.ToString("D10", CultureInfo.InvariantCulture), batch);
        streams.Update(stream, document =>
        {
            var (first, last) = (events.Min(entry => entry.Number("timestamp")), events.Max(entry => entry.Number("timestamp")));
            document["firstEventTimestamp"] = Math.Min(document.Number("firstEventTimestamp") ?? long.MaxValue, first ?? now);
            document["lastEventTimestamp"] = Math.Max(document.Number("lastEventTimestamp") ?? 0, last ?? now);
            document["lastIngestionTime"] = now;
            document["storedBytes"] = (document.Number("storedBytes") ?? 0) + events.Sum(Bytes);
            document["batches"] = number;
        });
    }

    /// <summary>What the ids of a stream's batches begin with.</summary>
    public static string BatchIdPrefix(string stream) => stream + "\0";

    private static long Bytes(JsonObject entry) => Encoding.UTF8.GetByteCount(entry.Text("message") ?? string.Empty) + EventOverheadBytes;
}
