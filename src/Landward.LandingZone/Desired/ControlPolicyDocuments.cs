using System.Text.Json.Nodes;

namespace Landward.LandingZone.Desired;

/// <summary>Service control policies Landward writes itself, beside those of the catalogue.</summary>
internal static class ControlPolicyDocuments
{
    /// <summary>Everything denied, except to Landward's own role, which must still move the account out.</summary>
    public static JsonObject Isolation() => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Sid"] = "LandwardIsolation",
            ["Effect"] = "Deny",
            ["Action"] = "*",
            ["Resource"] = "*",
            ["Condition"] = new JsonObject { ["ArnNotLike"] = new JsonObject { ["aws:PrincipalArn"] = LandwardNames.ExecutionRoleArnPattern } },
        }),
    };
}
