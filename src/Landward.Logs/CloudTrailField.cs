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
    VpcEndpointId,
    SourceIdentity,

    /// <summary>The id that deliveries of one event to several accounts have in common; few events have it.</summary>
    SharedEventId,

    /// <summary>The JSON text of the object; its span is empty when it is null.</summary>
    RequestParameters,

    /// <summary>The JSON text of the list of the resources that the event names.</summary>
    Resources,

    /// <summary>The JSON text of the object; present when the call came over TLS and the service says so.</summary>
    TlsDetails,

    /// <summary>The JSON text of the object in <c>sessionContext</c> of a web identity's session; <c>{}</c> for others.</summary>
    WebIdFederationData,

    /// <summary>The JSON text of the object, of which the parts are fields of their own: events with the same text have the same caller.</summary>
    UserIdentity,
}
