using System.Text.RegularExpressions;
using Landward.Aws.Descriptions;
using Landward.Policy;

namespace Landward.Detection.Linting;

/// <summary>
/// Which calls records can be of: operations of the services' descriptions, actions of the Service Authorization Reference, and events that
/// are no API call.
/// </summary>
internal static partial class KnownCalls
{
    private const string Suffix = ".amazonaws.com";

    /// <summary>Endpoints whose service is described, or has its actions, under another name.</summary>
    private static readonly Dictionary<string, (string Description, string Prefix)> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["access-analyzer"] = ("accessanalyzer", "access-analyzer"),
        ["cloudcontrolapi"] = ("cloudcontrol", "cloudformation"),
        ["elasticfilesystem"] = ("efs", "elasticfilesystem"),
        ["monitoring"] = ("cloudwatch", "cloudwatch"),
        ["sso"] = ("sso-admin", "sso"),
        ["tagging"] = ("", "tag"),
        ["states"] = ("", "states"),
        ["email"] = ("", "ses"),
        ["signin"] = ("", "signin"),
        ["cognito-idp"] = ("", "cognito-idp"),
        ["route53domains"] = ("", "route53domains"),
    };

    /// <summary>Events that are no API call, and calls recorded under another name than their operation's. Source: the services' guides, "Logging ... with CloudTrail".</summary>
    private static readonly Dictionary<string, string[]> OtherEvents = new(StringComparer.OrdinalIgnoreCase)
    {
        ["signin"] =
        [
            "ConsoleLogin", "CheckMfa", "SwitchRole", "ExitRole", "GetSigninToken", "RenewRole", "PasswordRecoveryRequested",
            "PasswordRecoveryCompleted", "CredentialChallenge", "CredentialVerification", "UserAuthentication", "PasswordUpdated", "EmailUpdated",
            "AccountRecoveryRequested", "AccountRecoveryCompleted", "CreateOAuth2Token", "AuthorizeOAuth2Access",
        ],
        ["sso"] = ["Authenticate", "Federate", "Logout", "CredentialChallenge", "CredentialVerification", "UserAuthentication", "ListApplications", "GetRoleCredentials", "CreateToken"],
        ["kms"] = ["RotateKey", "DeleteKey", "SynchronizeMultiRegionKey", "CreateGrant"],
        ["s3"] =
        [
            "PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock", "GetBucketPublicAccessBlock", "PutAccountPublicAccessBlock",
            "DeleteAccountPublicAccessBlock", "GetAccountPublicAccessBlock", "PutBucketObjectLockConfiguration", "GetBucketObjectLockConfiguration",
            "PutPublicAccessBlock", "PutBucketEncryption", "DeleteBucketEncryption", "InitiateMultipartUpload", "PostObject", "ListParts",
        ],
        ["organizations"] = ["CreateAccountResult", "AccountJoinedOrganization", "AccountDepartedOrganization", "CloseAccountResult"],
        ["ec2"] = ["SharedSnapshotCopyInitiated", "SharedSnapshotVolumeCreated", "BidEvictedEvent", "TerminateInstanceInAutoScalingGroup"],
        ["ssm"] = ["OpenDataChannel", "OpenControlChannel", "PutConfigurePackageResult"],
        ["bedrock"] = ["Converse", "ConverseStream"],
        ["cloudshell"] = ["CreateEnvironment", "CreateSession", "StartEnvironment", "GetFileUploadUrls", "GetFileDownloadUrls", "PutCredentials", "SendHeartBeat", "RedeemCode"],
    };

    /// <summary>Services that record calls of consoles and portals, or operations under other names than their own.</summary>
    private static readonly string[] Irregular = ["s3", "sso", "signin", "apigateway"];

    /// <summary>Whether the names in a service's records are those of its described operations.</summary>
    public static bool IsRegular(string eventSource) => Describe(eventSource) is not null && !Irregular.Contains(NameOf(eventSource), StringComparer.OrdinalIgnoreCase);

    /// <summary>The service's description; null when there is none.</summary>
    public static ServiceDescription? Describe(string eventSource)
    {
        var name = NameOf(eventSource);
        return name is null ? null : ServiceCatalog.Default.Find(OtherNames.TryGetValue(name, out var other) ? other.Description : name.ToLowerInvariant());
    }

    /// <summary>The operation that an event name is of; null when the description has none.</summary>
    public static OperationDescription? Operation(ServiceDescription service, string eventName)
    {
        var bare = Version().Replace(eventName, string.Empty);
        return service.FindOperation(eventName) ?? service.FindOperation(bare)
            ?? service.Operations.FirstOrDefault(operation => operation.Name.Equals(bare, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Why the call is probably none of the service's; null when it is one, or nothing is known about the service. Without a description
    /// there are only the service's actions, and some operations are authorized by another's.
    /// </summary>
    public static string? WhyUnknown(string eventSource, string eventName)
    {
        if (NameOf(eventSource) is not { } name)
            return null;
        var prefix = OtherNames.TryGetValue(name, out var other) ? other.Prefix : name;
        var description = Describe(eventSource);
        var service = IamFacts.Current.FindService(prefix);
        if (description is null && service is null && !OtherEvents.ContainsKey(name))
            return null;
        var bare = Version().Replace(eventName, string.Empty);
        if (description is not null && Operation(description, eventName) is not null)
            return null;
        if (service?.FindAction(bare) is not null)
            return null;
        if (OtherEvents.TryGetValue(name, out var events) && events.Contains(bare, StringComparer.OrdinalIgnoreCase))
            return null;
        // Actions that are verbs of HTTP say nothing about operations.
        if (description is null && service?.FindAction("GET") is not null)
            return null;
        var names = (description?.Operations.Select(operation => operation.Name) ?? []).Concat(service?.Actions.Select(action => action.Name) ?? []);
        return $"`{eventName}` is no operation of `{eventSource}` that Landward knows (as of {IamFacts.Current.Date:yyyy-MM-dd}).{Model.Suggestion.DidYouMean(bare, names)}";
    }

    /// <summary>Why no service has a call of this name; null when one has.</summary>
    public static string? WhyUnknownAnywhere(string eventName)
    {
        var bare = Version().Replace(eventName, string.Empty);
        var known = OtherEvents.Values.Any(events => events.Contains(bare, StringComparer.OrdinalIgnoreCase))
            || IamFacts.Current.Services.Any(service => service.FindAction(bare) is not null)
            || ServiceCatalog.Default.Names.Any(name => ServiceCatalog.Default.Find(name)!.FindOperation(bare) is not null);
        return known ? null : $"`{eventName}` is an operation of no service that Landward knows (as of {IamFacts.Current.Date:yyyy-MM-dd}).";
    }

    private static string? NameOf(string eventSource) =>
        eventSource.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? eventSource[..^Suffix.Length] : null;

    /// <summary>The API's version in names of Lambda and CloudFront: <c>20150331v2</c>, <c>2020_05_31</c>.</summary>
    [GeneratedRegex(@"\d{4}_?\d{2}_?\d{2}(v\d+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Version();
}
