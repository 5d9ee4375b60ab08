using System.Text.Json.Nodes;

namespace Landward.Sandbox.Calls;

/// <summary>
/// What decided about a call: kept beside its CloudTrail event (never inside), so that a denial can be told by the guardrail
/// behind it.
/// </summary>
/// <param name="Decision"><c>Allowed</c>, <c>ImplicitlyDenied</c> or <c>ExplicitlyDenied</c>.</param>
/// <param name="Action">The action checked last: the one refused, if one was.</param>
/// <param name="Resource">The resource it was checked against.</param>
internal sealed record AuthorizationOutcome(string Decision, string Action, string Resource)
{
    public const string Allowed = "Allowed";
    public const string ImplicitlyDenied = "ImplicitlyDenied";
    public const string ExplicitlyDenied = "ExplicitlyDenied";

    /// <summary>AWS's name of the kind of policy that decided: <c>service control policy</c>, <c>identity-based policy</c>.</summary>
    public string? PolicyType { get; init; }

    /// <summary>Id or ARN of the deciding policy (<c>p-...</c>), when one statement decided.</summary>
    public string? PolicyId { get; init; }

    public string? PolicyName { get; init; }

    /// <summary>Where an organization policy is attached: the id of the root, unit or account.</summary>
    public string? Level { get; init; }

    public string? Sid { get; init; }

    /// <summary>Position of the deciding statement in its document, from 0.</summary>
    public int? StatementIndex { get; init; }

    public bool IsAllowed => Decision == Allowed;

    internal static AuthorizationOutcome FromJson(JsonObject json) =>
        new(Text(json, "decision")!, Text(json, "action")!, Text(json, "resource")!)
        {
            PolicyType = Text(json, "policyType"),
            PolicyId = Text(json, "policyId"),
            PolicyName = Text(json, "policyName"),
            Level = Text(json, "level"),
            Sid = Text(json, "sid"),
            StatementIndex = (int?)json["statementIndex"],
        };

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["decision"] = Decision, ["action"] = Action, ["resource"] = Resource };
        Add("policyType", PolicyType);
        Add("policyId", PolicyId);
        Add("policyName", PolicyName);
        Add("level", Level);
        Add("sid", Sid);
        if (StatementIndex is { } index)
            json["statementIndex"] = index;
        return json;

        void Add(string name, string? value)
        {
            if (value is not null)
                json[name] = value;
        }
    }

    private static string? Text(JsonObject json, string name) => (string?)json[name];
}
