using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Landward.Model;

public enum PolicyType
{
    ServiceControlPolicy,
    ResourceControlPolicy,
}

/// <summary>A policy attached to the root, a unit or an account of the organization.</summary>
public sealed record OrganizationPolicy(string Id, string Name, PolicyType Type, string Document, bool AwsManaged);

/// <summary>
/// An organizational unit. <see cref="Path"/> joins the names from below the root with slashes (<c>workloads/dev</c>);
/// the root itself has the empty path.
/// </summary>
public sealed record OrganizationalUnit(string Id, string Name, string Path, string? ParentId, ImmutableArray<OrganizationPolicy> Policies);

/// <summary>An account of the organization and where it stands.</summary>
public sealed record OrganizationAccount(
    AccountId Id,
    string Name,
    string Email,
    string Status,
    string ParentId,
    FrozenDictionary<string, string> Tags,
    ImmutableArray<OrganizationPolicy> Policies);

/// <summary>
/// One immutable snapshot of an AWS organization: tree, accounts, tags, delegated administrators, attached policies.
/// Produced by a reader over live AWS or by projecting the spec.
/// </summary>
/// <param name="Id">The organization id, <c>o-...</c>.</param>
/// <param name="ManagementAccount">The management account, to which no service control policy applies.</param>
/// <param name="Units">The root first, then every organizational unit, parents before children.</param>
/// <param name="Accounts">Every account, ordered by id.</param>
/// <param name="DelegatedAdministrators">Service principal (<c>guardduty.amazonaws.com</c>) to the accounts that administer it.</param>
public sealed record Organization(
    string Id,
    AccountId ManagementAccount,
    ImmutableArray<OrganizationalUnit> Units,
    ImmutableArray<OrganizationAccount> Accounts,
    FrozenDictionary<string, ImmutableArray<AccountId>> DelegatedAdministrators)
{
    public OrganizationalUnit Root => Units[0];

    public OrganizationAccount? FindAccount(AccountId id) => Accounts.FirstOrDefault(account => account.Id == id);

    /// <summary>The chain root, unit, ..., unit that contains the account; empty when the account is not in the organization.</summary>
    public ImmutableArray<OrganizationalUnit> PathTo(AccountId id)
    {
        if (FindAccount(id) is not { } account)
            return [];
        var chain = new Stack<OrganizationalUnit>();
        for (var unit = FindUnit(account.ParentId); unit is not null; unit = unit.ParentId is { } parent ? FindUnit(parent) : null)
            chain.Push(unit);
        return [.. chain];
    }

    private OrganizationalUnit? FindUnit(string id) => Units.FirstOrDefault(unit => unit.Id == id);
}
