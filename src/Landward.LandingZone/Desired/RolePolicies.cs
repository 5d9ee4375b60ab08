using System.Text.Json.Nodes;

namespace Landward.LandingZone.Desired;

/// <summary>Policies of the roles Landward makes.</summary>
internal static class RolePolicies
{
    public static JsonObject TrustAccount(string accountId) => Trust(new JsonObject { ["AWS"] = $"arn:aws:iam::{accountId}:root" });

    public static JsonObject TrustService(string servicePrincipal) => Trust(new JsonObject { ["Service"] = servicePrincipal });

    /// <summary>"Granting CloudTrail permission to use CloudWatch Logs", AWS CloudTrail User Guide: streams of every account of the organization.</summary>
    public static JsonObject WriteLogStreams(string logGroupArn) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Effect"] = "Allow",
            ["Action"] = new JsonArray("logs:CreateLogStream", "logs:PutLogEvents"),
            ["Resource"] = logGroupArn[..^1] + "log-stream:*",
        }),
    };

    private static JsonObject Trust(JsonObject principal) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject { ["Effect"] = "Allow", ["Principal"] = principal, ["Action"] = "sts:AssumeRole" }),
    };
}
