namespace Landward.Policy.Validation;

/// <summary>The size of the document against the quota of its type.</summary>
internal static class SizeChecks
{
    /// <summary>"Bucket policies are limited to 20 KB in size" (Amazon S3); access points and DynamoDB resource policies have the same limit.</summary>
    private const int ResourcePolicyBytes = 20 * 1024;

    /// <summary>The default; it can be raised ("IAM and AWS STS quotas").</summary>
    private const int TrustPolicyCharacters = 2_048;

    public static void Run(ValidationContext context)
    {
        var code = IssueCodeOf(context.Type, context.ResourceType);
        var (size, limit) = code switch
        {
            "POLICY_SIZE_EXCEEDS_SCP_QUOTA" => (context.Text.Length, PolicyQuota.MaxCharactersOf(PolicyKind.ServiceControlPolicy)),
            "POLICY_SIZE_EXCEEDS_RCP_QUOTA" => (context.Text.Length, PolicyQuota.MaxCharactersOf(PolicyKind.ResourceControlPolicy)),
            "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA" => (WithoutWhiteSpace(context.Text), PolicyQuota.MaxCharactersOf(PolicyKind.Identity)),
            "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA" => (WithoutWhiteSpace(context.Text), TrustPolicyCharacters),
            // Without a resource type nobody knows which service's limit applies.
            _ => (System.Text.Encoding.UTF8.GetByteCount(context.Text), context.ResourceType is null ? null : ResourcePolicyBytes),
        };
        if (size > limit)
            context.Report(code, $"The policy has {size} characters where {limit} are allowed. Split it into several policies or merge statements.", context.Root);
    }

    public static string IssueCodeOf(ValidationPolicyType type, ValidationResourceType? resourceType) => type switch
    {
        ValidationPolicyType.IdentityPolicy => "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        ValidationPolicyType.ServiceControlPolicy => "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
        ValidationPolicyType.ResourceControlPolicy => "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
        _ => resourceType == ValidationResourceType.AssumeRolePolicyDocument ? "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA" : "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
    };

    private static int WithoutWhiteSpace(string text) => text.Count(character => !char.IsWhiteSpace(character));
}
