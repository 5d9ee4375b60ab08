using System.Collections.Frozen;
using Landward.Aws.Descriptions;
using Landward.Aws.Wire;

namespace Landward.Aws;

/// <summary>Which failures are worth another attempt. Source: "Retry behavior", AWS SDKs and Tools Reference Guide.</summary>
internal static class RetryRules
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MaxExtraDelay = TimeSpan.FromSeconds(5);

    private static readonly FrozenSet<string> RetryableCodes = new[]
    {
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "PriorRequestNotComplete",
        "EC2ThrottledException", "RequestTimeout", "RequestTimeoutException", "IDPCommunicationError",
        // Not throttling, but gone at the next attempt: another change was running.
        "ConcurrentModificationException", "ConcurrentModification", "OperationAborted", "PolicyChangesInProgressException",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Here LimitExceededException is a quota, and the same call fails the same way.
    private static readonly FrozenSet<string> QuotaServices = new[]
    {
        "iam", "organizations", "kms", "logs", "events", "config", "securityhub", "cloudwatch", "cloudformation", "ecr", "secretsmanager",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ClockCodes = new[]
    {
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsRetryable(ServiceDescription service, ServiceError error)
    {
        if (error.Code == "LimitExceededException" && QuotaServices.Contains(service.Name))
            return false;
        return RetryableCodes.Contains(error.Code)
            || error.Status is 429 or 500 or 502 or 503 or 504 or 509
            || service.FindError(error.Code)?.Error?.IsRetryable == true;
    }

    public static bool MayBeClockSkew(string code) => ClockCodes.Contains(code);

    /// <summary>The wait before attempt <paramref name="attempt"/> + 1, counted from 1, with full jitter.</summary>
    /// <param name="jitter">Uniform in 0 to 1.</param>
    /// <param name="retryAfter">What the service asked for, honoured up to five seconds beyond our own.</param>
    public static TimeSpan Delay(int attempt, double jitter, TimeSpan? retryAfter)
    {
        var backoff = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt - 1), MaxDelay.TotalSeconds)) * jitter;
        if (retryAfter is not { } asked || asked <= backoff)
            return backoff;
        return asked > backoff + MaxExtraDelay ? backoff + MaxExtraDelay : asked;
    }
}
