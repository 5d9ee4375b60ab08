using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.S3;

namespace Landward.Sandbox.Services.Lambda;

/// <summary>Size and hash of code that is uploaded, or stands in a bucket. The sandbox keeps neither and runs nothing.</summary>
internal static class FunctionCode
{
    /// <summary>The largest upload in a request ("Lambda quotas", Lambda Developer Guide).</summary>
    private const int LargestUpload = 50 * 1024 * 1024;

    /// <summary>Sets CodeSize and CodeSha256.</summary>
    public static void Describe(CallContext call, JsonObject code, JsonObject target)
    {
        if (code.Text("ZipFile") is { Length: > 0 } zip)
        {
            var bytes = Convert.FromBase64String(zip);
            if (bytes.Length > LargestUpload)
                throw new AwsErrorException("RequestEntityTooLargeException", "Request must be smaller than 70167211 bytes for the CreateFunction operation", 413);
            (target["CodeSize"], target["CodeSha256"]) = (bytes.Length, Convert.ToBase64String(SHA256.HashData(bytes)));
            return;
        }
        if (code.Text("ImageUri") is { Length: > 0 } image)
        {
            (target["CodeSize"], target["CodeSha256"]) = (0, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(image))));
            return;
        }
        if (code.Text("S3Bucket") is not { } bucket || code.Text("S3Key") is not { } key)
            throw LambdaErrors.InvalidParameterValue("Please provide a source for function code.");
        try
        {
            call.RequireBucket(bucket);
            var found = new ObjectTable(call, bucket).Require(key, code.Text("S3ObjectVersion"));
            (target["CodeSize"], target["CodeSha256"]) = (found.Number("Size") ?? 0, Hash(call, found));
        }
        catch (AwsErrorException absent)
        {
            throw LambdaErrors.InvalidParameterValue($"Error occurred while GetObject. S3 Error Code: {absent.Code}. S3 Error Message: {absent.Message}");
        }
    }

    private static string Hash(CallContext call, JsonObject found) =>
        Convert.ToBase64String(SHA256.HashData(found.Text(Authorization.StateLayout.S3.BlobId) is { } blob ? call.State.FindBlob(blob) ?? [] : []));
}
