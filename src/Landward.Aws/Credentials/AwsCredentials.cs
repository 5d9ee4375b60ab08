namespace Landward.Aws;

/// <summary>What signs a call. Its text form never shows the secret or the token.</summary>
/// <param name="AccessKeyId"><c>AKIA...</c> for long-term keys, <c>ASIA...</c> for temporary ones.</param>
/// <param name="SessionToken">Of temporary credentials; null for long-term keys.</param>
/// <param name="Expiration">When temporary credentials end, if known.</param>
public sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken = null, DateTimeOffset? Expiration = null)
{
    public override string ToString() => $"AwsCredentials {{ AccessKeyId = {AccessKeyId} }}";
}
