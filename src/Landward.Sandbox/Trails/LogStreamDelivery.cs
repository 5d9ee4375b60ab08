using System.Text;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Trails;

/// <summary>Sends a trail's events to its CloudWatch Logs group, where it has one.</summary>
internal static class LogStreamDelivery
{
    private const int LargestBatch = 1_000;

    public static void Put(ServiceCalls services, StateTransaction state, JsonObject trail, string account, string region, IEnumerable<RecordedEvent> events)
    {
        if (!Arn.TryParse((string?)trail["CloudWatchLogsLogGroupArn"], out var group))
            return;
        var name = group.Resource.Split(':') is ["log-group", var found, ..] ? found : null;
        if (name is null)
            return;
        var stream = $"{account}_CloudTrail_{region}";
        foreach (var batch in events.Chunk(LargestBatch))
        {
            var input = new JsonObject
            {
                ["logGroupName"] = name,
                ["logStreamName"] = stream,
                ["logEvents"] = new JsonArray([.. batch.Select(item => new JsonObject
                {
                    ["timestamp"] = item.Time.ToUnixTimeMilliseconds(),
                    ["message"] = Encoding.UTF8.GetString(item.Record),
                })]),
            };
            if (services.CallAsTrailRole(state, "logs", "PutLogEvents", group, input) == "ResourceNotFoundException")
            {
                services.CallAsTrailRole(state, "logs", "CreateLogStream", group, new JsonObject { ["logGroupName"] = name, ["logStreamName"] = stream });
                services.CallAsTrailRole(state, "logs", "PutLogEvents", group, input);
            }
        }
    }
}
