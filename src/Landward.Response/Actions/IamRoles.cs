using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;

namespace Landward.Response.Actions;

/// <summary>What every action on an IAM role says about it.</summary>
internal static class IamRoles
{
    /// <summary>Service-linked roles cannot be changed, and Landward does not lock itself out.</summary>
    public static string? RefuseProtected(JsonObject document) => document["role"]?["Path"]?.ToString() switch
    {
        { } path when path.StartsWith("/aws-service-role/", StringComparison.Ordinal) => "the role is linked to an AWS service and cannot be changed.",
        { } path when path.StartsWith("/landward/", StringComparison.Ordinal) => "the role is Landward's own.",
        _ => null,
    };

    /// <summary>The role, its rights, and when it was last used.</summary>
    public static async Task<JsonObject> DescribeAsync(
        AwsCall call, JsonObject document, string roleName, Func<Func<Task<JsonNode?>>, Task<JsonNode?>> fact, CancellationToken cancellationToken) => new()
        {
            ["principal"] = document["role"]?["Arn"]?.DeepClone(),
            ["attachedPolicies"] = new JsonArray([.. (document["attachedPolicies"] as JsonArray ?? []).Select(policy => policy?["PolicyName"]?.DeepClone())]),
            ["lastUsed"] = await fact(async () =>
                (await call("iam", "GetRole", new JsonObject { ["RoleName"] = roleName }, cancellationToken))["Role"]?["RoleLastUsed"]?.DeepClone()),
        };
}
