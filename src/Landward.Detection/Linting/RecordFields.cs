using System.Text.RegularExpressions;

namespace Landward.Detection.Linting;

/// <summary>
/// The fields every CloudTrail record may have, whatever the call. Source: "CloudTrail record contents" and "CloudTrail userIdentity
/// element", AWS CloudTrail User Guide.
/// </summary>
internal static partial class RecordFields
{
    private const string Everything = "*";

    private static readonly Dictionary<string, string[]> Members = new(StringComparer.Ordinal)
    {
        [string.Empty] =
        [
            "eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent", "errorCode",
            "errorMessage", "requestParameters", "responseElements", "additionalEventData", "requestID", "eventID", "eventType", "apiVersion",
            "managementEvent", "readOnly", "resources", "recipientAccountId", "serviceEventDetails", "sharedEventID", "vpcEndpointId",
            "vpcEndpointAccountId", "eventCategory", "addendum", "sessionCredentialFromConsole", "edgeDeviceDetails", "tlsDetails",
            "insightDetails", "eventContext",
        ],
        ["userIdentity"] =
        [
            "type", "userName", "principalId", "arn", "accountId", "accessKeyId", "sessionContext", "invokedBy", "invokedByDelegate",
            "identityProvider", "onBehalfOf", "inScopeOf", "credentialId",
        ],
        ["userIdentity.sessionContext"] = ["sessionIssuer", "webIdFederationData", "assumedRoot", "attributes", "sourceIdentity", "ec2RoleDelivery"],
        ["userIdentity.sessionContext.sessionIssuer"] = ["type", "userName", "principalId", "arn", "accountId"],
        ["userIdentity.sessionContext.attributes"] = ["creationDate", "mfaAuthenticated"],
        ["userIdentity.sessionContext.webIdFederationData"] = ["federatedProvider", "attributes"],
        ["userIdentity.sessionContext.webIdFederationData.attributes"] = [Everything],
        ["userIdentity.invokedByDelegate"] = ["accountId"],
        ["userIdentity.onBehalfOf"] = ["userId", "identityStoreArn"],
        ["userIdentity.inScopeOf"] = [Everything],
        ["requestParameters"] = [Everything],
        ["responseElements"] = [Everything],
        ["additionalEventData"] = [Everything],
        ["serviceEventDetails"] = [Everything],
        ["edgeDeviceDetails"] = [Everything],
        ["insightDetails"] = [Everything],
        ["eventContext"] = [Everything],
        ["resources"] = ["ARN", "ARNPrefix", "accountId", "type"],
        ["tlsDetails"] = ["tlsVersion", "cipherSuite", "clientProvidedHostHeader", "keyExchange"],
        ["addendum"] = ["reason", "updatedFields", "originalRequestID", "originalEventID"],
    };

    private static readonly string[] IdentityTypes =
    [
        "Root", "IAMUser", "AssumedRole", "Role", "FederatedUser", "Directory", "AWSAccount", "AWSService", "IdentityCenterUser", "SAMLUser",
        "WebIdentityUser", "Unknown",
    ];

    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        ["userIdentity.type"] = IdentityTypes,
        ["userIdentity.sessionContext.sessionIssuer.type"] = IdentityTypes,
        ["userIdentity.sessionContext.attributes.mfaAuthenticated"] = ["true", "false"],
        ["eventType"] =
        [
            "AwsApiCall", "AwsServiceEvent", "AwsConsoleAction", "AwsConsoleSignIn", "ConsoleSignin", "AwsVpceEvents", "AwsVpceEvent", "AwsCloudTrailInsight",
            "AwsMcpEvent",
        ],
        ["eventCategory"] = ["Management", "Data", "NetworkActivity", "Insight"],
        ["managementEvent"] = ["true", "false"],
        ["readOnly"] = ["true", "false"],
        ["sessionCredentialFromConsole"] = ["true"],
    };

    /// <summary>The first segment that no record has, with the names it could have been; null when the path is fine as far as records go.</summary>
    public static (string Path, string[] Known)? Unknown(string path)
    {
        var parent = string.Empty;
        foreach (var segment in path.Split('.'))
        {
            if (!Members.TryGetValue(parent, out var known))
                return (parent, []);
            if (known is [Everything])
                return null;
            if (!known.Contains(segment, StringComparer.Ordinal))
                return (parent.Length == 0 ? segment : $"{parent}.{segment}", known);
            parent = parent.Length == 0 ? segment : $"{parent}.{segment}";
        }
        return null;
    }

    /// <summary>Whether records have at most one value there, so that it cannot be two things at once.</summary>
    public static bool IsSingle(string path) =>
        !path.StartsWith("requestParameters", StringComparison.Ordinal) && !path.StartsWith("responseElements", StringComparison.Ordinal)
        && !path.StartsWith("resources", StringComparison.Ordinal) && !path.StartsWith("additionalEventData", StringComparison.Ordinal)
        && !path.StartsWith("serviceEventDetails", StringComparison.Ordinal) && Unknown(path) is null && !Members.ContainsKey(path);

    /// <summary>Why the field never has the value; null when it may.</summary>
    public static string? WhyNever(string path, string value)
    {
        if (path is "errorCode" or "errorMessage" && value.Trim().ToUpperInvariant() is "SUCCESS" or "SUCCEEDED" or "OK" or "NONE" or "NULL" or "N/A" or "")
            return $"`{path}` is absent in records of calls that succeeded, never `{value}`: write `{path}: null`.";
        if (Values.TryGetValue(path, out var values) && !values.Contains(value, StringComparer.OrdinalIgnoreCase))
            return $"`{path}` has one of the values {string.Join(", ", values)}, never `{value}`.{Model.Suggestion.DidYouMean(value, values)}";
        if (path == "eventSource" && !value.Contains('.', StringComparison.Ordinal))
            return $"`eventSource` is the name of a service's endpoint, such as `{value.ToLowerInvariant()}.amazonaws.com`, never `{value}`.";
        if (path == "eventName" && !EventName().IsMatch(value))
            return $"`eventName` is the name of an operation without its service, never `{value}`.";
        return null;
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]*$", RegexOptions.NonBacktracking)]
    private static partial Regex EventName();
}
