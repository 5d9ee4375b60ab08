using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Trails;

namespace Landward.Sandbox.Services.CloudTrail;

/// <summary>LookupEvents: management events of the last 90 days in the Region, newest first.</summary>
internal static class EventHistory
{
    private const int PageSize = 50;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public static JsonObject LookupEvents(CallContext call, JsonObject input)
    {
        var attributes = input.Structures("LookupAttributes").ToList();
        if (attributes.Count > 1)
            throw new AwsErrorException("InvalidLookupAttributesException", "You can only specify one lookup attribute.");
        var (from, until) = (input.Time("StartTime"), input.Time("EndTime"));
        if (from > until)
            throw new AwsErrorException("InvalidTimeRangeException", "The start time is after the end time.");
        if (input.Text("EventCategory") is { } category && category != "insight")
            throw new AwsErrorException("InvalidEventCategoryException", $"Event category {category} is not valid.");
        if (input.Text("EventCategory") is not null)
            return new JsonObject { ["Events"] = new JsonArray() };
        var oldest = call.Now - Kept;
        var test = attributes.Count == 0 ? static _ => true : Test(attributes[0]);
        // Every call, this one too, adds an event at the front: a token that counted events would show some of them twice.
        var before = input.Text("NextToken") is { } token ? call.Position(token) : long.MaxValue;
        var size = (int)Math.Clamp(input.Number("MaxResults") ?? PageSize, 1, PageSize);
        var found = call.RecordedEvents.Newest(call.Account, call.Region)
            .Where(item => item.Sequence < before && item.IsManagement && item.Time >= oldest && (from is null || item.Time >= from) && (until is null || item.Time <= until))
            .Where(test)
            .Take(size + 1)
            .ToList();
        var page = found.Count > size
            ? new ResultPage<RecordedEvent>(found[..size], call.Token(found[size - 1].Sequence))
            : new ResultPage<RecordedEvent>(found, null);
        return page.Answer(new JsonObject { ["Events"] = page.Items.Select(item => (JsonNode?)Answer(item)).ToJsonArray() });
    }

    private static Func<RecordedEvent, bool> Test(JsonObject attribute)
    {
        var value = attribute.RequiredText("AttributeValue");
        return attribute.RequiredText("AttributeKey") switch
        {
            "EventId" => item => item.EventId == value,
            "EventName" => item => item.EventName == value,
            "EventSource" => item => item.EventSource == value,
            "ReadOnly" => item => item.IsReadOnly == string.Equals(value, "true", StringComparison.OrdinalIgnoreCase),
            "Username" => item => item.UserName == value,
            "AccessKeyId" => item => item.AccessKeyId == value,
            "ResourceName" => item => item.Resources.Any(arn => arn == value || NameOf(arn) == value),
            "ResourceType" => item => item.Resources.Any(arn => EventResources.TypeOf(arn) == value),
            var key => throw new AwsErrorException("InvalidLookupAttributesException", $"Lookup attribute {key} is not valid."),
        };
    }

    private static JsonObject Answer(RecordedEvent item)
    {
        var answer = new JsonObject
        {
            ["EventId"] = item.EventId,
            ["EventName"] = item.EventName,
            ["ReadOnly"] = item.IsReadOnly ? "true" : "false",
            ["EventTime"] = SandboxTime.Format(item.Time),
            ["EventSource"] = item.EventSource,
            ["Resources"] = item.Resources.Where(arn => EventResources.TypeOf(arn) is not null)
                .Select(arn => (JsonNode?)new JsonObject { ["ResourceType"] = EventResources.TypeOf(arn), ["ResourceName"] = NameOf(arn) })
                .ToJsonArray(),
            ["CloudTrailEvent"] = Encoding.UTF8.GetString(item.Record),
        };
        if (item.AccessKeyId is not null)
            answer["AccessKeyId"] = item.AccessKeyId;
        if (item.UserName is not null)
            answer["Username"] = item.UserName;
        return answer;
    }

    /// <summary>The name LookupEvents gives a resource: the last part of its ARN.</summary>
    private static string NameOf(string arn) => arn[(arn.LastIndexOfAny(['/', ':']) + 1)..];
}
