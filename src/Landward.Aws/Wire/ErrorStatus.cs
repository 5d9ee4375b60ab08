using System.Collections.Frozen;
using Landward.Aws.Descriptions;
using Landward.Aws.Routing;

namespace Landward.Aws.Wire;

/// <summary>HTTP statuses of errors that the models do not carry.</summary>
internal static class ErrorStatus
{
    // "Error responses", Amazon S3 API Reference.
    private static readonly FrozenDictionary<string, int> S3 = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["AccessDenied"] = 403,
        ["AccountProblem"] = 403,
        ["AllAccessDisabled"] = 403,
        ["BucketAlreadyExists"] = 409,
        ["BucketAlreadyOwnedByYou"] = 409,
        ["BucketNotEmpty"] = 409,
        ["ExpiredToken"] = 400,
        ["InternalError"] = 500,
        ["InvalidAccessKeyId"] = 403,
        ["InvalidBucketState"] = 409,
        ["InvalidObjectState"] = 403,
        ["InvalidRange"] = 416,
        ["MethodNotAllowed"] = 405,
        ["MissingContentLength"] = 411,
        ["NoSuchAccessPoint"] = 404,
        ["NoSuchBucket"] = 404,
        ["NoSuchBucketPolicy"] = 404,
        ["NoSuchCORSConfiguration"] = 404,
        ["NoSuchConfiguration"] = 404,
        ["NoSuchKey"] = 404,
        ["NoSuchLifecycleConfiguration"] = 404,
        ["NoSuchObjectLockConfiguration"] = 404,
        ["NoSuchPublicAccessBlockConfiguration"] = 404,
        ["NoSuchTagSet"] = 404,
        ["NoSuchUpload"] = 404,
        ["NoSuchVersion"] = 404,
        ["NoSuchWebsiteConfiguration"] = 404,
        ["NotFound"] = 404,
        ["NotImplemented"] = 501,
        ["NotModified"] = 304,
        ["ObjectLockConfigurationNotFoundError"] = 404,
        ["OperationAborted"] = 409,
        ["OwnershipControlsNotFoundError"] = 404,
        ["PermanentRedirect"] = 301,
        ["PreconditionFailed"] = 412,
        ["ReplicationConfigurationNotFoundError"] = 404,
        ["RequestTimeTooSkewed"] = 403,
        ["ServerSideEncryptionConfigurationNotFoundError"] = 404,
        ["ServiceUnavailable"] = 503,
        ["SignatureDoesNotMatch"] = 403,
        ["SlowDown"] = 503,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // "Common errors" of the query services and of EC2 (403 for everything about credentials and permissions).
    private static readonly FrozenDictionary<string, int> Form = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["AccessDenied"] = 403,
        ["AccessDeniedException"] = 403,
        ["AuthFailure"] = 401,
        ["ExpiredToken"] = 403,
        ["IncompleteSignature"] = 400,
        ["InvalidClientTokenId"] = 403,
        ["MissingAuthenticationToken"] = 403,
        ["OptInRequired"] = 403,
        ["RequestExpired"] = 400,
        ["SignatureDoesNotMatch"] = 403,
        ["UnauthorizedOperation"] = 403,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> RestJson = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["AccessDeniedException"] = 403,
        ["ConflictException"] = 409,
        ["ExpiredTokenException"] = 403,
        ["IncompleteSignatureException"] = 403,
        ["InvalidSignatureException"] = 403,
        ["MissingAuthenticationTokenException"] = 403,
        ["ResourceNotFoundException"] = 404,
        ["ThrottlingException"] = 429,
        ["TooManyRequestsException"] = 429,
        ["UnrecognizedClientException"] = 403,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Any = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["InternalError"] = 500,
        ["InternalFailure"] = 500,
        ["InternalServerError"] = 500,
        ["NotImplementedException"] = 501,
        ["ServiceUnavailable"] = 503,
        ["ServiceUnavailableException"] = 503,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static int Of(RoutedCall call, string code, Shape? shape)
    {
        if (shape?.Error?.Status is { } modelled)
            return modelled;
        var table = call.Protocol switch
        {
            WireProtocol.RestXml => S3,
            WireProtocol.RestJson => RestJson,
            WireProtocol.Json => Any,
            _ => Form,
        };
        if (table.TryGetValue(code, out var status) || Any.TryGetValue(code, out status))
            return status;
        return shape?.Error?.IsFault == true ? 500 : 400;
    }
}
