using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;

namespace Landward.Response.Resources;

/// <summary>An IAM user with keys, policies, groups, password and devices.</summary>
internal sealed class UserReader : ResourceReader
{
    public const string TypeName = "AWS::IAM::User";

    private static readonly string[] Absent = ["NoSuchEntity"];

    public override string Type => TypeName;

    public override bool IsGlobal => true;

    public override async Task<JsonObject?> ReadAsync(AwsCall call, string name, CancellationToken cancellationToken)
    {
        JsonObject Input() => new() { ["UserName"] = name };
        if (await FindAsync(call, "iam", "GetUser", Input(), Absent, cancellationToken) is not { } user)
            return null;
        var policies = new JsonObject();
        foreach (var policy in await ListAsync(call, "ListUserPolicies", Input(), "PolicyNames", cancellationToken))
        {
            var policyName = policy!.GetValue<string>();
            var answer = await call("iam", "GetUserPolicy", new JsonObject { ["UserName"] = name, ["PolicyName"] = policyName }, cancellationToken);
            policies[policyName] = PolicyText.Decode(answer["PolicyDocument"]);
        }
        var login = await FindAsync(call, "iam", "GetLoginProfile", Input(), Absent, cancellationToken);
        return new JsonObject
        {
            ["user"] = CanonicalState.SortSets(Without(user["User"], "PasswordLastUsed")),
            ["accessKeys"] = await ListAsync(call, "ListAccessKeys", Input(), "AccessKeyMetadata", cancellationToken),
            ["inlinePolicies"] = policies,
            ["attachedPolicies"] = await ListAsync(call, "ListAttachedUserPolicies", Input(), "AttachedPolicies", cancellationToken),
            ["groups"] = await ListAsync(call, "ListGroupsForUser", Input(), "Groups", cancellationToken),
            ["loginProfile"] = login?["LoginProfile"]?.DeepClone(),
            ["mfaDevices"] = await ListAsync(call, "ListMFADevices", Input(), "MFADevices", cancellationToken),
        };
    }
}
