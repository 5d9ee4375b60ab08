using System.Collections.Frozen;

namespace Landward.Rules.Export;

/// <summary>What is known of fields of CloudTrail records. Source: "CloudTrail record contents" and "CloudTrail userIdentity element", AWS CloudTrail User Guide.</summary>
internal static class CloudTrailFields
{
    /// <summary>
    /// Fields whose values AWS spells in one way only, so that comparing with case and without is the same. The spelling of the rule is
    /// taken for AWS's; the proof on recorded events shows where it is not.
    /// </summary>
    private static readonly FrozenSet<string> Enumerations = new[]
    {
        "eventSource", "eventName", "eventType", "eventCategory", "eventVersion", "awsRegion", "errorCode", "recipientAccountId", "readOnly", "managementEvent",
        "sessionCredentialFromConsole", "userIdentity.type", "userIdentity.accountId", "userIdentity.invokedBy",
        "userIdentity.sessionContext.attributes.mfaAuthenticated", "userIdentity.sessionContext.sessionIssuer.type",
        "additionalEventData.MFAUsed", "additionalEventData.MobileVersion", "responseElements.ConsoleLogin", "responseElements.PasswordUpdated",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> AlwaysThere = new[]
    {
        "eventVersion", "eventTime", "eventSource", "eventName", "eventType", "eventID", "awsRegion", "sourceIPAddress", "userIdentity.type",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> FreeTexts = new[]
    {
        "userAgent", "errorMessage", "requestID", "sharedEventID", "vpcEndpointId", "userIdentity.arn", "userIdentity.userName", "userIdentity.principalId",
        "userIdentity.accessKeyId", "userIdentity.identityProvider", "userIdentity.sessionContext.sessionIssuer.arn",
        "userIdentity.sessionContext.sessionIssuer.userName", "userIdentity.sessionContext.sessionIssuer.accountId", "additionalEventData.SamlProviderArn",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Fields that are texts wherever they are there.</summary>
    public static bool IsText(string path) =>
        AlwaysThere.Contains(path) || FreeTexts.Contains(path) || (Enumerations.Contains(path) && path is not ("readOnly" or "managementEvent"));

    public static bool IsAlwaysThere(string path) => AlwaysThere.Contains(path);

    /// <summary>Whether a comparison with case finds what one without case does. Truth values are spelled small wherever they are texts.</summary>
    public static bool ComparesAlike(string path, ExportText text) => text.Cased || !text.HasLetters || text.Characters is "true" or "false" || Enumerations.Contains(path);
}
