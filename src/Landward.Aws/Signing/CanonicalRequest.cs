using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Landward.Aws.Wire;

namespace Landward.Aws.Signing;

/// <summary>
/// The canonical form of a request that Signature Version 4 hashes.
/// Source: "Create a signed AWS API request", IAM User Guide.
/// </summary>
internal static class CanonicalRequest
{
    public const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <param name="request">The request, its Host header included.</param>
    /// <param name="isS3">S3's paths are encoded once and not normalised; all others are normalised and encoded again.</param>
    /// <param name="signedHeaders">Lower-case names in ordinal order, separated by semicolons.</param>
    /// <param name="payloadHash">Hash of the body in lower-case hex, or a marker such as <c>UNSIGNED-PAYLOAD</c>.</param>
    /// <param name="leaveOut">A query parameter that is not part of the canonical form (the signature itself).</param>
    public static string Build(WireRequest request, bool isS3, string signedHeaders, string payloadHash, string? leaveOut = null)
    {
        var text = new StringBuilder(512);
        text.Append(request.Method).Append('\n');
        AppendPath(text, request.RawPath, isS3);
        text.Append('\n');
        AppendQuery(text, request.RawQuery, leaveOut);
        text.Append('\n');
        foreach (var range in signedHeaders.AsSpan().Split(';'))
        {
            var name = signedHeaders.AsSpan()[range];
            text.Append(name).Append(':');
            AppendHeader(text, request.Headers, name);
            text.Append('\n');
        }
        return text.Append('\n').Append(signedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    public static string StringToSign(string timestamp, string scope, string canonicalRequest)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest), hash);
        return $"{AuthorizationHeader.Algorithm}\n{timestamp}\n{scope}\n{Convert.ToHexStringLower(hash)}";
    }

    public static string Hash(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return EmptyHash;
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(body, hash);
        return Convert.ToHexStringLower(hash);
    }

    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static void AppendPath(StringBuilder text, string rawPath, bool isS3)
    {
        if (isS3)
        {
            // Segment by segment: an encoded slash inside a key's segment stays encoded.
            text.Append(rawPath.Length == 0 ? "/" : string.Join('/', rawPath.Split('/').Select(segment => UriText.Encode(UriText.Decode(segment)))));
            return;
        }
        if (!rawPath.Contains('%', StringComparison.Ordinal) && !rawPath.Contains('.', StringComparison.Ordinal)
            && !rawPath.Contains("//", StringComparison.Ordinal))
        {
            text.Append(rawPath.Length <= 1 ? "/" : UriText.EncodePath(rawPath));
            return;
        }
        var kept = new List<string>();
        foreach (var segment in rawPath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..")
            {
                if (kept.Count > 0)
                    kept.RemoveAt(kept.Count - 1);
            }
            else if (segment != ".")
            {
                kept.Add(Uri.EscapeDataString(segment));
            }
        }
        text.Append('/').AppendJoin('/', kept);
        if (kept.Count > 0 && rawPath.EndsWith('/'))
            text.Append('/');
    }

    private static void AppendQuery(StringBuilder text, string rawQuery, string? leaveOut)
    {
        if (rawQuery.Length == 0)
            return;
        var pairs = new List<(string Name, string Value)>();
        foreach (var part in rawQuery.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equal = part.IndexOf('=', StringComparison.Ordinal);
            var name = UriText.Encode(UriText.Decode(equal < 0 ? part : part[..equal]));
            if (name != leaveOut)
                pairs.Add((name, equal < 0 ? string.Empty : UriText.Encode(UriText.Decode(part[(equal + 1)..]))));
        }
        pairs.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : string.CompareOrdinal(a.Value, b.Value));
        var first = true;
        foreach (var (name, value) in pairs)
        {
            if (!first)
                text.Append('&');
            text.Append(name).Append('=').Append(value);
            first = false;
        }
    }

    private static void AppendHeader(StringBuilder text, WireHeaders headers, ReadOnlySpan<char> name)
    {
        var first = true;
        foreach (var (header, value) in headers)
        {
            if (!name.Equals(header, StringComparison.OrdinalIgnoreCase))
                continue;
            if (!first)
                text.Append(',');
            first = false;
            AppendTrimmed(text, value.AsSpan().Trim());
        }
    }

    private static void AppendTrimmed(StringBuilder text, ReadOnlySpan<char> value)
    {
        if (value.IndexOf("  ") < 0)
        {
            text.Append(value);
            return;
        }
        var space = false;
        foreach (var c in value)
        {
            if (c != ' ' || !space)
                text.Append(c);
            space = c == ' ';
        }
    }
}
