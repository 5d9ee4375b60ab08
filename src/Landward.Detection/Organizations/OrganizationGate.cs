using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Landward.Logs;

namespace Landward.Detection.Organizations;

/// <summary>
/// Answers predicates about the organization for an event. The answer is true, false or, where the facts or the event do not say,
/// unknown; a condition holds only when the answer is known to be the expected one.
/// </summary>
internal sealed class OrganizationGate
{
    private static readonly AddressSet PrivateNetworks = new(
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("::1/128"),
    ]);

    private readonly OrganizationFacts _facts;
    private readonly FrozenDictionary<string, AccountFacts>? _accounts;
    private readonly TrustedPrincipals? _breakGlass;
    private readonly AddressSet? _egress;
    private readonly AddressSet? _aws;
    private readonly FrozenSet<string>? _trailBuckets;
    private readonly FrozenSet<string>? _endpoints;

    public OrganizationGate(DetectionOptions options)
    {
        _facts = options.Organization;
        _accounts = _facts.Accounts?.DistinctBy(account => account.Id).ToFrozenDictionary(account => account.Id, StringComparer.Ordinal);
        _breakGlass = _facts.BreakGlassPrincipals is { } principals ? new TrustedPrincipals([.. principals]) : null;
        _egress = _facts.EgressNetworks is { } egress ? new AddressSet(egress) : null;
        _aws = _facts.AwsNetworks is { } aws ? new AddressSet(aws) : null;
        var buckets = options.AllTrailBuckets();
        _trailBuckets = buckets.IsEmpty && _facts.TrailBuckets is null ? null : buckets.ToFrozenSet(StringComparer.Ordinal);
        _endpoints = _facts.VpcEndpoints?.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Every condition is known to hold.</summary>
    public bool Holds(CloudTrailEvent @event, ImmutableArray<OrganizationCondition> conditions)
    {
        foreach (var condition in conditions)
        {
            if (Ask(@event, condition) != condition.Expected)
                return false;
        }
        return true;
    }

    /// <summary>Facts the conditions need that nobody gave, by the key of the facts file.</summary>
    public IEnumerable<string> Missing(ImmutableArray<OrganizationCondition> conditions) =>
        conditions.Where(condition => !IsGiven(condition.Predicate)).Select(condition => condition.NeededFact).Distinct(StringComparer.Ordinal);

    private bool IsGiven(OrganizationPredicate predicate) => predicate switch
    {
        OrganizationPredicate.Unit or OrganizationPredicate.Tag => _accounts is not null,
        OrganizationPredicate.ManagementAccount => _facts.ManagementAccount is not null,
        OrganizationPredicate.BreakGlass => _breakGlass is not null,
        OrganizationPredicate.OwnAddress => _egress is not null,
        OrganizationPredicate.AwsAddress => _aws is not null,
        OrganizationPredicate.TrailBucket => _trailBuckets is not null,
        OrganizationPredicate.OwnEndpoint => _endpoints is not null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private bool? Ask(CloudTrailEvent @event, OrganizationCondition condition) => condition.Predicate switch
    {
        OrganizationPredicate.Unit => Account(@event) is { } account ? condition.Values.Any(account.Units.Contains) : null,
        OrganizationPredicate.Tag => Account(@event) is { } account ? condition.Values.Any(tag => HasTag(account, tag)) : null,
        OrganizationPredicate.ManagementAccount => _facts.ManagementAccount is { } management ? EventActor.Account(@event) == management : null,
        OrganizationPredicate.BreakGlass => _breakGlass?.Covers(@event),
        OrganizationPredicate.OwnAddress => Holds(_egress, @event),
        OrganizationPredicate.AwsAddress => Holds(_aws, @event),
        OrganizationPredicate.TrailBucket => NamesTrailBucket(@event, condition.Values),
        OrganizationPredicate.OwnEndpoint => _endpoints is not null && EventPaths.First(@event.Root, "vpcEndpointId") is { } endpoint ? _endpoints.Contains(endpoint) : null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>An account that the facts do not name may stand anywhere.</summary>
    private AccountFacts? Account(CloudTrailEvent @event) => _accounts?.GetValueOrDefault(EventActor.Account(@event));

    private static bool HasTag(AccountFacts account, string tag)
    {
        var mark = tag.IndexOf('=');
        return account.Tags.TryGetValue(tag[..mark], out var value) && string.Equals(value, tag[(mark + 1)..], StringComparison.Ordinal);
    }

    /// <summary>Service names and private addresses (calls through VPC endpoints) say nothing about where a call came from.</summary>
    private static bool? Holds(AddressSet? set, CloudTrailEvent @event) =>
        set is not null && IPAddress.TryParse(@event.Text(CloudTrailField.SourceIpAddress), out var address) && !PrivateNetworks.Contains(address)
            ? set.Contains(address)
            : null;

    private bool? NamesTrailBucket(CloudTrailEvent @event, ImmutableArray<string> paths)
    {
        if (_trailBuckets is null)
            return null;
        bool? answer = null;
        foreach (var name in paths.SelectMany(path => EventPaths.All(@event.Root, path)))
        {
            if (_trailBuckets.Contains(name))
                return true;
            answer = false;
        }
        return answer;
    }
}
