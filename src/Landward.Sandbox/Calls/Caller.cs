namespace Landward.Sandbox.Calls;

/// <summary>
/// Who signed the request.
/// </summary>
/// <param name="Type">CloudTrail's userIdentity type: Root, IAMUser, AssumedRole, AWSService, Anonymous.</param>
/// <param name="Account">12 digits; empty for anonymous callers and services.</param>
/// <param name="Arn">The principal's ARN; for a role session the sts ARN.</param>
/// <param name="PrincipalId">AIDA..., AROA...:session, or the account id for root.</param>
internal sealed record Caller(string Type, string Account, string Arn, string PrincipalId)
{
    public string? UserName { get; init; }
    public string? AccessKeyId { get; init; }

    /// <summary>For a role session: the role's ARN with its path.</summary>
    public string? RoleArn { get; init; }

    /// <summary>For a role session: the policies passed at AssumeRole, as documents.</summary>
    public IReadOnlyList<string> SessionPolicies { get; init; } = [];

    /// <summary>For a role session: when its credentials were issued.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When the temporary credentials end; null for long-term ones.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether the temporary credentials were issued with multi-factor authentication; null for long-term ones.</summary>
    public bool? MfaAuthenticated { get; init; }

    public string? SourceIdentity { get; init; }

    /// <summary>The principal's tags: of the user, or of the role overlaid by the session's.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The sandbox itself acting as an AWS service, such as <c>cloudtrail.amazonaws.com</c> delivering a file.</summary>
    public static Caller Service(string principal) => new("AWSService", string.Empty, principal, principal);
}
