using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Landward.Aws.Wire;

namespace Landward.Aws.Signing;

/// <summary>AWS Signature Version 4, both sides. Source: "AWS Signature Version 4 for API requests", IAM User Guide.</summary>
public static class SigV4
{
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    private const string DateHeader = "X-Amz-Date";
    private const string HashHeader = "x-amz-content-sha256";
    private const string TokenHeader = "X-Amz-Security-Token";
    private const long MaxPresignedSeconds = 7 * 24 * 3600;

    // Hops may add, drop or change these.
    private static readonly HashSet<string> NotSigned = new(StringComparer.OrdinalIgnoreCase)
    {
        "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    };

    /// <summary>Adds the signature's headers to the request, which must have its Host header.</summary>
    /// <param name="request">Signed in place.</param>
    /// <param name="service">The signing name.</param>
    /// <param name="now">The time of signing.</param>
    /// <param name="payloadHash">Null hashes the body; <see cref="UnsignedPayload"/> leaves it out (S3).</param>
    public static void Sign(
        WireRequest request, AwsCredentials credentials, string region, string service, DateTimeOffset now, string? payloadHash = null)
    {
        var timestamp = CanonicalRequest.Timestamp(now);
        var scope = new CredentialScope(credentials.AccessKeyId, timestamp[..8], region, service);
        payloadHash ??= CanonicalRequest.Hash(request.Body.Span);
        request.Headers.Set(DateHeader, timestamp);
        if (IsS3(service))
            request.Headers.Set(HashHeader, payloadHash);
        if (credentials.SessionToken is { } token)
            request.Headers.Set(TokenHeader, token);
        request.Headers.Remove("Authorization");
        var signedHeaders = SignedHeaders(request.Headers);
        var canonical = CanonicalRequest.Build(request, IsS3(service), signedHeaders, payloadHash);
        var signature = SigningKeys.Sign(credentials.SecretAccessKey, scope, CanonicalRequest.StringToSign(timestamp, scope.Text, canonical));
        request.Headers.Add(
            "Authorization",
            $"{AuthorizationHeader.Algorithm} Credential={scope.AccessKeyId}/{scope.Text}, SignedHeaders={signedHeaders}, Signature={signature}");
    }

    /// <summary>The query string of a presigned request: the request's own parameters, the signature's, and the signature.</summary>
    /// <param name="request">Only its Host header is signed.</param>
    /// <param name="validFor">At most seven days.</param>
    internal static string Presign(
        WireRequest request, AwsCredentials credentials, string region, string service, DateTimeOffset now, TimeSpan validFor)
    {
        var timestamp = CanonicalRequest.Timestamp(now);
        var scope = new CredentialScope(credentials.AccessKeyId, timestamp[..8], region, service);
        var query = new StringBuilder(request.RawQuery);
        Append(query, "X-Amz-Algorithm", AuthorizationHeader.Algorithm);
        Append(query, "X-Amz-Credential", $"{scope.AccessKeyId}/{scope.Text}");
        Append(query, "X-Amz-Date", timestamp);
        Append(query, "X-Amz-Expires", ((long)validFor.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        Append(query, "X-Amz-SignedHeaders", "host");
        if (credentials.SessionToken is { } token)
            Append(query, TokenHeader, token);
        var unsigned = request with { RawQuery = query.ToString() };
        var hash = IsS3(service) ? UnsignedPayload : CanonicalRequest.Hash(request.Body.Span);
        var canonical = CanonicalRequest.Build(unsigned, IsS3(service), "host", hash);
        Append(query, "X-Amz-Signature", SigningKeys.Sign(credentials.SecretAccessKey, scope, CanonicalRequest.StringToSign(timestamp, scope.Text, canonical)));
        return query.ToString();
    }

    /// <summary>Verifies the signature in the Authorization header or in the query string.</summary>
    /// <param name="request">As received; its path and query still encoded, its Host header present.</param>
    /// <param name="findSecret">The secret of an access key, or null when there is no such key.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="clockSkew">How far the signer's clock may be off; AWS allows 5 minutes (15 for S3).</param>
    public static SignatureResult Verify(WireRequest request, Func<string, AccessKeySecret?> findSecret, DateTimeOffset now, TimeSpan clockSkew)
    {
        var claim = SignatureClaim.Read(request);
        if (claim.Problem is { } problem)
            return new SignatureResult.Malformed(problem);
        if (claim.Scope is not { } scope)
            return new SignatureResult.Anonymous();
        if (OutOfTime(claim, now, clockSkew) is { } late)
            return late;
        if (findSecret(scope.AccessKeyId) is not { } secret)
            return new SignatureResult.UnknownAccessKey(scope.AccessKeyId);
        if (WrongToken(claim, scope, secret) is { } wrong)
            return wrong;

        var declared = request.Headers[HashHeader];
        var payloadHash = declared ?? (claim.IsPresigned && IsS3(scope.Service) ? UnsignedPayload : CanonicalRequest.Hash(request.Body.Span));
        var canonical = CanonicalRequest.Build(
            request, IsS3(scope.Service), claim.SignedHeaders, payloadHash, claim.IsPresigned ? "X-Amz-Signature" : null);
        var stringToSign = CanonicalRequest.StringToSign(claim.Timestamp, scope.Text, canonical);
        if (!SameText(SigningKeys.Sign(secret.SecretAccessKey, scope, stringToSign), claim.Signature))
            return new SignatureResult.SignatureDoesNotMatch(canonical, stringToSign);
        if (declared is { Length: 64 } && CanonicalRequest.Hash(request.Body.Span) is var computed && !SameText(declared, computed))
            return new SignatureResult.BodyDoesNotMatch(declared, computed);
        return new SignatureResult.Ok(scope.AccessKeyId, scope.Region, scope.Service, claim.SessionToken);
    }

    private static SignatureResult? OutOfTime(SignatureClaim claim, DateTimeOffset now, TimeSpan clockSkew)
    {
        if (claim.SignedAt - now > clockSkew)
            return new SignatureResult.NotYetCurrent(claim.SignedAt);
        var end = claim.IsPresigned ? claim.SignedAt + claim.ValidFor : claim.SignedAt + clockSkew;
        return now > end ? new SignatureResult.Expired(claim.SignedAt, end) : null;
    }

    private static SignatureResult? WrongToken(SignatureClaim claim, CredentialScope scope, AccessKeySecret secret)
    {
        if (secret.SessionToken is { } expected)
        {
            if (claim.SessionToken is not { Length: > 0 } token)
                return new SignatureResult.MissingToken(scope.AccessKeyId);
            return SameText(expected, token) ? null : new SignatureResult.InvalidToken(scope.AccessKeyId);
        }
        return claim.SessionToken is { Length: > 0 } ? new SignatureResult.InvalidToken(scope.AccessKeyId) : null;
    }

    internal static TimeSpan MaxPresignedTime => TimeSpan.FromSeconds(MaxPresignedSeconds);

    internal static bool IsS3(string signingName) => signingName is "s3" or "s3-object-lambda" or "s3-outposts" or "s3express";

    private static string SignedHeaders(WireHeaders headers) =>
        string.Join(';', headers
            .Select(header => header.Key.ToLowerInvariant())
            .Where(name => !NotSigned.Contains(name))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal));

    private static bool SameText(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    private static void Append(StringBuilder query, string name, string value)
    {
        if (query.Length > 0)
            query.Append('&');
        query.Append(name).Append('=').Append(UriText.Encode(value));
    }
}
