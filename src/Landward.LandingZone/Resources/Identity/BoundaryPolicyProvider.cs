using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Identity;

/// <summary>The customer managed policy behind a permission set's boundary; Identity Center refers to it by name in every account.</summary>
internal sealed class BoundaryPolicyProvider : ResourceProvider
{
    /// <summary>IAM keeps at most five versions of a managed policy ("IAM and AWS STS quotas"; 2026).</summary>
    private const int MaxVersions = 5;

    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (await FindAsync(context) is not { } policy)
            return null;
        var version = await context.Here.ReadAsync(
            "iam", "GetPolicyVersion", new JsonObject { ["PolicyArn"] = Json.Text(policy, "Arn"), ["VersionId"] = Json.Text(policy, "DefaultVersionId") }, context.Cancellation);
        return new JsonObject
        {
            ["name"] = Json.Text(policy, "PolicyName"),
            ["path"] = Json.Text(policy, "Path"),
            ["document"] = Json.Document(Json.Text(version["PolicyVersion"], "Document")),
        };
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var input = new JsonObject { ["PolicyName"] = context.Text("name"), ["Path"] = context.Text("path"), ["PolicyDocument"] = context.Desired["document"]!.ToJsonString() };
        var answer = await context.Here.WriteAsync("iam", "CreatePolicy", input, context.Cancellation, "EntityAlreadyExists");
        if (answer is null)
            await UpdateAsync(context, []);
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var arn = Json.Text(await FindAsync(context), "Arn") ?? throw new ChangeRefusedException($"A policy named `{context.Text("name")}` exists on another path; remove it.");
        var versions = await context.Here.ListAsync("iam", "ListPolicyVersions", new JsonObject { ["PolicyArn"] = arn }, "Versions", context.Cancellation);
        if (versions.Count >= MaxVersions)
        {
            var oldest = versions.Where(version => !Json.Bool(version, "IsDefaultVersion")).MinBy(version => Json.Text(version, "CreateDate"), StringComparer.Ordinal);
            await context.Here.WriteAsync("iam", "DeletePolicyVersion", new JsonObject { ["PolicyArn"] = arn, ["VersionId"] = Json.Text(oldest, "VersionId") }, context.Cancellation);
        }
        var input = new JsonObject { ["PolicyArn"] = arn, ["PolicyDocument"] = context.Desired["document"]!.ToJsonString(), ["SetAsDefault"] = true };
        await context.Here.WriteAsync("iam", "CreatePolicyVersion", input, context.Cancellation);
    }

    private static async Task<JsonNode?> FindAsync(ResourceContext context)
    {
        var policies = await context.Here.ListAsync("iam", "ListPolicies", new JsonObject { ["Scope"] = "Local" }, "Policies", context.Cancellation);
        return policies.FirstOrDefault(policy => Json.Text(policy, "PolicyName") == context.Text("name") && Json.Text(policy, "Path") == context.Text("path"));
    }
}
