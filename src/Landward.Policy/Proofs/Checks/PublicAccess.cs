using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Policy.Conditions;
using Landward.Policy.Proofs;

namespace Landward.Policy;

/// <summary>
/// What public means: some stranger may use the resource. A condition keeps strangers out when it wants a fixed value of a
/// key that callers cannot set freely; negated operators, wildcards for everything and IfExists do not. Sources:
/// CheckNoPublicAccess, IAM Access Analyzer API Reference; "The meaning of public", Amazon S3 User Guide.
/// </summary>
public static class PublicAccess
{
    public const string TrustPolicy = "AWS::IAM::AssumeRolePolicyDocument";

    private static readonly FrozenDictionary<string, string[]> Services = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["AWS::DynamoDB::Table"] = ["dynamodb"],
        ["AWS::DynamoDB::Stream"] = ["dynamodb"],
        ["AWS::EFS::FileSystem"] = ["elasticfilesystem"],
        ["AWS::OpenSearchService::Domain"] = ["es"],
        ["AWS::Kinesis::Stream"] = ["kinesis"],
        ["AWS::Kinesis::StreamConsumer"] = ["kinesis"],
        ["AWS::KMS::Key"] = ["kms"],
        ["AWS::Lambda::Function"] = ["lambda"],
        ["AWS::S3::Bucket"] = ["s3"],
        ["AWS::S3::AccessPoint"] = ["s3"],
        ["AWS::S3Express::DirectoryBucket"] = ["s3express", "s3"],
        ["AWS::S3Express::AccessPoint"] = ["s3express", "s3"],
        ["AWS::S3::Glacier"] = ["glacier"],
        ["AWS::S3Outposts::Bucket"] = ["s3-outposts"],
        ["AWS::S3Outposts::AccessPoint"] = ["s3-outposts"],
        ["AWS::S3Tables::TableBucket"] = ["s3tables"],
        ["AWS::S3Tables::Table"] = ["s3tables"],
        ["AWS::SecretsManager::Secret"] = ["secretsmanager"],
        ["AWS::SNS::Topic"] = ["sns"],
        ["AWS::SQS::Queue"] = ["sqs"],
        [TrustPolicy] = ["sts"],
        ["AWS::ApiGateway::RestApi"] = ["execute-api"],
        ["AWS::CodeArtifact::Domain"] = ["codeartifact"],
        ["AWS::Backup::BackupVault"] = ["backup"],
        ["AWS::CloudTrail::Dashboard"] = ["cloudtrail"],
        ["AWS::CloudTrail::EventDataStore"] = ["cloudtrail"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Everybody can have an identity of these: whoever trusts them must fix who or for whom.</summary>
    private static readonly string[] SharedProviders =
        ["accounts.google.com", "www.amazon.com", "graph.facebook.com", "cognito-identity.amazonaws.com", "oidc-provider/token.actions.githubusercontent.com", "oidc-provider/gitlab.com", "oidc-provider/app.terraform.io"];

    /// <summary>The resource types that CheckNoPublicAccess knows.</summary>
    public static IEnumerable<string> ResourceTypes => Services.Keys.Order(StringComparer.Ordinal);

    /// <summary>The requests of strangers: callers whom the policy does not name, with no value that its conditions fix.</summary>
    public static AccessQuestion Question(PolicyDocument document, string resourceType)
    {
        var named = document.Statements.Where(statement => statement.Principals is not null).SelectMany(statement => statement.Principals!.Patterns).ToArray();
        var providers = named.Where(pattern => pattern.Kind == Matching.PrincipalPatternKind.Provider && IsShared(pattern.Value)).Select(pattern => pattern.Value);
        var conditions = document.Statements.SelectMany(statement => statement.Conditions.Conditions.SelectMany(condition => FreeOf(condition.Source, statement.Effect)));
        return new AccessQuestion
        {
            Actions = [.. Services[resourceType].Select(service => service + ":*")],
            Callers = new CallerSelection { Named = [.. named.Where(pattern => pattern.Kind != Matching.PrincipalPatternKind.Everyone && !IsShared(pattern.Value)).Select(pattern => pattern.Value).Distinct(StringComparer.Ordinal)], IsExcept = true, Kinds = KindsOf(providers.Any()) },
            Conditions = [.. conditions.DistinctBy(condition => (condition.Operator, condition.Key.ToLowerInvariant(), string.Join('\n', condition.Values)))],
        };
    }

    // AWS services are no strangers; identities of providers are, where everybody can have one.
    private static ImmutableArray<PrincipalKind> KindsOf(bool federated)
    {
        ImmutableArray<PrincipalKind> kinds = [PrincipalKind.User, PrincipalKind.RoleSession, PrincipalKind.Anonymous];
        return federated ? kinds.Add(PrincipalKind.Federated) : kinds;
    }

    private static bool IsShared(string provider) => SharedProviders.Any(shared => provider == shared || provider.EndsWith(":" + shared, StringComparison.Ordinal));

    /// <summary>The condition that a stranger's value is none of the fixed ones: those an Allow wants, and those a Deny spares.</summary>
    private static IEnumerable<AccessCondition> FreeOf(ConditionSource source, Effect effect)
    {
        if (!ConditionOperator.TryParse(source.Operator, out var op) || op.Negated != (effect == Effect.Deny))
            yield break;
        ImmutableArray<string> values = [.. source.Values.Where(value => FixedValues.IsFixed(source.Key, op.Comparison, value))];
        var opposite = op.Comparison switch
        {
            Comparison.StringEquals => "StringNotEquals",
            Comparison.StringEqualsIgnoreCase or Comparison.Bool => "StringNotEqualsIgnoreCase",
            Comparison.StringLike => "StringNotLike",
            Comparison.ArnLike => "ArnNotLike",
            Comparison.IpAddress => "NotIpAddress",
            _ => null,
        };
        if (values.IsEmpty || opposite is null)
            yield break;
        yield return new AccessCondition(op.Quantifier == Quantifier.None ? opposite : "ForAllValues:" + opposite, source.Key, values);
    }
}
