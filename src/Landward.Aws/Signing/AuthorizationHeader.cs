using System.Diagnostics.CodeAnalysis;

namespace Landward.Aws.Signing;

/// <summary>The parts of an <c>Authorization: AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...</c> header.</summary>
internal sealed record AuthorizationHeader(CredentialScope Scope, string SignedHeaders, string Signature)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    public static bool TryParse(string header, [NotNullWhen(true)] out AuthorizationHeader? parsed)
    {
        parsed = null;
        if (header.Length > 8192 || !header.StartsWith(Algorithm, StringComparison.Ordinal))
            return false;
        string? credential = null, signedHeaders = null, signature = null;
        foreach (var part in header[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equal = part.IndexOf('=', StringComparison.Ordinal);
            if (equal < 0)
                return false;
            var value = part[(equal + 1)..];
            switch (part[..equal])
            {
                case "Credential":
                    credential = value;
                    break;
                case "SignedHeaders":
                    signedHeaders = value;
                    break;
                case "Signature":
                    signature = value;
                    break;
            }
        }
        if (CredentialScope.Parse(credential) is not { } scope || string.IsNullOrEmpty(signedHeaders) || signature is not { Length: 64 })
            return false;
        parsed = new AuthorizationHeader(scope, signedHeaders, signature);
        return true;
    }
}
