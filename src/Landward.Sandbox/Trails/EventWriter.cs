using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Trails;

/// <summary>A finished call, answered or refused, on its way into a CloudTrail event.</summary>
internal sealed record FinishedCall(ServiceDescription Service, OperationDescription Operation, Caller Caller, string Region, DateTimeOffset Time, string RequestId)
{
    public required JsonObject Input { get; init; }

    /// <summary>Null when the call failed.</summary>
    public JsonObject? Output { get; init; }

    public string? ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }
    public int Status { get; init; } = 200;
    public required string SourceAddress { get; init; }
    public required string UserAgent { get; init; }
    public required string Host { get; init; }
    public ImmutableArray<string> Resources { get; init; } = [];
    public AuthorizationOutcome? Outcome { get; init; }
}

/// <summary>Makes CloudTrail events, version 1.11. Source: "CloudTrail record contents", CloudTrail User Guide.</summary>
internal sealed class EventWriter(SandboxIds ids)
{
    private const int LongestText = 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>The event for the caller's account.</summary>
    public RecordedEvent Write(FinishedCall call, long sequence, string? sharedEventId = null) =>
        Write(call, sequence, call.Caller.Account, sharedEventId, foreign: false);

    /// <summary>The same call as another account sees it: that of the assumed role, or of the resource an anonymous caller reads.</summary>
    public RecordedEvent WriteForAccount(FinishedCall call, long sequence, string account, string? sharedEventId) =>
        Write(call, sequence, account, sharedEventId, foreign: true);

    private RecordedEvent Write(FinishedCall call, long sequence, string account, string? sharedEventId, bool foreign)
    {
        var (service, operation) = (call.Service.Name, call.Operation.Name);
        var readOnly = EventIdentity.IsReadOnly(service, operation);
        var management = !EventIdentity.IsDataEvent(service, operation);
        var source = EventIdentity.Source(service, call.Service.SigningName);
        var name = EventIdentity.Name(service, operation);
        var eventId = ids.Uuid();
        var errorCode = call.ErrorCode is null ? null : EventIdentity.ErrorCode(call.Service, call.ErrorCode, call.Status);
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, JsonText.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("eventVersion", "1.11");
            if (foreign && call.Caller.Account.Length > 0)
                UserIdentityElement.WriteAsForeignAccount(writer, call.Caller);
            else
                UserIdentityElement.Write(writer, call.Caller);
            writer.WriteString("eventTime", SandboxTime.Format(call.Time));
            writer.WriteString("eventSource", source);
            writer.WriteString("eventName", name);
            writer.WriteString("awsRegion", call.Region);
            writer.WriteString("sourceIPAddress", call.SourceAddress);
            writer.WriteString("userAgent", Bounded(call.UserAgent));
            if (errorCode is not null)
            {
                writer.WriteString("errorCode", errorCode);
                writer.WriteString("errorMessage", Bounded(call.ErrorMessage ?? string.Empty));
            }
            WriteNode(writer, "requestParameters", RequestParameters.OfRequest(call.Service, call.Operation, call.Input, call.Region));
            WriteNode(writer, "responseElements", call.Output is null
                ? null
                : RequestParameters.OfResponse(call.Service, call.Operation, call.Output, readOnly, call.RequestId));
            writer.WriteString("requestID", call.RequestId);
            writer.WriteString("eventID", eventId);
            writer.WriteBoolean("readOnly", readOnly);
            EventResources.Write(writer, service, operation, call.Resources, account);
            writer.WriteString("eventType", "AwsApiCall");
            writer.WriteBoolean("managementEvent", management);
            writer.WriteString("recipientAccountId", account);
            if (sharedEventId is not null)
                writer.WriteString("sharedEventID", sharedEventId);
            writer.WriteString("eventCategory", management ? "Management" : "Data");
            writer.WriteStartObject("tlsDetails");
            writer.WriteString("clientProvidedHostHeader", Bounded(call.Host));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return new RecordedEvent(sequence, account, call.Region, call.Time, _buffer.WrittenSpan.ToArray())
        {
            EventId = eventId,
            EventName = name,
            EventSource = source,
            IsReadOnly = readOnly,
            IsManagement = management,
            UserName = foreign ? null : UserIdentityElement.UserName(call.Caller),
            AccessKeyId = foreign ? null : call.Caller.AccessKeyId,
            ErrorCode = errorCode,
            Resources = call.Resources,
            Outcome = call.Outcome,
        };
    }

    private static string Bounded(string text) => text.Length <= LongestText ? text : text[..LongestText];

    private static void WriteNode(Utf8JsonWriter writer, string name, JsonObject? node)
    {
        writer.WritePropertyName(name);
        if (node is null)
            writer.WriteNullValue();
        else
            node.WriteTo(writer);
    }
}
