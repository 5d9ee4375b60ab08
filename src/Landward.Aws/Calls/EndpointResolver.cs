using System.Text;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Aws.Wire;

namespace Landward.Aws;

/// <summary>Where a request goes, and the Region it is signed for.</summary>
/// <param name="SigningName">Where it is not the service's own.</param>
internal sealed record ResolvedEndpoint(string Scheme, string Authority, string SigningRegion, WireRequest Request, string BasePath, string? SigningName = null)
{
    public Uri Url
    {
        get
        {
            var query = Request.RawQuery.Length == 0 ? string.Empty : "?" + Request.RawQuery;
            // The path is signed as it stands; it must not be tidied up on its way.
            return new Uri($"{Scheme}://{Authority}{Request.RawPath}{query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        }
    }
}

/// <summary>Finds the endpoint of a call.</summary>
internal static class EndpointResolver
{
    public static string Partition(string region) => region switch
    {
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ => "aws",
    };

    /// <param name="endpointUrl">One URL for all services, or null.</param>
    /// <exception cref="ArgumentException">The service has no endpoint in the Region's partition.</exception>
    public static ResolvedEndpoint Resolve(
        ServiceDescription service, OperationDescription operation, JsonObject input, WireRequest request, string region, Uri? endpointUrl)
    {
        var partition = Partition(region);
        service.Endpoints.TryGetValue(partition, out var endpoint);
        var signingRegion = endpoint?.GlobalRegion ?? region;
        if (endpointUrl is not null)
        {
            var basePath = endpointUrl.AbsolutePath.TrimEnd('/');
            return new ResolvedEndpoint(
                endpointUrl.Scheme, endpointUrl.Authority, signingRegion, request with { RawPath = basePath + request.RawPath }, basePath);
        }
        if (endpoint is null)
            throw new ArgumentException($"{service} has no endpoint in partition {partition}.", nameof(region));
        var host = endpoint.Host.Replace("{region}", region, StringComparison.Ordinal);
        if (service.Name == "s3" && ConcernsDirectoryBucket(operation, input))
            return new ResolvedEndpoint("https", "s3express-control" + host[host.IndexOf('.', StringComparison.Ordinal)..], signingRegion, request, string.Empty, "s3express");
        if (operation.HostPrefix is { } prefix)
            host = HostPrefix(operation, prefix, input) + host;
        else if (service.Name == "s3" && VirtualHost(request) is { } bucket)
            (host, request) = ($"{bucket}.{host}", request with { RawPath = Rest(request.RawPath, bucket) });
        return new ResolvedEndpoint("https", host, signingRegion, request, string.Empty);
    }

    // Bucket operations of directory buckets go to the Regional endpoint of S3 Express, path-style, and are signed for it
    // ("Regional and Zonal endpoints for directory buckets", Amazon S3 User Guide).
    private static bool ConcernsDirectoryBucket(OperationDescription operation, JsonObject input) =>
        operation.Name == "ListDirectoryBuckets"
        || (operation.Name.Contains("Bucket", StringComparison.Ordinal) && ((string?)input["Bucket"])?.EndsWith("--x-s3", StringComparison.Ordinal) == true);

    private static string HostPrefix(OperationDescription operation, string prefix, JsonObject input)
    {
        var text = new StringBuilder(prefix);
        foreach (var member in operation.Input.Members)
        {
            if (!member.IsHostLabel)
                continue;
            var value = input[member.Name] is JsonValue label ? ScalarText.Text(label) : string.Empty;
            if (value.Length is 0 or > 63 || !value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
                throw new ArgumentException($"`{member.Name}` of {operation} is part of the host name and must be 1 to 63 letters, digits or hyphens.", nameof(input));
            text.Replace("{" + member.Name + "}", value);
        }
        return text.ToString();
    }

    // A bucket whose name is one DNS label goes into the host name; a name with dots would not match the certificate.
    private static string? VirtualHost(WireRequest request)
    {
        var end = request.RawPath.IndexOf('/', 1);
        var bucket = request.RawPath[1..(end < 0 ? request.RawPath.Length : end)];
        return bucket.Length is >= 3 and <= 63 && bucket.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && bucket[0] != '-' && bucket[^1] != '-'
            ? bucket
            : null;
    }

    private static string Rest(string path, string bucket) => path.Length == bucket.Length + 1 ? "/" : path[(bucket.Length + 1)..];
}
