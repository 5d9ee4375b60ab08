using System.Globalization;
using Landward.Aws.Wire;

namespace Landward.Aws.Signing;

/// <summary>What a request says about its own signature, before anything is verified.</summary>
internal sealed record SignatureClaim
{
    /// <summary>Why the claim cannot be read, or null.</summary>
    public string? Problem { get; private init; }

    /// <summary>Null when the request is not signed.</summary>
    public CredentialScope? Scope { get; private init; }

    public string SignedHeaders { get; private init; } = string.Empty;
    public string Signature { get; private init; } = string.Empty;
    public string Timestamp { get; private init; } = string.Empty;
    public DateTimeOffset SignedAt { get; private init; }
    public string? SessionToken { get; private init; }
    public bool IsPresigned { get; private init; }
    public TimeSpan ValidFor { get; private init; }

    public static SignatureClaim Read(WireRequest request)
    {
        if (request.Headers["Authorization"] is { } header)
        {
            return AuthorizationHeader.TryParse(header, out var parsed)
                ? Complete(new SignatureClaim
                {
                    Scope = parsed.Scope,
                    SignedHeaders = parsed.SignedHeaders,
                    Signature = parsed.Signature,
                    Timestamp = DateOf(request.Headers),
                    SessionToken = request.Headers["X-Amz-Security-Token"],
                })
                : Broken("The Authorization header is not `AWS4-HMAC-SHA256 Credential=.../.../.../.../aws4_request, SignedHeaders=..., Signature=...`.");
        }
        return request.RawQuery.Contains("X-Amz-Signature=", StringComparison.Ordinal) ? Presigned(request) : new SignatureClaim();
    }

    private static SignatureClaim Presigned(WireRequest request)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in UriText.Parameters(request.RawQuery))
            query.TryAdd(name, value ?? string.Empty);
        if (query.GetValueOrDefault("X-Amz-Algorithm") != AuthorizationHeader.Algorithm)
            return Broken("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\".");
        if (CredentialScope.Parse(query.GetValueOrDefault("X-Amz-Credential")) is not { } scope)
            return Broken("Error parsing the X-Amz-Credential parameter; the Credential is mal-formed.");
        if (!int.TryParse(query.GetValueOrDefault("X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > SigV4.MaxPresignedTime.TotalSeconds)
        {
            return Broken("X-Amz-Expires must be a number of seconds, at most a week.");
        }
        return Complete(new SignatureClaim
        {
            Scope = scope,
            SignedHeaders = query.GetValueOrDefault("X-Amz-SignedHeaders", string.Empty),
            Signature = query.GetValueOrDefault("X-Amz-Signature", string.Empty),
            Timestamp = query.GetValueOrDefault("X-Amz-Date", string.Empty),
            SessionToken = query.GetValueOrDefault("X-Amz-Security-Token"),
            IsPresigned = true,
            ValidFor = TimeSpan.FromSeconds(seconds),
        });
    }

    private static SignatureClaim Complete(SignatureClaim claim)
    {
        if (!DateTimeOffset.TryParseExact(
            claim.Timestamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt))
        {
            return Broken("Date must be in ISO-8601 'basic format', in the X-Amz-Date header or parameter.");
        }
        if (!claim.Timestamp.StartsWith(claim.Scope!.Date, StringComparison.Ordinal))
            return Broken($"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{claim.Scope.Date}' != '{claim.Timestamp[..8]}'.");
        if (!claim.SignedHeaders.Split(';').Contains("host", StringComparer.Ordinal))
            return Broken("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        return claim with { SignedAt = signedAt };
    }

    private static string DateOf(WireHeaders headers)
    {
        if (headers["X-Amz-Date"] is { } date)
            return date;
        return DateTimeOffset.TryParseExact(headers["Date"], "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? CanonicalRequest.Timestamp(time)
            : headers["Date"] ?? string.Empty;
    }

    private static SignatureClaim Broken(string problem) => new() { Problem = problem };
}
