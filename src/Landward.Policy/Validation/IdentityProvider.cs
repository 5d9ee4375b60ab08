namespace Landward.Policy.Validation;

/// <summary>The values of Federated: domain names and ARNs of OpenID Connect providers.</summary>
internal static class IdentityProvider
{
    public const string GitHub = "token.actions.githubusercontent.com";

    private const string ProviderPath = ":oidc-provider/";

    /// <summary>The host, which is also the prefix of the provider's condition keys; null when the value names no OpenID Connect provider.</summary>
    public static string? HostOf(string value)
    {
        var at = value.StartsWith("arn:", StringComparison.Ordinal) ? value.IndexOf(ProviderPath, StringComparison.Ordinal) : -1;
        var host = at < 0 ? value : value[(at + ProviderPath.Length)..];
        return host.Contains('.', StringComparison.Ordinal) && host.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '/' or '_') ? host : null;
    }
}
