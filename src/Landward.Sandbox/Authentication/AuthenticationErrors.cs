using Landward.Aws.Descriptions;
using Landward.Aws.Signing;
using Landward.Aws.Wire;
using Landward.Sandbox.Authorization;

namespace Landward.Sandbox.Authentication;

/// <summary>
/// What a caller that is not authenticated is told. Every protocol has its own codes and words. Sources: "Common errors" of the
/// API references of IAM, EC2, S3 and the JSON services.
/// </summary>
internal static class AuthenticationErrors
{
    private const string Mismatch = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
    private const string InvalidToken = "The security token included in the request is invalid.";
    private const string ExpiredToken = "The security token included in the request is expired";
    private const string Unvalidated = "AWS was not able to validate the provided access credentials";

    /// <summary>For requests presigned with Signature Version 2, which AWS has retired.</summary>
    public static ServiceError OldSignature { get; } =
        new("InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.", 400);

    public static ServiceError UnknownKey(WireProtocol protocol) => protocol switch
    {
        WireProtocol.RestXml => new ServiceError("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403),
        WireProtocol.Ec2 => new ServiceError("AuthFailure", Unvalidated, 401),
        WireProtocol.Query => new ServiceError("InvalidClientTokenId", InvalidToken, 403),
        _ => new ServiceError("UnrecognizedClientException", InvalidToken, JsonStatus(protocol)),
    };

    /// <summary>
    /// The refusal of calls that temporary credentials of a user cannot make, whatever policies say: IAM without MFA, and STS as a
    /// federated user. Sources: "GetSessionToken" and "GetFederationToken", AWS STS API Reference.
    /// </summary>
    public static ServiceError? UnfitSession(CallFacts call, WireProtocol protocol) => (call.Caller.Type, call.Service) switch
    {
        ("FederatedUser", "iam") => UnknownKey(protocol),
        ("FederatedUser", "sts") when call.Operation != "GetCallerIdentity" => UnknownKey(protocol),
        ("IAMUser", "iam") when call.Caller is { ExpiresAt: not null, MfaAuthenticated: not true } => UnknownKey(protocol),
        _ => null,
    };

    public static ServiceError Expired(WireProtocol protocol) => protocol switch
    {
        WireProtocol.RestXml => new ServiceError("ExpiredToken", "The provided token has expired.", 400),
        WireProtocol.Ec2 => new ServiceError("RequestExpired", "Request has expired.", 400),
        WireProtocol.Query => new ServiceError("ExpiredToken", ExpiredToken, 403),
        _ => new ServiceError("ExpiredTokenException", ExpiredToken, JsonStatus(protocol)),
    };

    public static ServiceError Missing(WireProtocol protocol) => protocol switch
    {
        WireProtocol.RestXml => new ServiceError("AccessDenied", "Access Denied", 403),
        WireProtocol.Ec2 => new ServiceError("AuthFailure", Unvalidated, 401),
        WireProtocol.Query => new ServiceError("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
        _ => new ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token", JsonStatus(protocol)),
    };

    /// <summary>The error for a signature that is not right; null for one that is.</summary>
    public static ServiceError? Of(SignatureResult result, WireProtocol protocol) => result switch
    {
        SignatureResult.Ok => null,
        SignatureResult.UnknownAccessKey => UnknownKey(protocol),
        SignatureResult.Anonymous => Missing(protocol),
        SignatureResult.SignatureDoesNotMatch => WrongSignature(protocol),
        SignatureResult.BodyDoesNotMatch => protocol == WireProtocol.RestXml
            ? new ServiceError("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.", 400)
            : WrongSignature(protocol),
        SignatureResult.Expired late => OutOfTime(protocol, $"Signature expired: {Basic(late.SignedAt)} is now earlier than {Basic(late.ExpiredAt)}"),
        SignatureResult.NotYetCurrent early => OutOfTime(protocol, $"Signature not yet current: {Basic(early.SignedAt)} is still later than the server's time"),
        SignatureResult.MissingToken or SignatureResult.InvalidToken => protocol == WireProtocol.RestXml
            ? new ServiceError("InvalidToken", "The provided token is malformed or otherwise invalid.", 400)
            : UnknownKey(protocol),
        SignatureResult.Malformed malformed => Malformed(protocol, malformed.Reason),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };

    private static ServiceError WrongSignature(WireProtocol protocol) => protocol switch
    {
        WireProtocol.RestXml => new ServiceError("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.", 403),
        WireProtocol.Ec2 => new ServiceError("AuthFailure", Unvalidated, 401),
        WireProtocol.Query => new ServiceError("SignatureDoesNotMatch", Mismatch, 403),
        _ => new ServiceError("InvalidSignatureException", Mismatch, JsonStatus(protocol)),
    };

    private static ServiceError OutOfTime(WireProtocol protocol, string message) => protocol switch
    {
        WireProtocol.RestXml => new ServiceError("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", 403),
        WireProtocol.Ec2 => new ServiceError("RequestExpired", "Request has expired.", 400),
        WireProtocol.Query => new ServiceError("SignatureDoesNotMatch", message, 403),
        _ => new ServiceError("InvalidSignatureException", message, JsonStatus(protocol)),
    };

    private static ServiceError Malformed(WireProtocol protocol, string reason) => protocol switch
    {
        WireProtocol.RestXml => new ServiceError("AuthorizationHeaderMalformed", reason, 400),
        WireProtocol.Ec2 => new ServiceError("AuthFailure", reason, 401),
        WireProtocol.Query => new ServiceError("IncompleteSignature", reason, 400),
        _ => new ServiceError("IncompleteSignatureException", reason, 400),
    };

    /// <summary>JSON services answer 400 to bad credentials, REST ones 403.</summary>
    private static int JsonStatus(WireProtocol protocol) => protocol == WireProtocol.RestJson ? 403 : 400;

    private static string Basic(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'");
}
