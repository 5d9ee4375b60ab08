using System.Text;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Logs;
using Landward.Policy;

namespace Landward.Tests.Access.Impact;

/// <summary>One call as a test knows it and as CloudTrail writes it.</summary>
internal sealed record RecordedEvent(string Principal, string Source, string Name, JsonObject Parameters, string Action, string Resource)
{
    public string Account { get; init; } = Landward.Policy.Principal.FromArn(Principal)!.Account;

    public string Region { get; init; } = "eu-west-1";

    /// <summary>An address, or the name of the service that called for the principal.</summary>
    public string SourceIp { get; init; } = "203.0.113.9";

    public bool Mfa { get; init; }

    public string? Error { get; init; }

    public string Time { get; init; } = "2026-03-01T00:00:00Z";

    public static async Task<CallHistory> HistoryAsync(IEnumerable<RecordedEvent> events, HistoryOptions options)
    {
        var bytes = Encoding.UTF8.GetBytes(new JsonObject { ["Records"] = new JsonArray([.. events.Select((call, index) => (JsonNode)call.Json(index))]) }.ToJsonString());
        var source = new LogSource("memory", _ => Task.FromResult<Stream>(new MemoryStream(bytes)));
        return await HistoryReader.ReadAsync([source], options, IamFacts.Current, TestContext.Current.CancellationToken);
    }

    public static async Task<ReplayResult> ReplayAsync(IEnumerable<RecordedEvent> events, AccessSnapshot before, AccessSnapshot after) =>
        new CallReplay(before, after, IamFacts.Current).Run(await HistoryAsync(events, ReplayScope.OptionsFor(before, after)));

    private JsonObject Json(int index)
    {
        var principal = Landward.Policy.Principal.FromArn(Principal)!;
        var identity = principal.Kind == PrincipalKind.User
            ? new JsonObject { ["type"] = "IAMUser", ["arn"] = Principal, ["accountId"] = principal.Account, ["accessKeyId"] = "ASIAEXAMPLE", ["userName"] = principal.Name }
            : new JsonObject { ["type"] = "AssumedRole", ["arn"] = $"arn:aws:sts::{principal.Account}:assumed-role/{principal.Name}/s{index}", ["accountId"] = principal.Account, ["accessKeyId"] = "ASIAEXAMPLE" };
        identity["sessionContext"] = new JsonObject
        {
            ["sessionIssuer"] = principal.Kind == PrincipalKind.User ? [] : new JsonObject { ["type"] = "Role", ["arn"] = Principal },
            ["attributes"] = new JsonObject { ["mfaAuthenticated"] = Mfa ? "true" : "false" },
        };
        var json = new JsonObject
        {
            ["eventID"] = $"00000000-0000-0000-0000-{index:x12}",
            ["eventTime"] = Time,
            ["eventSource"] = Source + ".amazonaws.com",
            ["eventName"] = Name,
            ["eventType"] = "AwsApiCall",
            ["awsRegion"] = Region,
            ["sourceIPAddress"] = SourceIp,
            ["recipientAccountId"] = Account,
            ["userIdentity"] = identity,
            ["requestParameters"] = Parameters.DeepClone(),
        };
        if (Error is not null)
            json["errorCode"] = Error;
        return json;
    }
}
