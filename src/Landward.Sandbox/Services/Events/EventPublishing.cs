using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Events;

/// <summary>PutEvents and TestEventPattern.</summary>
internal static class EventPublishing
{
    // All entries of a call together: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
    private const int MaximumBytes = 1024 * 1024;
    private const int MaximumEntries = 10;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("events", "PutEvents", PutEvents);
        registry.Add("events", "TestEventPattern", TestEventPattern);
    }

    private static JsonObject PutEvents(CallContext call, JsonObject input)
    {
        var entries = input.Structures("Entries").ToList();
        if (entries.Count is 0 or > MaximumEntries)
            throw new AwsErrorException("ValidationException", $"1 validation error detected: Value '[PutEventsRequestEntry]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to {MaximumEntries} and greater than or equal to 1", 400);
        if (entries.Sum(Size) > MaximumBytes)
            throw new AwsErrorException("ValidationException", "Total size of the entries in the request is over the limit.", 400);
        var results = entries.Select(entry => (JsonNode?)Put(call, entry)).ToJsonArray();
        return new JsonObject { ["FailedEntryCount"] = results.OfType<JsonObject>().Count(result => result.ContainsKey("ErrorCode")), ["Entries"] = results };
    }

    private static JsonObject Put(CallContext call, JsonObject entry)
    {
        if (entry.Text("Source") is not { Length: > 0 } source)
            return Failed("InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument.");
        if (entry.Text("DetailType") is not { Length: > 0 } detailType)
            return Failed("InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument.");
        if (entry.Text("Detail") is not { Length: > 0 } text)
            return Failed("InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument.");
        if (InputMembers.ParseObject(text) is not { } detail)
            return Failed("MalformedDetail", "Detail is malformed.");
        if (source.StartsWith("aws.", StringComparison.OrdinalIgnoreCase))
            return Failed("NotAuthorizedForSourceException", "Not authorized for the source.");
        var bus = EventBuses.Find(call, entry.Text("EventBusName"));
        var (account, region, name) = EventBuses.Locate(call, entry.Text("EventBusName"));
        // An entry for a bus that does not exist is accepted and dropped, as EventBridge does.
        if (bus is not null)
            call.Publish(new BusEvent(account, region, source, detailType, entry.Texts("Resources"), detail) { EventBusName = name, Time = entry.Time("Time") });
        return new JsonObject { ["EventId"] = call.Ids.Uuid() };
    }

    private static JsonObject Failed(string code, string message) => new() { ["ErrorCode"] = code, ["ErrorMessage"] = message };

    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html, "Calculating event entry size".
    private static int Size(JsonObject entry) =>
        (entry.ContainsKey("Time") ? 14 : 0)
        + new[] { "Source", "DetailType", "Detail" }.Sum(member => Encoding.UTF8.GetByteCount(entry.Text(member) ?? string.Empty))
        + entry.Texts("Resources").Sum(Encoding.UTF8.GetByteCount);

    private static JsonObject TestEventPattern(CallContext call, JsonObject input)
    {
        var busEvent = InputMembers.ParseObject(input.RequiredText("Event"))
            ?? throw new AwsErrorException("ValidationException", "Parameter Event is not valid.", 400);
        foreach (var required in (string[])["id", "account", "source", "time", "region", "resources", "detail-type"])
        {
            if (!busEvent.ContainsKey(required))
                throw new AwsErrorException("ValidationException", $"Parameter Event is not valid. Reason: {required} is a required field.", 400);
        }
        return new JsonObject { ["Result"] = PatternCheck.Matches(input.RequiredText("EventPattern"), busEvent) };
    }
}
