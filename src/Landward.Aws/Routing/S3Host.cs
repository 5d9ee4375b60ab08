namespace Landward.Aws.Routing;

/// <summary>
/// Virtual-hosted-style addressing: the bucket is the part of the host name before <c>.s3.</c> or <c>.s3-Region.</c>, or before
/// <c>.localhost</c>. Source: "Virtual hosting of general purpose buckets", S3 User Guide.
/// </summary>
internal static class S3Host
{
    public static string? Bucket(string? host)
    {
        if (string.IsNullOrEmpty(host))
            return null;
        var colon = host.LastIndexOf(':');
        var name = colon > 0 ? host[..colon] : host;
        foreach (var mark in (ReadOnlySpan<string>)[".s3.", ".s3-"])
        {
            var at = name.LastIndexOf(mark, StringComparison.OrdinalIgnoreCase);
            if (at > 0 && (name.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)))
            {
                return name[..at];
            }
        }
        const string local = ".localhost";
        return name.EndsWith(local, StringComparison.OrdinalIgnoreCase) && !IsS3Itself(name[..^local.Length]) ? name[..^local.Length] : null;
    }

    private static bool IsS3Itself(string name) => name is "s3" || name.StartsWith("s3.", StringComparison.Ordinal) || name.StartsWith("s3-", StringComparison.Ordinal);
}
