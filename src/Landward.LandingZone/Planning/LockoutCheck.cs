using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;
using Landward.Policy;

namespace Landward.LandingZone.Planning;

/// <summary>Whether a service control policy would deny Landward's own role what apply does in member accounts.</summary>
internal static class LockoutCheck
{
    private const string AnyAccount = "999999999999";

    /// <summary>Calls of apply in member accounts and a resource of each.</summary>
    private static readonly FrozenDictionary<string, string> Calls = new Dictionary<string, string>
    {
        ["iam:CreateRole"] = $"arn:aws:iam::{AnyAccount}:role/landward/{LandwardNames.AggregatorRole}",
        ["iam:UpdateAssumeRolePolicy"] = $"arn:aws:iam::{AnyAccount}:role/landward/{LandwardNames.ExecutionRole}",
        ["iam:AttachRolePolicy"] = $"arn:aws:iam::{AnyAccount}:role/landward/{LandwardNames.ExecutionRole}",
        ["iam:CreatePolicyVersion"] = $"arn:aws:iam::{AnyAccount}:policy/landward/landward-developer-boundary",
        ["s3:CreateBucket"] = $"arn:aws:s3:::landward-logs-{AnyAccount}",
        ["s3:PutBucketPolicy"] = $"arn:aws:s3:::landward-logs-{AnyAccount}",
        ["kms:PutKeyPolicy"] = $"arn:aws:kms:us-east-1:{AnyAccount}:key/00000000-0000-0000-0000-000000000000",
        ["config:PutConfigurationRecorder"] = "*",
        ["config:PutDeliveryChannel"] = "*",
        ["guardduty:UpdateOrganizationConfiguration"] = "*",
        ["securityhub:EnableSecurityHub"] = $"arn:aws:securityhub:us-east-1:{AnyAccount}:hub/default",
        ["access-analyzer:CreateAnalyzer"] = $"arn:aws:access-analyzer:us-east-1:{AnyAccount}:analyzer/{LandwardNames.ExternalAnalyzer}",
        ["events:PutRule"] = $"arn:aws:events:us-east-1:{AnyAccount}:rule/{LandwardNames.FindingsRule}",
        ["sns:SetTopicAttributes"] = $"arn:aws:sns:us-east-1:{AnyAccount}:{LandwardNames.Topic}",
    }.ToFrozenDictionary();

    public static bool DeniesApply(JsonNode document, IEnumerable<string> regions)
    {
        if (PolicyDocument.Parse(document.ToJsonString(), "planned policy").Document is not { } policy)
            return false;
        var policies = new PolicySet { ServiceControlPolicies = [new PolicyLevel("planned", [new AttachedPolicy(policy, "planned", PolicyKind.ServiceControlPolicy)])] };
        var role = Principal.FromArn(
            $"arn:aws:sts::{AnyAccount}:assumed-role/{LandwardNames.ExecutionRole}/landward",
            $"arn:aws:iam::{AnyAccount}:role/landward/{LandwardNames.ExecutionRole}")!;
        return regions.Any(region => Calls.Any(call => PolicyEvaluator.Evaluate(Request(role, call, region), policies) is Decision.ExplicitDeny));
    }

    private static AuthorizationRequest Request(Principal role, KeyValuePair<string, string> call, string region)
    {
        var context = new RequestContext.Builder().AddPrincipal(role).Add("aws:RequestedRegion", region).Add("aws:SecureTransport", "true").Build();
        return new AuthorizationRequest(role, call.Key, call.Value.Replace("us-east-1", region), AnyAccount, context);
    }
}
