using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;
using Landward.Response.Resources;

namespace Landward.Response.Actions;

/// <summary>Denies everything to the sessions an IAM user's keys have opened so far.</summary>
internal sealed class DenyUserSessionsAction : ResponseAction
{
    public override string Id => "iam-deny-user-sessions";

    public override ImmutableArray<string> Parameters => ["userName"];

    public override string ResourceType => UserReader.TypeName;

    public override string ResourceParameter => "userName";

    public override bool ActsOnPrincipal => true;

    public override string? Refuse(JsonObject document, ActionTarget target) => IamUsers.RefuseBreakGlass(document);

    public override IReadOnlyList<ActionCall> Changes(JsonObject document, ActionTarget target) =>
        SessionDenial.Covers(Aspect(document, target)?.GetValue<string>(), target.Now) ? [] : [Put(target, SessionDenial.Document(target))];

    public override JsonNode? Aspect(JsonObject document, ActionTarget target) => document["inlinePolicies"]?[SessionDenial.PolicyName];

    public override IReadOnlyList<ActionCall> Restore(JsonNode? before, JsonNode? now, ActionTarget target) => before is null
        ? [new ActionCall("iam", "DeleteUserPolicy", new JsonObject { ["UserName"] = target["userName"], ["PolicyName"] = SessionDenial.PolicyName })]
        : [Put(target, before.GetValue<string>())];

    public override Task<JsonObject> BlastRadiusAsync(AwsCall call, JsonObject document, ActionTarget target, CancellationToken cancellationToken) =>
        Task.FromResult(IamUsers.Describe(document));

    private static ActionCall Put(ActionTarget target, string document) => new(
        "iam",
        "PutUserPolicy",
        new JsonObject { ["UserName"] = target["userName"], ["PolicyName"] = SessionDenial.PolicyName, ["PolicyDocument"] = document });
}
