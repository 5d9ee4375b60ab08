using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Versions of customer managed policies: at most five, one of them the default; numbers are never used again.</summary>
internal static class ManagedPolicyVersions
{
    public static JsonObject CreatePolicyVersion(CallContext call, JsonObject input)
    {
        var policy = ManagedPolicies.Own(call, input);
        var text = input.RequiredText("PolicyDocument", "ValidationError");
        ManagedPolicies.CheckDocument(text);
        if (policy.Structure(Layout.Versions)!.Count >= IamQuotas.VersionsPerPolicy)
            throw IamErrors.LimitExceeded(
                $"A managed policy can have up to {IamQuotas.VersionsPerPolicy} versions. Before you create a new version, you must delete an existing version.");
        var now = SandboxTime.Format(call.Now);
        var number = policy.Number("NextVersion") ?? 2;
        var id = string.Create(CultureInfo.InvariantCulture, $"v{number}");
        var changed = call.GlobalTable(Layout.ManagedPolicy).Update(policy.Text("Arn")!, document =>
        {
            document["NextVersion"] = number + 1;
            document["UpdateDate"] = now;
            document.Structure(Layout.Versions)![id] = new JsonObject { [Layout.Document] = text, ["CreateDate"] = now };
            if (input.Flag("SetAsDefault") == true)
                document[Layout.DefaultVersionId] = id;
        });
        return new JsonObject { ["PolicyVersion"] = Describe(changed, id, withDocument: false) };
    }

    public static JsonObject GetPolicyVersion(CallContext call, JsonObject input)
    {
        var policy = ManagedPolicies.Required(call, input);
        return new JsonObject { ["PolicyVersion"] = Describe(policy, VersionId(policy, input), withDocument: true) };
    }

    public static JsonObject ListPolicyVersions(CallContext call, JsonObject input)
    {
        var policy = ManagedPolicies.Required(call, input);
        return IamPages.Answer(call, input, "Versions", [.. NewestFirst(policy).Select(id => Describe(policy, id, withDocument: false))]);
    }

    public static JsonObject SetDefaultPolicyVersion(CallContext call, JsonObject input)
    {
        var policy = ManagedPolicies.Own(call, input);
        var id = VersionId(policy, input);
        call.GlobalTable(Layout.ManagedPolicy).Update(policy.Text("Arn")!, document =>
        {
            document[Layout.DefaultVersionId] = id;
            document["UpdateDate"] = SandboxTime.Format(call.Now);
        });
        return [];
    }

    public static JsonObject DeletePolicyVersion(CallContext call, JsonObject input)
    {
        var policy = ManagedPolicies.Own(call, input);
        var id = VersionId(policy, input);
        if (policy.Text(Layout.DefaultVersionId) == id)
            throw IamErrors.DeleteConflict("Cannot delete the default version of a policy.");
        call.GlobalTable(Layout.ManagedPolicy).Update(policy.Text("Arn")!, document => document.Structure(Layout.Versions)!.Remove(id));
        return [];
    }

    public static IEnumerable<string> NewestFirst(JsonObject policy) =>
        policy.Structure(Layout.Versions)!.Select(version => version.Key)
            .OrderByDescending(id => int.Parse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture));

    public static JsonObject Describe(JsonObject policy, string id, bool withDocument)
    {
        var version = policy.Structure(Layout.Versions)!.Structure(id)!;
        var output = new JsonObject
        {
            ["VersionId"] = id,
            ["IsDefaultVersion"] = policy.Text(Layout.DefaultVersionId) == id,
            ["CreateDate"] = version.Text("CreateDate"),
        };
        if (withDocument)
            output["Document"] = version.Text(Layout.Document)!;
        return output;
    }

    private static string VersionId(JsonObject policy, JsonObject input)
    {
        var id = input.RequiredText("VersionId", "ValidationError");
        return policy.Structure(Layout.Versions)!.ContainsKey(id)
            ? id
            : throw IamErrors.NoSuchEntity($"Policy {policy.Text("Arn")} version {id} does not exist or is not attachable.");
    }
}
