using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Landward.Model;

namespace Landward.Detection.Organizations;

/// <summary>
/// What is known about the organization whose logs are read. Null means that nobody said: a rule that needs the fact is waiting for it
/// and raises nothing, because a guess would either cry wolf or hide one.
/// </summary>
public sealed record OrganizationFacts
{
    /// <summary>Nothing is known.</summary>
    public static readonly OrganizationFacts None = new();

    /// <summary>Every account of the organization, with its place and its tags.</summary>
    public IReadOnlyList<AccountFacts>? Accounts { get; init; }

    /// <summary>The id of the management account.</summary>
    public string? ManagementAccount { get; init; }

    /// <summary>ARN patterns (<c>*</c>, <c>?</c>) of users and roles for the day when nothing else works.</summary>
    public IReadOnlyList<string>? BreakGlassPrincipals { get; init; }

    /// <summary>The public addresses from which the organization's machines and people call: NAT gateways, elastic addresses, offices.</summary>
    public IReadOnlyList<IPNetwork>? EgressNetworks { get; init; }

    /// <summary>All addresses of AWS, from <c>ip-ranges.json</c>.</summary>
    public IReadOnlyList<IPNetwork>? AwsNetworks { get; init; }

    /// <summary>Names of the buckets that trails deliver to.</summary>
    public IReadOnlyList<string>? TrailBuckets { get; init; }

    /// <summary>Ids of the organization's VPC endpoints.</summary>
    public IReadOnlyList<string>? VpcEndpoints { get; init; }

    /// <summary>The accounts, units and tags of a snapshot.</summary>
    public static OrganizationFacts Of(Organization organization) => new()
    {
        ManagementAccount = organization.ManagementAccount.Value,
        Accounts =
        [
            .. organization.Accounts.Select(account => new AccountFacts(
                account.Id.Value,
                account.Name,
                [.. organization.PathTo(account.Id).SelectMany(unit => new[] { unit.Id, unit.Name, unit.Path }).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)],
                account.Tags)),
        ],
    };

    /// <summary>These facts, completed by others where they say nothing.</summary>
    public OrganizationFacts Or(OrganizationFacts other) => new()
    {
        Accounts = Accounts ?? other.Accounts,
        ManagementAccount = ManagementAccount ?? other.ManagementAccount,
        BreakGlassPrincipals = BreakGlassPrincipals ?? other.BreakGlassPrincipals,
        EgressNetworks = EgressNetworks ?? other.EgressNetworks,
        AwsNetworks = AwsNetworks ?? other.AwsNetworks,
        TrailBuckets = TrailBuckets ?? other.TrailBuckets,
        VpcEndpoints = VpcEndpoints ?? other.VpcEndpoints,
    };
}

/// <summary>An account of the organization.</summary>
/// <param name="Id">Twelve digits.</param>
/// <param name="Units">Ids, names and paths of every organizational unit above it, from the root down.</param>
public sealed record AccountFacts(string Id, string? Name, ImmutableArray<string> Units, FrozenDictionary<string, string> Tags);
