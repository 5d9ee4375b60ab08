using System.Globalization;
using System.Text.Json.Nodes;

namespace Landward.Tests.Detection.BenignTraffic;

/// <summary>The events of one day, as CloudTrail writes them.</summary>
internal sealed class BenignDay(BenignOrganization organization)
{
    public static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
    private readonly List<(DateTime Time, JsonObject Event)> _events = [];

    public int Count => _events.Count;

    public BenignOrganization Organization => organization;

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<JsonObject> Events => [.. _events.OrderBy(item => item.Time).Select(item => item.Event)];

    /// <summary>Some moment of the day.</summary>
    public DateTime Anytime() => Start.AddSeconds(organization.Random.Next(86_400));

    /// <summary>Some moment of the hours in which people work.</summary>
    public DateTime Daytime() => Start.AddHours(7).AddSeconds(organization.Random.Next(11 * 3600));

    /// <summary>A call and its answer. The source is the service's short name, request and response are JSON.</summary>
    public void Call(
        DateTime time, BenignAccount account, string region, Caller caller, string source, string name, string request = "null",
        string response = "null", string? error = null, Action<JsonObject>? also = null)
    {
        var moment = time < Start.AddDays(1) ? time : Start.AddDays(1).AddSeconds(-1);
        var readOnly = name.StartsWith("Get", StringComparison.Ordinal) || name.StartsWith("List", StringComparison.Ordinal)
            || name.StartsWith("Describe", StringComparison.Ordinal) || name.StartsWith("Head", StringComparison.Ordinal)
            || name.StartsWith("AssumeRole", StringComparison.Ordinal) || name is "Decrypt" or "GenerateDataKey" or "BatchGetImage" or "LookupEvents";
        var @event = new JsonObject
        {
            ["eventVersion"] = "1.11",
            ["userIdentity"] = caller.Identity.DeepClone(),
            ["eventTime"] = moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["eventSource"] = source + ".amazonaws.com",
            ["eventName"] = name,
            ["awsRegion"] = source is "iam" or "organizations" or "route53" or "cloudfront" ? "us-east-1" : region,
            ["sourceIPAddress"] = caller.Address,
            ["userAgent"] = source == "s3" && !caller.UserAgent.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? $"[{caller.UserAgent}]" : caller.UserAgent,
        };
        // Sessions are minutes old when they are used.
        if (@event["userIdentity"]!["sessionContext"]?["attributes"] is JsonObject attributes)
            attributes["creationDate"] = moment.AddSeconds(-organization.Random.Next(20, 3_300)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (error is not null)
        {
            @event["errorCode"] = error;
            @event["errorMessage"] = "The call failed.";
        }
        @event["requestParameters"] = JsonNode.Parse(request);
        @event["responseElements"] = error is null && !readOnly ? JsonNode.Parse(response) : null;
        @event["requestID"] = organization.Uuid();
        @event["eventID"] = organization.Uuid();
        @event["readOnly"] = readOnly;
        @event["eventType"] = "AwsApiCall";
        @event["managementEvent"] = true;
        @event["recipientAccountId"] = account.Id;
        @event["eventCategory"] = "Management";
        if (caller.VpcEndpointId is { } endpoint)
            @event["vpcEndpointId"] = endpoint;
        if (caller.FromConsole)
            @event["sessionCredentialFromConsole"] = "true";
        also?.Invoke(@event);
        _events.Add((moment, @event));
    }
}
