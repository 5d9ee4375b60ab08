using Landward.Aws.Wire;

namespace Landward.Aws.Signing;

/// <summary>Who signs and for what: <c>AKID/yyyymmdd/region/service/aws4_request</c>.</summary>
public sealed record CredentialScope(string AccessKeyId, string Date, string Region, string Service)
{
    internal const string Terminator = "aws4_request";

    /// <summary><c>yyyymmdd/region/service/aws4_request</c>.</summary>
    public string Text => $"{Date}/{Region}/{Service}/{Terminator}";

    /// <summary>The scope a request claims, in its Authorization header or its query string; null when it is not signed.</summary>
    public static CredentialScope? Find(WireRequest request)
    {
        if (request.Headers["Authorization"] is { } header)
            return AuthorizationHeader.TryParse(header, out var parsed) ? parsed.Scope : null;
        if (!request.RawQuery.Contains("X-Amz-Credential=", StringComparison.Ordinal))
            return null;
        foreach (var (name, value) in UriText.Parameters(request.RawQuery))
        {
            if (name == "X-Amz-Credential")
                return Parse(value);
        }
        return null;
    }

    /// <summary>Null when the text has not five parts.</summary>
    public static CredentialScope? Parse(string? text)
    {
        // Access key ids have no slash, so the parts can be counted from the front.
        if (text is null || text.Length > 512 || text.Split('/') is not [{ Length: > 0 } key, { Length: 8 } date, { Length: > 0 } region, { Length: > 0 } service, Terminator])
            return null;
        return new CredentialScope(key, date, region, service);
    }
}
