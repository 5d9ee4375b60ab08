using System.Text.Json.Nodes;

namespace Landward.LandingZone.Desired;

/// <summary>Trust policies of the roles Landward makes.</summary>
internal static class RolePolicies
{
    public static JsonObject TrustAccount(string accountId) => Trust(new JsonObject { ["AWS"] = $"arn:aws:iam::{accountId}:root" });

    public static JsonObject TrustService(string servicePrincipal) => Trust(new JsonObject { ["Service"] = servicePrincipal });

    private static JsonObject Trust(JsonObject principal) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject { ["Effect"] = "Allow", ["Principal"] = principal, ["Action"] = "sts:AssumeRole" }),
    };
}
