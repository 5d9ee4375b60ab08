using System.Text.Json.Nodes;
using Landward.Access;
using Landward.LandingZone.Desired;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary>The resources of a spec that have a policy of their own.</summary>
internal static class SpecResources
{
    /// <summary>Null for a resource that nobody can be let in to.</summary>
    public static AccessResource? Of(AccountId account, ResourceNode node, DocumentPool pool)
    {
        var properties = node.Properties;
        (string? arn, string type) = node.Kind switch
        {
            ResourceKind.KmsKey => ($"arn:aws:kms:{node.Region}:{account}:key/00000000-0000-4000-8000-000000000001", "AWS::KMS::Key"),
            ResourceKind.LogBucket => ($"arn:aws:s3:::{SpecSnapshot.Text(properties, "bucket")}", "AWS::S3::Bucket"),
            ResourceKind.SnsTopic => (SpecSnapshot.Text(properties, "arn"), "AWS::SNS::Topic"),
            _ => (null, string.Empty),
        };
        if (arn is null || properties["policy"] is not JsonObject policy)
            return null;
        var document = pool.Parse(policy.ToJsonString(), node.Address).Document;
        return new AccessResource
        {
            Arn = arn,
            Type = type,
            Account = account.Value,
            Region = node.Region ?? string.Empty,
            Policy = document is null ? null : new AttachedPolicy(document, $"policy of {node.Address}", PolicyKind.Resource),
            PublicAccessBlock = properties["publicAccessBlock"] is JsonValue block && block.TryGetValue<bool>(out var blocked) && blocked ? new PublicAccessBlock(true, true, true, true) : null,
        };
    }
}
