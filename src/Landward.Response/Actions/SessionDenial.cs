using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Response.Resources;

namespace Landward.Response.Actions;

/// <summary>
/// The inline policy that denies everything to credentials issued before a moment. Source: "Revoking IAM role temporary security
/// credentials", IAM User Guide; a user's sessions (GetSessionToken, GetFederationToken) carry <c>aws:TokenIssueTime</c> alike.
/// </summary>
internal static class SessionDenial
{
    public const string PolicyName = "LandwardDenySessions";

    public static string Document(ActionTarget target) => new JsonObject
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Sid"] = Sid(target.Incident),
            ["Effect"] = "Deny",
            ["Action"] = "*",
            ["Resource"] = "*",
            ["Condition"] = new JsonObject { ["DateLessThan"] = new JsonObject { ["aws:TokenIssueTime"] = Format(target.Now) } },
        }),
    }.ToJsonString();

    /// <summary>Whether the policy already denies every session this incident is about.</summary>
    public static bool Covers(string? text, DateTimeOffset moment) =>
        PolicyText.Parse(text)?["Statement"] is JsonArray statements && statements.Any(statement =>
            statement is JsonObject
            && statement["Effect"]?.ToString() == "Deny"
            && statement["Action"]?.ToString() == "*"
            && statement["Resource"]?.ToString() == "*"
            && statement["Condition"] is JsonObject { Count: 1 } condition
            && condition["DateLessThan"]?["aws:TokenIssueTime"]?.ToString() is { } date
            && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var denied)
            && denied >= Truncate(moment));

    private static DateTimeOffset Truncate(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());

    /// <summary>Rounded up: a session issued in the running second is denied as well.</summary>
    private static string Format(DateTimeOffset moment) =>
        Truncate(moment).AddSeconds(1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Sids are letters and digits only, see "IAM JSON policy elements: Sid".</summary>
    private static string Sid(string incident) => "LandwardIncident" + string.Concat(incident.Where(char.IsAsciiLetterOrDigit));
}
