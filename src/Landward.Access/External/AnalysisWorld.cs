using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>What the analysis of every resource shares: the organization, who owns which bucket, access points by bucket.</summary>
internal sealed class AnalysisWorld
{
    private readonly Dictionary<string, string> _owners;
    private readonly Dictionary<string, PublicAccessBlock?> _accountBlocks;
    private readonly ILookup<string, AccessResource> _accessPoints;
    private readonly HashSet<string> _uniqueIds;

    public AnalysisWorld(AccessSnapshot snapshot)
    {
        Snapshot = snapshot;
        Levels = snapshot.Organization is { } organization ? new OrganizationLevels(organization) : null;
        _owners = snapshot.Resources.GroupBy(resource => resource.Arn, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Account, StringComparer.Ordinal);
        _accountBlocks = snapshot.Accounts.ToDictionary(account => account.Id.Value, account => account.PublicAccessBlock, StringComparer.Ordinal);
        _accessPoints = snapshot.Resources.Where(resource => resource.Parent is not null).ToLookup(resource => resource.Parent!, StringComparer.Ordinal);
        _uniqueIds = snapshot.Principals.Select(principal => principal.Principal.UniqueId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Canonical = CanonicalUsers.Of(snapshot);
    }

    public AccessSnapshot Snapshot { get; }

    public OrganizationLevels? Levels { get; }

    public CanonicalUsers Canonical { get; }

    /// <summary>The account that owns the resource, when the snapshot holds it.</summary>
    public string? OwnerOf(string arn) => _owners.GetValueOrDefault(arn);

    public string? OrganizationOf(string account) => Levels?.PathOf(account) is null ? null : Snapshot.Organization!.Id;

    public bool KnowsUniqueId(string id) => _uniqueIds.Contains(id);

    public ImmutableArray<AccessResource> AccessPointsOf(AccessResource bucket) => [.. _accessPoints[bucket.Arn]];

    /// <summary>The most restrictive combination of account and resource settings, as S3 applies it.</summary>
    public PublicAccessBlock BlockOf(AccessResource resource)
    {
        var account = _accountBlocks.GetValueOrDefault(resource.Account);
        var own = resource.PublicAccessBlock;
        return new PublicAccessBlock(
            account?.BlockPublicAcls == true || own?.BlockPublicAcls == true,
            account?.IgnorePublicAcls == true || own?.IgnorePublicAcls == true,
            account?.BlockPublicPolicy == true || own?.BlockPublicPolicy == true,
            account?.RestrictPublicBuckets == true || own?.RestrictPublicBuckets == true);
    }

    public bool IsExempt(AccessResource resource) => Snapshot.Organization?.ManagementAccount.Value == resource.Account;

    /// <summary>The resource control policies that bind the resource, root first; empty where none do or the service is not covered.</summary>
    public ImmutableArray<PolicyLevel> ResourceControlPolicies(AccessResource resource) =>
        Levels is not null && IamFacts.Current.SupportsResourceControlPolicies(ActionGroups.ServiceOf(resource) is "s3express" ? "s3" : ActionGroups.ServiceOf(resource))
            ? Levels.Of(resource.Account, PolicyType.ResourceControlPolicy)
            : [];
}
