using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Access.External;

/// <summary>External access findings as the hub keeps findings.</summary>
public static class HubFindings
{
    /// <summary>The generator that all of them name.</summary>
    public const string Generator = "external-access";

    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS::IAM::Role"] = "IAMRole",
        ["AWS::S3::Bucket"] = "S3",
        ["AWS::S3Express::DirectoryBucket"] = "S3",
        ["AWS::KMS::Key"] = "KMS",
        ["AWS::SQS::Queue"] = "SQS",
        ["AWS::SNS::Topic"] = "SNS",
        ["AWS::Lambda::Function"] = "Lambda",
        ["AWS::Lambda::LayerVersion"] = "Lambda",
        ["AWS::SecretsManager::Secret"] = "SecretsManager",
        ["AWS::EFS::FileSystem"] = "EFS",
        ["AWS::EC2::Snapshot"] = "EBS",
        ["AWS::ECR::Repository"] = "ECR",
        ["AWS::RDS::DBSnapshot"] = "RDS",
        ["AWS::RDS::DBClusterSnapshot"] = "RDS",
        ["AWS::DynamoDB::Table"] = "DynamoDB",
        ["AWS::DynamoDB::Stream"] = "DynamoDB",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The finding's type in GuardDuty's form, such as <c>Policy:S3/PublicAccess</c>.</summary>
    public static string TypeOf(ExternalFinding finding) => $"Policy:{Kinds.GetValueOrDefault(finding.ResourceType, "Resource")}/" + finding switch
    {
        { Error: not null } => "AccessNotAnalyzed",
        { Type: ExternalFindingType.ServiceAccessWithoutSource } => "ServiceAccessWithoutSource",
        { Type: ExternalFindingType.DanglingPrincipal } => "DanglingPrincipal",
        { IsPublic: true } => "PublicAccess",
        { } when finding.Principal.ContainsKey("Federated") => "FederatedAccess",
        _ => "ExternalAccess",
    };

    /// <param name="now">When it was seen.</param>
    public static Finding ToFinding(this ExternalFinding finding, DateTimeOffset now) => new()
    {
        Id = finding.Id,
        Type = TypeOf(finding),
        Title = Title(finding),
        Description = Description(finding),
        Severity = finding.Severity,
        Generator = Generator,
        Techniques = Techniques(finding),
        Tactics = Techniques(finding).IsEmpty ? [] : [finding.ResourceType == "AWS::IAM::Role" ? "initial-access" : finding.ResourceType.EndsWith("napshot", StringComparison.Ordinal) ? "exfiltration" : "collection"],
        Account = finding.ResourceOwnerAccount,
        Region = finding.Region,
        Principal = finding.Principal.Values.FirstOrDefault(value => value.StartsWith("arn:", StringComparison.Ordinal)),
        Resources = [new FindingResource(finding.ResourceType, finding.Resource)],
        FirstSeen = now,
        LastSeen = now,
        Facts = Facts(finding),
    };

    /// <summary>One sentence: who can do what to which resource.</summary>
    public static string Title(ExternalFinding finding) => finding switch
    {
        { Error: { } error } => $"{Name(finding)} could not be analysed ({error})",
        { Type: ExternalFindingType.DanglingPrincipal } => $"{Name(finding)} names the deleted principal {finding.Principal["AWS"]}",
        { Type: ExternalFindingType.ServiceAccessWithoutSource } => $"{Name(finding)} lets {finding.Principal["Service"]} act for anybody's resource",
        { IsPublic: true } => $"{Name(finding)} is public",
        _ => $"{Name(finding)} lets {Who(finding)} in",
    };

    private static string Name(ExternalFinding finding) => finding.Resource[(finding.Resource.LastIndexOf(':') + 1)..];

    private static string Who(ExternalFinding finding) => finding.Principal.Values.FirstOrDefault() switch
    {
        null => "somebody",
        "*" when !finding.Condition.IsEmpty => "everybody with " + string.Join(" and ", finding.Condition.Select(pair => $"{pair.Key} {pair.Value}")),
        "*" => "everybody",
        var principal => principal,
    };

    private static string Description(ExternalFinding finding)
    {
        var actions = finding.Action.Length switch { 0 => string.Empty, <= 5 => $" Actions: {string.Join(", ", finding.Action)}.", var count => $" {count} actions, among them {string.Join(", ", finding.Action.Take(5))}." };
        var witness = finding.Witness is { } proof ? $" For example {proof.Principal} may call {proof.Action} on {proof.Resource}, by {proof.Statement}." : string.Empty;
        return $"{Title(finding)}, from outside the zone of trust.{actions}{witness}{string.Concat(finding.Warnings.Select(warning => " " + warning))}";
    }

    private static ImmutableArray<string> Techniques(ExternalFinding finding) => finding switch
    {
        { Type: not ExternalFindingType.ExternalAccess } or { Error: not null } => [],
        { ResourceType: "AWS::IAM::Role" } => ["T1199"],
        { } when finding.ResourceType.EndsWith("napshot", StringComparison.Ordinal) => ["T1537"],
        { IsPublic: true, ResourceType: "AWS::S3::Bucket" or "AWS::EFS::FileSystem" or "AWS::DynamoDB::Table" } => ["T1530"],
        _ => [],
    };

    private static ImmutableSortedDictionary<string, string> Facts(ExternalFinding finding)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        facts["isPublic"] = finding.IsPublic ? "true" : "false";
        foreach (var (type, value) in finding.Principal)
            facts["principal." + type] = value;
        foreach (var (key, value) in finding.Condition)
            facts["condition." + key] = value;
        switch (finding.ResourceType)
        {
            case "AWS::S3::Bucket":
                facts["bucketName"] = finding.Resource[(finding.Resource.LastIndexOf(':') + 1)..];
                break;
            case "AWS::IAM::Role":
                facts["roleName"] = finding.Resource[(finding.Resource.LastIndexOf('/') + 1)..];
                break;
            case "AWS::EC2::Snapshot":
                facts["snapshotId"] = finding.Resource[(finding.Resource.LastIndexOf('/') + 1)..];
                break;
        }
        return facts.ToImmutable();
    }
}
