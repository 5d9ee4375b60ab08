using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>
/// The AWS managed policies the sandbox knows, from <c>aws-managed-policies.json</c>: a part of AWS's catalogue, with AWS's own
/// documents and version numbers as of the file's date (only the default version of each).
/// </summary>
internal static class AwsManagedPolicies
{
    /// <summary>Puts every policy into the partition that stands for AWS itself.</summary>
    public static void Seed(CallContext call)
    {
        var table = ManagedPolicies.AwsTable(call);
        using var stream = typeof(AwsManagedPolicies).Assembly.GetManifestResourceStream("aws-managed-policies.json")
            ?? throw new InvalidOperationException("aws-managed-policies.json is not embedded.");
        foreach (var policy in JsonNode.Parse(stream)!.AsObject().Structures("policies"))
        {
            var (name, path) = (policy.Text("name")!, policy.Text("path")!);
            var (version, created) = (policy.Text("version")!, policy.Text("created")!);
            var arn = $"arn:aws:iam::aws:policy{path}{name}";
            table.Put(arn, new JsonObject
            {
                ["PolicyName"] = name,
                ["PolicyId"] = "ANPA" + call.Ids.UpperBase32(17),
                ["Arn"] = arn,
                ["Path"] = path,
                [Layout.DefaultVersionId] = version,
                ["IsAttachable"] = true,
                ["CreateDate"] = created,
                ["UpdateDate"] = policy.Text("updated"),
                [Layout.Versions] = new JsonObject
                {
                    [version] = new JsonObject { [Layout.Document] = policy["document"]!.ToJsonString(), ["CreateDate"] = policy.Text("updated") },
                },
            });
        }
    }
}
