using System.Collections.Immutable;
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
    // Read once: a reset fills the state anew and should take no longer than that.
    private static readonly Lazy<ImmutableArray<Entry>> Catalogue = new(Load);

    private static readonly Lazy<Dictionary<string, string>> ByArn =
        new(() => Catalogue.Value.ToDictionary(entry => $"arn:aws:iam::aws:policy{entry.Path}{entry.Name}", entry => entry.Document, StringComparer.Ordinal));

    /// <summary>The default version's document; null for a policy that is not in the file.</summary>
    public static string? DocumentOf(string arn) => ByArn.Value.GetValueOrDefault(arn);

    /// <summary>Puts every policy into the partition that stands for AWS itself.</summary>
    public static void Seed(CallContext call)
    {
        var table = ManagedPolicies.AwsTable(call);
        foreach (var (name, path, version, created, updated, document) in Catalogue.Value)
        {
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
                ["UpdateDate"] = updated,
                [Layout.Versions] = new JsonObject
                {
                    [version] = new JsonObject { [Layout.Document] = document, ["CreateDate"] = updated },
                },
            });
        }
    }

    private static ImmutableArray<Entry> Load()
    {
        using var stream = typeof(AwsManagedPolicies).Assembly.GetManifestResourceStream("aws-managed-policies.json")
            ?? throw new InvalidOperationException("aws-managed-policies.json is not embedded.");
        return [.. JsonNode.Parse(stream)!.AsObject().Structures("policies").Select(policy => new Entry(
            policy.Text("name")!, policy.Text("path")!, policy.Text("version")!, policy.Text("created")!, policy.Text("updated"), policy["document"]!.ToJsonString()))];
    }

    private sealed record Entry(string Name, string Path, string Version, string Created, string? Updated, string Document);
}
