using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;
using Landward.Response.Resources;

namespace Landward.Response.Actions;

/// <summary>Makes an access key inactive. Source: "UpdateAccessKey", IAM API Reference.</summary>
internal sealed class DisableAccessKeyAction : ResponseAction
{
    private const string Inactive = "Inactive";

    public override string Id => "iam-disable-access-key";

    public override ImmutableArray<string> Parameters => ["userName", "accessKeyId"];

    public override string ResourceType => UserReader.TypeName;

    public override string ResourceParameter => "userName";

    public override bool ActsOnPrincipal => true;

    public override string? Refuse(JsonObject document, ActionTarget target)
    {
        if (target["accessKeyId"].StartsWith("ASIA", StringComparison.Ordinal))
            return $"`{target["accessKeyId"]}` belongs to a session, which ends by itself and cannot be disabled; deny the sessions of its user or role instead.";
        return Aspect(document, target) is null ? $"the user `{target["userName"]}` has no access key `{target["accessKeyId"]}`." : IamUsers.RefuseBreakGlass(document);
    }

    public override IReadOnlyList<ActionCall> Changes(JsonObject document, ActionTarget target) =>
        Aspect(document, target)?.GetValue<string>() == Inactive ? [] : [Update(target, Inactive)];

    public override JsonNode? Aspect(JsonObject document, ActionTarget target) =>
        (document["accessKeys"] as JsonArray)?.FirstOrDefault(key => Text(key, "AccessKeyId") == target["accessKeyId"])?["Status"];

    public override IReadOnlyList<ActionCall> Restore(JsonNode? before, JsonNode? now, ActionTarget target) =>
        before is null ? [] : [Update(target, before.GetValue<string>())];

    public override async Task<JsonObject> BlastRadiusAsync(AwsCall call, JsonObject document, ActionTarget target, CancellationToken cancellationToken)
    {
        var radius = IamUsers.Describe(document);
        radius["keyLastUsed"] = await FactAsync(async () =>
            (await call("iam", "GetAccessKeyLastUsed", new JsonObject { ["AccessKeyId"] = target["accessKeyId"] }, cancellationToken))["AccessKeyLastUsed"]?.DeepClone());
        radius["otherActiveKeys"] = (document["accessKeys"] as JsonArray ?? []).Count(key => Text(key, "Status") == "Active" && Text(key, "AccessKeyId") != target["accessKeyId"]);
        return radius;
    }

    private static ActionCall Update(ActionTarget target, string status) => new(
        "iam",
        "UpdateAccessKey",
        new JsonObject { ["UserName"] = target["userName"], ["AccessKeyId"] = target["accessKeyId"], ["Status"] = status });
}
