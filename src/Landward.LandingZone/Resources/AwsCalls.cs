using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Resources;

/// <summary>
/// Calls by account key. While planning every read is made once and shared (<c>memoize</c>); while applying every read is
/// fresh, and every write passes its lane and the journal.
/// </summary>
internal sealed class AwsCalls(AwsSessions sessions, string homeRegion, ConcurrentDictionary<string, string> facts, bool memoize, TimeProvider time, WriteLanes? lanes = null, CallJournal? journal = null)
{
    private readonly ConcurrentDictionary<string, string> _roles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<JsonNode>>> _reads = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, string> Facts => facts;

    public string HomeRegion => homeRegion;

    public TimeProvider Time => time;

    internal WriteLanes? Lanes => lanes;

    internal CallJournal? Journal => journal;

    public CallScope In(string accountKey, string? region) => new(this, accountKey, region ?? homeRegion);

    public CallScope Management => In(OrganizationSpec.ManagementKey, homeRegion);

    /// <summary>Whether calls can be made in the account: it exists, as far as is known.</summary>
    public bool IsReachable(string accountKey) => accountKey == OrganizationSpec.ManagementKey || facts.ContainsKey(Reference.Account(accountKey));

    /// <summary>The 12 digits of an account whose id is known.</summary>
    internal string AccountId(string accountKey) => facts[Reference.Account(accountKey)];

    /// <summary>After the account's roles changed: enter it by the best one again.</summary>
    public void EnterAnew(string accountKey)
    {
        _roles.TryRemove(accountKey, out _);
        sessions.Forget(Model.AccountId.Parse(AccountId(accountKey)));
    }

    /// <summary>Enters the account by this role and no other, until <see cref="EnterAnew"/>.</summary>
    public void EnterThrough(string accountKey, string role) => _roles[accountKey] = role;

    internal string? RoleOf(string accountKey) => _roles.GetValueOrDefault(accountKey);

    internal AwsClient Client(string accountKey, string region)
    {
        if (accountKey == OrganizationSpec.ManagementKey)
            return sessions.Management(region);
        if (!facts.TryGetValue(Reference.Account(accountKey), out var id))
            throw new ChangeRefusedException($"The account `{accountKey}` does not exist yet.");
        return RoleOf(accountKey) is { } role
            ? sessions.For(Model.AccountId.Parse(id), region, role)
            : sessions.For(Model.AccountId.Parse(id), region);
    }

    internal async Task<JsonNode> SharedAsync(string key, Func<Task<JsonNode>> read)
    {
        if (!memoize)
            return await read();
        return await _reads.GetOrAdd(key, static (_, call) => new Lazy<Task<JsonNode>>(call), read).Value;
    }
}
