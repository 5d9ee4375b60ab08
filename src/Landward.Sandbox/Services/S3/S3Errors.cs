using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>S3's error codes, texts and statuses (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).</summary>
internal static class S3Errors
{
    public static AwsErrorException NoSuchBucket(string bucket) => new("NoSuchBucket", "The specified bucket does not exist", 404)
    {
        Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["BucketName"] = bucket },
    };

    public static AwsErrorException NoSuchKey(string key) => new("NoSuchKey", "The specified key does not exist.", 404)
    {
        Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["Key"] = key },
    };

    public static AwsErrorException NoSuchVersion() => new("NoSuchVersion", "The specified version does not exist.", 404);

    public static AwsErrorException InvalidArgument(string message) => new("InvalidArgument", message, 400);

    public static AwsErrorException InvalidRequest(string message) => new("InvalidRequest", message, 400);

    public static AwsErrorException MalformedXml() =>
        new("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema", 400);

    public static AwsErrorException AccessDenied(string message = "Access Denied") => new("AccessDenied", message, 403);

    public static AwsErrorException InvalidBucketState(string message) => new("InvalidBucketState", message, 409);

    public static AwsErrorException PreconditionFailed() =>
        new("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
}
