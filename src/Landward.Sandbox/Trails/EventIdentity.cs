using Landward.Aws.Descriptions;

namespace Landward.Sandbox.Trails;

/// <summary>
/// How CloudTrail names an API call where that differs from the service description. Sources: "CloudTrail record contents" and
/// the S3 User Guide's "Amazon S3 CloudTrail events".
/// </summary>
internal static class EventIdentity
{
    private static readonly Dictionary<(string Service, string Operation), string> Names = new()
    {
        [("s3", "PutPublicAccessBlock")] = "PutBucketPublicAccessBlock",
        [("s3", "GetPublicAccessBlock")] = "GetBucketPublicAccessBlock",
        [("s3", "DeletePublicAccessBlock")] = "DeleteBucketPublicAccessBlock",
        [("s3", "PutBucketLifecycleConfiguration")] = "PutBucketLifecycle",
        [("s3", "GetBucketLifecycleConfiguration")] = "GetBucketLifecycle",
        [("s3", "PutBucketNotificationConfiguration")] = "PutBucketNotification",
        [("s3", "GetBucketNotificationConfiguration")] = "GetBucketNotification",
        [("s3", "ListObjectsV2")] = "ListObjects",
        [("s3control", "PutPublicAccessBlock")] = "PutAccountPublicAccessBlock",
        [("s3control", "GetPublicAccessBlock")] = "GetAccountPublicAccessBlock",
        [("s3control", "DeletePublicAccessBlock")] = "DeleteAccountPublicAccessBlock",
        // Lambda's names carry the date of its API ("Logging Lambda API calls using CloudTrail", Lambda Developer Guide).
        [("lambda", "AddPermission")] = "AddPermission20150331v2",
        [("lambda", "CreateFunction")] = "CreateFunction20150331",
        [("lambda", "DeleteFunction")] = "DeleteFunction20150331",
        [("lambda", "GetFunction")] = "GetFunction20150331v2",
        [("lambda", "GetFunctionConfiguration")] = "GetFunctionConfiguration20150331v2",
        [("lambda", "GetPolicy")] = "GetPolicy20150331v2",
        [("lambda", "ListAliases")] = "ListAliases20150331",
        [("lambda", "ListFunctions")] = "ListFunctions20150331",
        [("lambda", "RemovePermission")] = "RemovePermission20150331v2",
        [("lambda", "UpdateFunctionConfiguration")] = "UpdateFunctionConfiguration20150331v2",
    };

    private static readonly string[] ReadVerbs =
        ["Get", "List", "Describe", "Lookup", "Head", "BatchGet", "Search", "Query", "Filter", "Test", "Validate", "Simulate", "Check", "Preview", "Receive"];

    // These change nothing in the caller's account, and CloudTrail marks them as reads.
    private static readonly HashSet<(string Service, string Operation)> Reads =
    [
        ("sts", "AssumeRole"), ("sts", "AssumeRoleWithSAML"), ("sts", "AssumeRoleWithWebIdentity"), ("sts", "DecodeAuthorizationMessage"),
        ("kms", "Encrypt"), ("kms", "Decrypt"), ("kms", "ReEncrypt"), ("kms", "GenerateDataKey"), ("kms", "GenerateDataKeyWithoutPlaintext"),
    ];

    // Object-level calls; everything else the sandbox serves is a management event.
    private static readonly HashSet<(string Service, string Operation)> DataOperations =
    [
        .. new[]
        {
            "GetObject", "PutObject", "HeadObject", "DeleteObject", "DeleteObjects", "CopyObject", "ListObjects", "ListObjectsV2", "ListObjectVersions",
            "GetObjectAcl", "PutObjectAcl", "GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging", "CreateMultipartUpload", "UploadPart",
            "UploadPartCopy", "CompleteMultipartUpload", "AbortMultipartUpload", "ListParts", "ListMultipartUploads", "GetObjectAttributes", "HeadBucket",
            "GetObjectRetention", "PutObjectRetention", "GetObjectLegalHold", "PutObjectLegalHold",
        }.Select(operation => ("s3", operation)),
        ("sns", "Publish"), ("sns", "PublishBatch"),
        ("sqs", "SendMessage"), ("sqs", "SendMessageBatch"), ("sqs", "ReceiveMessage"), ("sqs", "DeleteMessage"), ("sqs", "DeleteMessageBatch"), ("sqs", "ChangeMessageVisibility"),
        ("logs", "PutLogEvents"), ("logs", "GetLogEvents"), ("logs", "FilterLogEvents"),
        ("events", "PutEvents"),
    ];

    public static string Source(string service, string signingName) => service switch
    {
        "s3control" => "s3.amazonaws.com",
        "cloudwatch" => "monitoring.amazonaws.com",
        _ => signingName + ".amazonaws.com",
    };

    public static string Name(string service, string operation) => Names.GetValueOrDefault((service, operation), operation);

    public static bool IsReadOnly(string service, string operation) =>
        Reads.Contains((service, operation)) || ReadVerbs.Any(verb => operation.StartsWith(verb, StringComparison.Ordinal));

    /// <summary>Data events are recorded only where a trail's selectors ask for them.</summary>
    public static bool IsDataEvent(string service, string operation) => DataOperations.Contains((service, operation));

    /// <summary>
    /// EC2 writes its codes with the side at fault in front, Organizations shortens denials, the query services write the name of
    /// the error's shape (<c>NoSuchEntityException</c> where the wire says <c>NoSuchEntity</c>); others as on the wire.
    /// </summary>
    public static string ErrorCode(ServiceDescription service, string code, int status) => (service.Name, code) switch
    {
        ("ec2", _) => (status >= 500 ? "Server." : "Client.") + code,
        ("organizations", "AccessDeniedException") => "AccessDenied",
        _ => service.Protocol == WireProtocol.Query ? service.FindError(code)?.Name ?? code : code,
    };
}
