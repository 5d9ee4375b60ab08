using System.Diagnostics.CodeAnalysis;

namespace Landward.Policy;

/// <summary>The policy types of IAM Access Analyzer's ValidatePolicy.</summary>
public enum ValidationPolicyType
{
    IdentityPolicy,
    ResourcePolicy,
    ServiceControlPolicy,
    ResourceControlPolicy,
}

/// <summary>The types of resource for which ValidatePolicy has checks of their own.</summary>
public enum ValidationResourceType
{
    S3Bucket,
    S3AccessPoint,
    S3MultiRegionAccessPoint,
    S3ObjectLambdaAccessPoint,
    AssumeRolePolicyDocument,
    DynamoDBTable,
}

/// <summary>The names AWS gives the types, as in the API.</summary>
public static class ValidationTypeNames
{
    private static readonly string[] PolicyTypes = ["IDENTITY_POLICY", "RESOURCE_POLICY", "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"];

    private static readonly string[] ResourceTypes =
    [
        "AWS::S3::Bucket", "AWS::S3::AccessPoint", "AWS::S3::MultiRegionAccessPoint", "AWS::S3ObjectLambda::AccessPoint",
        "AWS::IAM::AssumeRolePolicyDocument", "AWS::DynamoDB::Table",
    ];

    private static readonly string[] FindingTypes = ["ERROR", "SECURITY_WARNING", "WARNING", "SUGGESTION"];

    public static IReadOnlyList<string> PolicyTypeNames => PolicyTypes;

    public static IReadOnlyList<string> ResourceTypeNames => ResourceTypes;

    public static IReadOnlyList<string> FindingTypeNames => FindingTypes;

    public static string ApiName(this ValidationPolicyType type) => PolicyTypes[(int)type];

    public static string ApiName(this ValidationResourceType type) => ResourceTypes[(int)type];

    public static string ApiName(this ValidationFindingType type) => FindingTypes[(int)type];

    public static bool TryParse([NotNullWhen(true)] string? name, out ValidationPolicyType type)
    {
        var index = Array.IndexOf(PolicyTypes, name);
        type = index < 0 ? default : (ValidationPolicyType)index;
        return index >= 0;
    }

    public static bool TryParse([NotNullWhen(true)] string? name, out ValidationResourceType type)
    {
        var index = Array.IndexOf(ResourceTypes, name);
        type = index < 0 ? default : (ValidationResourceType)index;
        return index >= 0;
    }
}
