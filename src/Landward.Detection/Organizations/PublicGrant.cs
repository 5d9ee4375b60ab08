using System.Text.Json;
using Landward.Logs;
using Landward.Policy;

namespace Landward.Detection.Organizations;

/// <summary>
/// Whether a policy in an event lets strangers in. The policy engine decides where it knows the kind of resource; what it cannot decide,
/// or cannot read, is judged by the principals that the policy names.
/// </summary>
internal static class PublicGrant
{
    /// <summary>Events are written by strangers: one policy may cost no more than a small proof.</summary>
    private static readonly ProofBudget Budget = new(2_000);

    /// <summary>The kind of resource whose policy a service's call writes.</summary>
    private static readonly Dictionary<string, string> ResourceTypes = new(StringComparer.Ordinal)
    {
        ["s3.amazonaws.com"] = "AWS::S3::Bucket",
        ["kms.amazonaws.com"] = "AWS::KMS::Key",
        ["secretsmanager.amazonaws.com"] = "AWS::SecretsManager::Secret",
        ["sqs.amazonaws.com"] = "AWS::SQS::Queue",
        ["sns.amazonaws.com"] = "AWS::SNS::Topic",
        ["elasticfilesystem.amazonaws.com"] = "AWS::EFS::FileSystem",
        ["iam.amazonaws.com"] = PublicAccess.TrustPolicy,
        ["backup.amazonaws.com"] = "AWS::Backup::BackupVault",
        ["dynamodb.amazonaws.com"] = "AWS::DynamoDB::Table",
        ["lambda.amazonaws.com"] = "AWS::Lambda::Function",
    };

    /// <param name="policy">The document, or a text that holds it.</param>
    public static bool Of(CloudTrailEvent @event, JsonElement policy)
    {
        // Cheap and never too narrow: a stranger gets in only by a wildcard among the principals, or by their complement.
        if (!GrantedPrincipals.NamesEverybody(policy))
            return false;
        var decided = @event.Text(CloudTrailField.EventSource) is { } source && ResourceTypes.TryGetValue(source, out var type) ? Decide(policy, type) : null;
        return decided ?? GrantedPrincipals.Of(policy).Any(GrantedPrincipals.IsEverybody);
    }

    private static bool? Decide(JsonElement policy, string type)
    {
        if (Text(policy) is not { } text || PolicyDocument.Parse(text).Document is not { } document)
            return null;
        return PolicyChecks.NoPublicAccess(document, type, Budget).Result switch
        {
            PolicyCheckResult.Fail => true,
            PolicyCheckResult.Pass => false,
            _ => null,
        };
    }

    private static string? Text(JsonElement policy)
    {
        if (policy.ValueKind == JsonValueKind.Object)
            return policy.GetRawText();
        var text = policy.ValueKind == JsonValueKind.String ? EventPaths.Scalars(policy).FirstOrDefault() : null;
        return text is ['%', ..] ? Uri.UnescapeDataString(text) : text;
    }
}
