using System.Collections.Frozen;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>
/// Root elements of S3's answers, which the model does not name. Source: "Response Syntax" of each operation in the Amazon S3
/// API Reference.
/// </summary>
internal static class S3Roots
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ListBuckets"] = "ListAllMyBucketsResult",
        ["ListDirectoryBuckets"] = "ListAllMyDirectoryBucketsResult",
        ["ListObjects"] = "ListBucketResult",
        ["ListObjectsV2"] = "ListBucketResult",
        ["ListObjectVersions"] = "ListVersionsResult",
        ["ListMultipartUploads"] = "ListMultipartUploadsResult",
        ["ListParts"] = "ListPartsResult",
        ["CreateMultipartUpload"] = "InitiateMultipartUploadResult",
        ["CompleteMultipartUpload"] = "CompleteMultipartUploadResult",
        ["DeleteObjects"] = "DeleteResult",
        ["GetBucketAcl"] = "AccessControlPolicy",
        ["GetObjectAcl"] = "AccessControlPolicy",
        ["GetBucketVersioning"] = "VersioningConfiguration",
        ["GetBucketLifecycleConfiguration"] = "LifecycleConfiguration",
        ["GetBucketLogging"] = "BucketLoggingStatus",
        ["GetBucketTagging"] = "Tagging",
        ["GetObjectTagging"] = "Tagging",
        ["GetBucketCors"] = "CORSConfiguration",
        ["GetBucketWebsite"] = "WebsiteConfiguration",
        ["GetBucketNotificationConfiguration"] = "NotificationConfiguration",
        ["GetBucketRequestPayment"] = "RequestPaymentConfiguration",
        ["GetBucketAccelerateConfiguration"] = "AccelerateConfiguration",
        ["GetObjectAttributes"] = "GetObjectAttributesResponse",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(ServiceDescription service, OperationDescription operation) =>
        service.Name == "s3" && Names.TryGetValue(operation.Name, out var name) ? name : operation.Name + "Result";
}
