using System.Collections.Frozen;
using System.Text.Json;
using Landward.Logs;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>A CloudTrail event as rules see it: the reader's picked fields answer without the event being parsed.</summary>
internal sealed class CloudTrailSigmaEvent : SigmaEvent
{
    /// <summary>The paths rules use, and the fields the reader picks.</summary>
    public static readonly FrozenDictionary<string, CloudTrailField> Fields = new Dictionary<string, CloudTrailField>(StringComparer.Ordinal)
    {
        ["eventID"] = CloudTrailField.EventId,
        ["eventTime"] = CloudTrailField.EventTime,
        ["eventSource"] = CloudTrailField.EventSource,
        ["eventName"] = CloudTrailField.EventName,
        ["eventType"] = CloudTrailField.EventType,
        ["awsRegion"] = CloudTrailField.AwsRegion,
        ["sourceIPAddress"] = CloudTrailField.SourceIpAddress,
        ["userAgent"] = CloudTrailField.UserAgent,
        ["errorCode"] = CloudTrailField.ErrorCode,
        ["recipientAccountId"] = CloudTrailField.RecipientAccountId,
        ["sessionCredentialFromConsole"] = CloudTrailField.SessionCredentialFromConsole,
        ["userIdentity.type"] = CloudTrailField.IdentityType,
        ["userIdentity.arn"] = CloudTrailField.IdentityArn,
        ["userIdentity.accountId"] = CloudTrailField.IdentityAccountId,
        ["userIdentity.principalId"] = CloudTrailField.IdentityPrincipalId,
        ["userIdentity.userName"] = CloudTrailField.IdentityUserName,
        ["userIdentity.invokedBy"] = CloudTrailField.IdentityInvokedBy,
        ["userIdentity.accessKeyId"] = CloudTrailField.AccessKeyId,
        ["userIdentity.sessionContext.sessionIssuer.arn"] = CloudTrailField.SessionIssuerArn,
        ["userIdentity.sessionContext.sessionIssuer.userName"] = CloudTrailField.SessionIssuerUserName,
        ["userIdentity.sessionContext.attributes.mfaAuthenticated"] = CloudTrailField.MfaAuthenticated,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The event to answer for.</summary>
    public required CloudTrailEvent Event { get; set; }

    public override JsonElement Root => Event.Root;

    public override SigmaFieldState Field(int number, out ReadOnlySpan<byte> text)
    {
        var field = (CloudTrailField)number;
        text = Event.Span(field);
        if (!text.IsEmpty)
            return SigmaFieldState.Text;
        // Empty is absent, null, an empty text or a structure: rare enough to look at the document unless nothing is there.
        return Event.IsAbsent(field) ? SigmaFieldState.Absent : SigmaFieldState.Unknown;
    }
}
