using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;

namespace Landward.Response.Resources;

/// <summary>An IAM role with its trust policy and its permissions.</summary>
internal sealed class RoleReader : ResourceReader
{
    public const string TypeName = "AWS::IAM::Role";

    private static readonly string[] Absent = ["NoSuchEntity"];

    public override string Type => TypeName;

    public override bool IsGlobal => true;

    public override async Task<JsonObject?> ReadAsync(AwsCall call, string name, CancellationToken cancellationToken)
    {
        JsonObject Input() => new() { ["RoleName"] = name };
        if (await FindAsync(call, "iam", "GetRole", Input(), Absent, cancellationToken) is not { } answer)
            return null;
        var role = Without(answer["Role"], "RoleLastUsed");
        role["AssumeRolePolicyDocument"] = PolicyText.Decode(role["AssumeRolePolicyDocument"]);
        var policies = new JsonObject();
        foreach (var policy in await ListAsync(call, "ListRolePolicies", Input(), "PolicyNames", cancellationToken))
        {
            var policyName = policy!.GetValue<string>();
            var document = await call("iam", "GetRolePolicy", new JsonObject { ["RoleName"] = name, ["PolicyName"] = policyName }, cancellationToken);
            policies[policyName] = PolicyText.Decode(document["PolicyDocument"]);
        }
        return new JsonObject
        {
            ["role"] = CanonicalState.SortSets(role),
            ["inlinePolicies"] = policies,
            ["attachedPolicies"] = await ListAsync(call, "ListAttachedRolePolicies", Input(), "AttachedPolicies", cancellationToken),
        };
    }
}
