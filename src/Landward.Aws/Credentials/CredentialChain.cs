using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Landward.Model;

namespace Landward.Aws;

/// <summary>What was found where the AWS CLI and SDKs look for credentials: a provider, or why there is none.</summary>
public sealed record CredentialSearch(CredentialProvider? Provider, Diagnostic? Problem);

/// <summary>
/// The standard chain: a named profile (keys, assumed roles, IAM Identity Center, processes), else environment variables, the default
/// profile, web identity, container and instance roles. Source: "Standardized credential providers", AWS SDKs and Tools Reference Guide.
/// </summary>
public static class CredentialChain
{
    /// <param name="profile">A profile of the shared configuration files, or null for the default chain.</param>
    public static async Task<CredentialSearch> FindAsync(string? profile, CancellationToken cancellationToken)
    {
        AWSCredentials? found;
        try
        {
            found = profile is null ? await Default(cancellationToken) : Named(profile);
        }
        catch (Exception e) when (e is AmazonClientException or InvalidOperationException or IOException)
        {
            found = null;
            if (profile is not null)
                return new CredentialSearch(null, Unusable(profile, e.Message));
        }
        if (found is null)
            return new CredentialSearch(null, profile is null ? NothingFound() : UnknownProfile(profile));
        return await TryAsync(found, profile, cancellationToken);
    }

    private static async Task<AWSCredentials?> Default(CancellationToken cancellationToken)
    {
        var resolver = new DefaultAWSCredentialsIdentityResolver();
        return await resolver.ResolveIdentityAsync(clientConfig: null, cancellationToken);
    }

    private static AWSCredentials? Named(string profile) =>
        new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var credentials) ? credentials : null;

    // Asked once here, so that a login that has run out is reported before any work is planned.
    private static async Task<CredentialSearch> TryAsync(AWSCredentials found, string? profile, CancellationToken cancellationToken)
    {
        try
        {
            await found.GetCredentialsAsync();
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or HttpRequestException or InvalidOperationException)
        {
            return new CredentialSearch(null, Unusable(profile ?? "default", e.Message));
        }
        cancellationToken.ThrowIfCancellationRequested();
        return new CredentialSearch(
            async token =>
            {
                token.ThrowIfCancellationRequested();
                var keys = await found.GetCredentialsAsync();
                return new AwsCredentials(keys.AccessKey, keys.SecretKey, string.IsNullOrEmpty(keys.Token) ? null : keys.Token);
            },
            null);
    }

    private static Diagnostic NothingFound() => Diagnostic.Error(
        "LW4001",
        "no AWS credentials",
        "Neither environment variables, the default profile, nor a container or instance role give AWS credentials. Name a profile with "
        + "`--profile`, sign in with `aws sso login`, or set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.");

    private static Diagnostic UnknownProfile(string profile) => Diagnostic.Error(
        "LW4002",
        "no such AWS profile",
        $"The shared configuration files have no profile `{profile}` with credentials.{Suggestion.DidYouMean(profile, Profiles())}");

    private static Diagnostic Unusable(string profile, string why) => Diagnostic.Error(
        "LW4003",
        "AWS credentials cannot be used",
        $"The credentials of `{profile}` were found but could not be obtained: {why} If they come from IAM Identity Center, run `aws sso login --profile {profile}`.");

    private static IEnumerable<string> Profiles()
    {
        try
        {
            return new CredentialProfileStoreChain().ListProfiles().Select(known => known.Name);
        }
        catch (Exception e) when (e is AmazonClientException or IOException)
        {
            return [];
        }
    }
}
