using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;
using Landward.Response.Resources;

namespace Landward.Response.Actions;

/// <summary>Denies everything to the sessions of a role opened so far. New sessions are not affected.</summary>
internal sealed class RevokeRoleSessionsAction : ResponseAction
{
    public override string Id => "iam-revoke-role-sessions";

    public override ImmutableArray<string> Parameters => ["roleName"];

    public override string ResourceType => RoleReader.TypeName;

    public override string ResourceParameter => "roleName";

    public override bool ActsOnPrincipal => true;

    public override string? Refuse(JsonObject document, ActionTarget target) => IamRoles.RefuseProtected(document);

    public override IReadOnlyList<ActionCall> Changes(JsonObject document, ActionTarget target) =>
        SessionDenial.Covers(Aspect(document, target)?.GetValue<string>(), target.Now) ? [] : [Put(target, SessionDenial.Document(target))];

    public override JsonNode? Aspect(JsonObject document, ActionTarget target) => document["inlinePolicies"]?[SessionDenial.PolicyName];

    public override IReadOnlyList<ActionCall> Restore(JsonNode? before, JsonNode? now, ActionTarget target) => before is null
        ? [new ActionCall("iam", "DeleteRolePolicy", new JsonObject { ["RoleName"] = target["roleName"], ["PolicyName"] = SessionDenial.PolicyName })]
        : [Put(target, before.GetValue<string>())];

    public override Task<JsonObject> BlastRadiusAsync(AwsCall call, JsonObject document, ActionTarget target, CancellationToken cancellationToken) =>
        IamRoles.DescribeAsync(call, document, target["roleName"], FactAsync, cancellationToken);

    private static ActionCall Put(ActionTarget target, string document) => new(
        "iam",
        "PutRolePolicy",
        new JsonObject { ["RoleName"] = target["roleName"], ["PolicyName"] = SessionDenial.PolicyName, ["PolicyDocument"] = document });
}
