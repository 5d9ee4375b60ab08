using System.Text;
using Landward.Logs;

namespace Landward.Access.History;

/// <summary>
/// What an event's error code says about authorization. Codes: "Common errors" of the API references; EC2 prefixes its own with
/// <c>Client.</c>; a dry run that would have succeeded is an error too ("Error codes for the Amazon EC2 API").
/// </summary>
internal static class EventOutcome
{
    private static readonly string[] Denials = ["AccessDenied", "UnauthorizedOperation", "NotAuthorized", "AuthorizationError", "UnauthorizedAccess", "AuthFailure.Unauthorized", "Forbidden"];

    // Refused before any policy was looked at, so that nothing is known about authorization.
    private static readonly string[] Earlier =
    [
        "Throttl", "RequestLimitExceeded", "TooManyRequests", "ProvisionedThroughputExceeded", "SlowDown", "ExpiredToken", "RequestExpired",
        "InvalidClientTokenId", "InvalidAccessKeyId", "UnrecognizedClient", "SignatureDoesNotMatch", "InvalidSignature", "IncompleteSignature",
        "MissingAuthenticationToken", "AuthFailure", "OptInRequired", "InvalidToken",
    ];

    /// <summary>Null when the call did not get as far as authorization.</summary>
    public static CallOutcome? Of(CloudTrailEvent @event)
    {
        var code = @event.Span(CloudTrailField.ErrorCode);
        if (code.IsEmpty)
            return CallOutcome.Authorized;
        return Of(Encoding.UTF8.GetString(code));
    }

    private static CallOutcome? Of(string code)
    {
        if (Array.Exists(Denials, denial => code.Contains(denial, StringComparison.OrdinalIgnoreCase)))
            return CallOutcome.Denied;
        return Array.Exists(Earlier, early => code.Contains(early, StringComparison.OrdinalIgnoreCase)) ? null : CallOutcome.Authorized;
    }
}
