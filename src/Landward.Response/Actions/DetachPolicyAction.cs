using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;
using Landward.Response.Resources;

namespace Landward.Response.Actions;

/// <summary>Detaches a managed policy from a user or a role.</summary>
internal sealed class DetachPolicyAction(bool fromUser) : ResponseAction
{
    private readonly string _member = fromUser ? "UserName" : "RoleName";

    public override string Id => fromUser ? "iam-detach-user-policy" : "iam-detach-role-policy";

    public override ImmutableArray<string> Parameters => [ResourceParameter, "policyArn"];

    public override string ResourceType => fromUser ? UserReader.TypeName : RoleReader.TypeName;

    public override string ResourceParameter => fromUser ? "userName" : "roleName";

    public override string? Refuse(JsonObject document, ActionTarget target) => fromUser ? IamUsers.RefuseBreakGlass(document) : IamRoles.RefuseProtected(document);

    public override IReadOnlyList<ActionCall> Changes(JsonObject document, ActionTarget target) =>
        Aspect(document, target) is null ? [] : [Call(fromUser ? "DetachUserPolicy" : "DetachRolePolicy", target)];

    public override JsonNode? Aspect(JsonObject document, ActionTarget target) =>
        (document["attachedPolicies"] as JsonArray)?.FirstOrDefault(policy => Text(policy, "PolicyArn") == target["policyArn"]);

    public override IReadOnlyList<ActionCall> Restore(JsonNode? before, JsonNode? now, ActionTarget target) =>
        before is null ? [] : [Call(fromUser ? "AttachUserPolicy" : "AttachRolePolicy", target)];

    public override Task<JsonObject> BlastRadiusAsync(AwsCall call, JsonObject document, ActionTarget target, CancellationToken cancellationToken) =>
        fromUser ? Task.FromResult(IamUsers.Describe(document)) : IamRoles.DescribeAsync(call, document, target["roleName"], FactAsync, cancellationToken);

    private ActionCall Call(string operation, ActionTarget target) =>
        new("iam", operation, new JsonObject { [_member] = target[ResourceParameter], ["PolicyArn"] = target["policyArn"] });
}
