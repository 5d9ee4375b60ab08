namespace Landward.Logs;

/// <summary>
/// The fields that are picked out of every event in one pass, because rules are indexed by them and findings are grouped by them.
/// Names and meanings: "CloudTrail record contents" and "CloudTrail userIdentity element", AWS CloudTrail User Guide.
/// </summary>
public enum CloudTrailField
{
    EventId,
    EventTime,
    EventSource,
    EventName,
    AwsRegion,
    SourceIpAddress,
    ErrorCode,
    RecipientAccountId,
    IdentityType,
    IdentityArn,
    IdentityAccountId,
    IdentityPrincipalId,
    IdentityUserName,
    IdentityInvokedBy,
    AccessKeyId,
    SessionIssuerArn,
    SessionIssuerUserName,
    MfaAuthenticated,
    UserAgent,
    EventType,
    SessionCredentialFromConsole,
}
