using System.Collections.Concurrent;
using System.Collections.Immutable;
using Landward.Aws;
using Landward.Model;

namespace Landward.Access;

/// <summary>What to read of a live organization.</summary>
public sealed record LiveSnapshotOptions
{
    /// <summary>Regions whose resources are read; none reads no resources.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>Access keys, passwords and their last use, and Identity Center's assignments: several calls per user. The default is true.</summary>
    public bool Credentials { get; init; } = true;

    /// <summary>Accounts read at the same time. The default is 16.</summary>
    public int Concurrency { get; init; } = 16;
}

/// <summary>Reads the snapshot of a live organization. An account or a service that refuses is named in the snapshot and does not stop the others.</summary>
/// <param name="organization">The tree with its policies, read beforehand; null reads the management account alone.</param>
public sealed class LiveSnapshotReader(AwsSessions sessions, AccountId managementAccount, string homeRegion, Organization? organization)
{
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<AccessSnapshot> ReadAsync(LiveSnapshotOptions options, CancellationToken cancellationToken)
    {
        var pool = new DocumentPool();
        var accounts = new ConcurrentBag<AccessAccount>();
        var unread = new ConcurrentBag<UnreadSource>();
        IEnumerable<(AccountId Id, string Name)> wanted = organization is null
            ? [(managementAccount, "management")]
            : organization.Accounts.Where(account => account.Status == "ACTIVE").Select(account => (account.Id, account.Name));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted, parallel, async (account, cancel) => accounts.Add(await ReadAsync(account.Id, account.Name, pool, unread, cancel)));
        return new AccessSnapshot
        {
            Organization = organization,
            Accounts = [.. accounts.OrderBy(account => account.Id)],
            Unread = [.. unread.OrderBy(source => source.Account, StringComparer.Ordinal).ThenBy(source => source.What, StringComparer.Ordinal)],
        };
    }

    private async Task<AccessAccount> ReadAsync(AccountId account, string name, DocumentPool pool, ConcurrentBag<UnreadSource> unread, CancellationToken cancellationToken)
    {
        var details = new AuthorizationDetails(pool);
        try
        {
            await foreach (var page in sessions.For(account, homeRegion).PagesAsync("iam", "GetAccountAuthorizationDetails", null, cancellationToken))
                details.Add(page);
        }
        catch (Exception failure) when (failure is AwsApiException or HttpRequestException)
        {
            unread.Add(new UnreadSource(account.Value, homeRegion, "iam:GetAccountAuthorizationDetails", failure.Message));
        }
        var principals = details.Build();
        foreach (var policy in details.Unread)
            unread.Add(new UnreadSource(account.Value, homeRegion, $"policy {policy.Policy} of {policy.Principal}", policy.Reason));
        return new AccessAccount(account, name, principals);
    }
}
