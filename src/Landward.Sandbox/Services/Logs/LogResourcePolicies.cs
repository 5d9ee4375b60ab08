using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Logs;

/// <summary>Account-level policies that let AWS services write to log groups.</summary>
internal static class LogResourcePolicies
{
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
    private const int MaximumPolicies = 10;
    private const int MaximumCharacters = 5120;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("logs", "PutResourcePolicy", PutResourcePolicy);
        registry.Add("logs", "DescribeResourcePolicies", DescribeResourcePolicies);
        registry.Add("logs", "DeleteResourcePolicy", DeleteResourcePolicy);
    }

    private static ResourceTable Table(CallContext call) => call.Table("resource-policy");

    private static JsonObject PutResourcePolicy(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("policyName", LogGroups.Invalid);
        var document = input.RequiredText("policyDocument", LogGroups.Invalid);
        if (document.Length is 0 or > MaximumCharacters)
            throw new AwsErrorException(LogGroups.Invalid, $"Resource policy must have between 1 and {MaximumCharacters} characters.", 400);
        ResourcePolicyCheck.Require(document, message => new AwsErrorException(LogGroups.Invalid, message, 400));
        if (!Table(call).Contains(name) && Table(call).List().Count >= MaximumPolicies)
            throw new AwsErrorException("LimitExceededException", "Resource limit exceeded.", 400);
        var policy = new JsonObject { ["policyName"] = name, ["policyDocument"] = document, ["lastUpdatedTime"] = call.Now.ToUnixTimeMilliseconds() };
        Table(call).Put(name, policy);
        return new JsonObject { ["resourcePolicy"] = policy.DeepClone() };
    }

    private static JsonObject DescribeResourcePolicies(CallContext call, JsonObject input)
    {
        var page = call.Page(Table(call).List(), input.Text("nextToken"), input.Number("limit"), 50, LogGroups.Invalid);
        return page.Answer("nextToken", new JsonObject { ["resourcePolicies"] = page.Items.Select(entry => entry.Value.DeepClone()).ToJsonArray() });
    }

    private static JsonObject DeleteResourcePolicy(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("policyName", LogGroups.Invalid);
        return Table(call).Remove(name) ? [] : throw LogGroups.NotFound($"Policy with name [{name}] does not exist.");
    }
}
