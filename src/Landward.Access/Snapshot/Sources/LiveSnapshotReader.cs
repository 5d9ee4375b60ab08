using System.Collections.Concurrent;
using System.Collections.Immutable;
using Landward.Access.Resources;
using Landward.Aws;
using Landward.Model;

namespace Landward.Access;

/// <summary>What to read of a live organization.</summary>
public sealed record LiveSnapshotOptions
{
    /// <summary>Regions whose resources are read; none reads no resources.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>False reads no resources, whatever the Regions. The default is true.</summary>
    public bool Resources { get; init; } = true;

    /// <summary>Access keys and passwords with their last use: several calls per user. The default is false.</summary>
    public bool Credentials { get; init; }

    /// <summary>Accounts read at the same time. The default is 16.</summary>
    public int Concurrency { get; init; } = 16;
}

/// <summary>Reads the snapshot of a live organization. An account or a service that refuses is named in the snapshot and does not stop the others.</summary>
/// <param name="organization">The tree with its policies, read beforehand; null reads the management account alone.</param>
public sealed class LiveSnapshotReader(AwsSessions sessions, AccountId managementAccount, string homeRegion, Organization? organization, TimeProvider time)
{
    private readonly DocumentPool _pool = new();
    private readonly ConcurrentBag<UnreadSource> _unread = [];

    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<AccessSnapshot> ReadAsync(LiveSnapshotOptions options, CancellationToken cancellationToken)
    {
        var accounts = new ConcurrentBag<AccessAccount>();
        var resources = new ConcurrentBag<ImmutableArray<AccessResource>>();
        var identityCenter = new LiveIdentityCenter(sessions.Management(homeRegion), _unread);
        var assignments = identityCenter.ReadAsync(cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Wanted(), parallel, async (account, cancel) =>
        {
            var collecting = options.Regions.IsEmpty || !options.Resources ? null : ResourceCollector.CollectAsync(sessions, account.Id, options.Regions, cancel);
            var (principals, groups) = await PrincipalsAsync(account.Id, cancel);
            if (options.Credentials)
                principals = await new LiveCredentials(sessions.For(account.Id, homeRegion), account.Id.Value, time, _unread).FillAsync(principals, cancel);
            var collected = collecting is null ? null : await collecting;
            accounts.Add(new AccessAccount(account.Id, account.Name, principals, collected?.PublicAccessBlock) { Groups = groups });
            resources.Add(collected?.Resources ?? []);
            foreach (var source in collected?.Unread ?? [])
                _unread.Add(source);
        });
        await assignments;
        return new AccessSnapshot
        {
            Organization = organization,
            Accounts = [.. accounts.OrderBy(account => account.Id).Select(account => account with { Principals = [.. account.Principals.Select(identityCenter.Fill)] })],
            Resources = [.. resources.SelectMany(list => list).OrderBy(resource => resource.Arn, StringComparer.Ordinal)],
            Unread = [.. _unread.OrderBy(source => source.Account, StringComparer.Ordinal).ThenBy(source => source.Region, StringComparer.Ordinal).ThenBy(source => source.What, StringComparer.Ordinal)],
        };
    }

    // A suspended account cannot be entered, and its principals cannot act.
    private IEnumerable<(AccountId Id, string Name)> Wanted() => organization is null
        ? [(managementAccount, "management")]
        : organization.Accounts.Where(account => account.Status == "ACTIVE").Select(account => (account.Id, account.Name));

    private async Task<(ImmutableArray<AccessPrincipal> Principals, ImmutableArray<AccessGroup> Groups)> PrincipalsAsync(AccountId account, CancellationToken cancellationToken)
    {
        var details = new AuthorizationDetails(_pool);
        try
        {
            await foreach (var page in sessions.For(account, homeRegion).PagesAsync("iam", "GetAccountAuthorizationDetails", null, cancellationToken))
                details.Add(page);
        }
        catch (Exception failure) when (failure is AwsApiException or HttpRequestException)
        {
            _unread.Add(new UnreadSource(account.Value, homeRegion, "iam:GetAccountAuthorizationDetails", failure.Message));
        }
        var (principals, groups) = (details.Build(), details.BuildGroups());
        foreach (var policy in details.Unread)
            _unread.Add(new UnreadSource(account.Value, homeRegion, $"policy {policy.Policy}", policy.Reason, policy.Principal));
        return (principals, groups);
    }
}
