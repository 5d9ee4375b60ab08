using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Aws;

/// <summary>How other accounts are entered.</summary>
public sealed record AwsSessionOptions
{
    /// <summary>Roles to assume, the first that works wins. Paths are part of the name.</summary>
    public ImmutableArray<string> RoleNames { get; init; } = ["landward/LandwardExecution", "OrganizationAccountAccessRole"];

    public string SessionName { get; init; } = "landward";

    /// <summary>How long a session lasts. The default is one hour, the most that role chaining allows.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Sessions are renewed this long before they end. The default is five minutes.</summary>
    public TimeSpan RenewBefore { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>
/// Clients for every account of the organization: the caller's own credentials in the management account, sts:AssumeRole elsewhere.
/// Credentials are kept per account and renewed before they end. Thread-safe.
/// </summary>
/// <param name="management">Credentials of the management account.</param>
/// <param name="managementAccount">Entered without assuming a role.</param>
/// <param name="homeRegion">Where STS is called, and whose partition the role ARNs are in.</param>
public sealed class AwsSessions(
    AwsConnection connection, CredentialProvider management, AccountId managementAccount, string homeRegion, AwsSessionOptions options)
{
    private readonly ConcurrentDictionary<(AccountId Account, string Role), RoleSession> _sessions = new();

    public AwsClient Management(string region) => new(connection, management, region);

    /// <summary>A client in the account, by the first of the option's roles that lets us in.</summary>
    public AwsClient For(AccountId account, string region) =>
        account == managementAccount ? Management(region) : new AwsClient(connection, token => EnterAsync(account, token), region, () => Forget(account));

    /// <summary>A client in the account by exactly this role.</summary>
    public AwsClient For(AccountId account, string region, string roleName) =>
        new(connection, token => Session(account, roleName).GetAsync(token), region, () => Forget(account));

    /// <summary>Forgets the account's sessions: after its roles changed, the candidates are tried again.</summary>
    public void Forget(AccountId account)
    {
        foreach (var key in _sessions.Keys.Where(key => key.Account == account))
            _sessions.TryRemove(key, out _);
    }

    private async ValueTask<AwsCredentials> EnterAsync(AccountId account, CancellationToken cancellationToken)
    {
        AwsApiException? refused = null;
        foreach (var role in options.RoleNames)
        {
            if (Session(account, role) is { IsUsable: true } known)
                return await known.GetAsync(cancellationToken);
        }
        foreach (var role in options.RoleNames)
        {
            try
            {
                return await Session(account, role).GetAsync(cancellationToken);
            }
            catch (AwsApiException e) when (e.IsAccessDenied)
            {
                refused ??= e;
            }
        }
        throw refused ?? throw new InvalidOperationException("No role names are configured.");
    }

    private RoleSession Session(AccountId account, string role) => _sessions.GetOrAdd(
        (account, role),
        key => new RoleSession(
            new AwsClient(connection, management, homeRegion),
            $"arn:{EndpointResolver.Partition(homeRegion)}:iam::{key.Account}:role/{key.Role}",
            options,
            connection));

    /// <summary>The credentials of one role, asked for once at a time.</summary>
#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for holds nothing to dispose of.
    private sealed class RoleSession(AwsClient sts, string roleArn, AwsSessionOptions options, AwsConnection connection)
    {
#pragma warning restore CA1001
        private readonly SemaphoreSlim _gate = new(1);
        private AwsCredentials? _credentials;

        public bool IsUsable => _credentials is { Expiration: { } end } && end - connection.Now > options.RenewBefore;

        public async ValueTask<AwsCredentials> GetAsync(CancellationToken cancellationToken)
        {
            if (IsUsable)
                return _credentials!;
            await _gate.WaitAsync(cancellationToken);
            try
            {
                return IsUsable ? _credentials! : _credentials = await AssumeAsync(cancellationToken);
            }
            finally
            {
                _gate.Release();
            }
        }

        private async Task<AwsCredentials> AssumeAsync(CancellationToken cancellationToken)
        {
            var output = await sts.CallAsync(
                "sts",
                "AssumeRole",
                new JsonObject { ["RoleArn"] = roleArn, ["RoleSessionName"] = options.SessionName, ["DurationSeconds"] = (int)options.Duration.TotalSeconds },
                cancellationToken);
            var issued = output["Credentials"] as JsonObject ?? throw new AwsApiException("sts", "AssumeRole", AwsApiException.NoAnswer, "The answer has no credentials.", 200, null);
            return new AwsCredentials(
                (string)issued["AccessKeyId"]!,
                (string)issued["SecretAccessKey"]!,
                (string?)issued["SessionToken"],
                Wire.Timestamps.TryParse((string?)issued["Expiration"], out var end) ? end : connection.Now + options.Duration);
        }
    }
}
