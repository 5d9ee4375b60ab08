using System.Text.Json.Nodes;

namespace Landward.Response.Actions;

/// <summary>What every action on an IAM user says about it.</summary>
internal static class IamUsers
{
    private const string BreakGlassTag = "landward:break-glass";

    /// <summary>An account's emergency user is never locked out by a playbook.</summary>
    public static string? RefuseBreakGlass(JsonObject document) =>
        document["user"]?["Tags"] is JsonArray tags && tags.Any(tag => tag?["Key"]?.GetValue<string>() == BreakGlassTag)
            ? $"the user carries the tag `{BreakGlassTag}`: it is kept for emergencies."
            : null;

    public static JsonObject Describe(JsonObject document) => new()
    {
        ["principal"] = document["user"]?["Arn"]?.DeepClone(),
        ["attachedPolicies"] = new JsonArray([.. (document["attachedPolicies"] as JsonArray ?? []).Select(policy => policy?["PolicyName"]?.DeepClone())]),
        ["groups"] = new JsonArray([.. (document["groups"] as JsonArray ?? []).Select(group => group?["GroupName"]?.DeepClone())]),
        ["consoleLogin"] = document["loginProfile"] is not null,
    };
}
