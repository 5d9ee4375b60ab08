using System.Collections.Frozen;
using Landward.Model;

namespace Landward.Access.External;

/// <summary>What counts as inside. Source: "IAM Access Analyzer findings", zone of trust.</summary>
public enum ZoneOfTrust
{
    /// <summary>Every account of the organization; of a resource outside any organization its own account.</summary>
    Organization,

    /// <summary>Only the account that owns the resource.</summary>
    Account,
}

/// <summary>The accounts inside, seen from one resource's owner.</summary>
internal sealed class TrustedAccounts
{
    private readonly FrozenSet<string> _accounts;

    private TrustedAccounts(FrozenSet<string> accounts, string? organizationId)
    {
        _accounts = accounts;
        OrganizationId = organizationId;
    }

    /// <summary>The organization, when all of it is inside.</summary>
    public string? OrganizationId { get; }

    public static TrustedAccounts Of(ZoneOfTrust zone, Organization? organization, string owner)
    {
        var members = organization?.Accounts.Select(account => account.Id.Value).ToFrozenSet(StringComparer.Ordinal);
        return zone == ZoneOfTrust.Organization && members is not null && members.Contains(owner)
            ? new TrustedAccounts(members, organization!.Id)
            : new TrustedAccounts(FrozenSet.ToFrozenSet([owner], StringComparer.Ordinal), null);
    }

    public bool Contains(string account) => _accounts.Contains(account);
}
