using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>Ways of granting access that are seldom meant.</summary>
internal static class FindingWarnings
{
    public static ImmutableArray<string> Of(ExternalFinding finding, PolicyStatement? grant)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        if (grant is not null && grant.HasNotPrincipal())
            warnings.Add("Allow with NotPrincipal lets in everybody who is not named, anonymous requests included where the service takes them.");
        if (finding.Principal.TryGetValue("Federated", out var provider) && !provider.Contains(":saml-provider/", StringComparison.Ordinal) && !NamesSubject(finding))
        {
            warnings.Add(provider.Contains("cognito-identity", StringComparison.Ordinal)
                ? "No condition on `cognito-identity.amazonaws.com:aud`: every identity pool's users can take on the role."
                : $"No condition on the subject (`{Host(provider)}:sub`): every identity of the provider can take on the role.");
        }
        return warnings.ToImmutable();
    }

    // Who a token is for is in sub; Cognito, Google, Facebook and Amazon tell applications apart by aud or app_id.
    private static bool NamesSubject(ExternalFinding finding)
    {
        var ownProvider = finding.Principal["Federated"].Contains(":oidc-provider/", StringComparison.Ordinal);
        return finding.Condition.Any(condition => !IsOpen(condition.Value) && Claim(condition.Key) is "sub" || (!ownProvider && Claim(condition.Key) is "aud" or "app_id" or "oaud"));
    }

    private static string Claim(string key) => key[(key.LastIndexOf(':') + 1)..].ToLowerInvariant();

    // GitHub's subject starts with the owner of the repository; a pattern before that leaves it open.
    private static bool IsOpen(string value) => value.TrimStart('*').Length == 0 || value.StartsWith("repo:*", StringComparison.Ordinal);

    private static string Host(string provider) => provider[(provider.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
