using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Access;

/// <summary>
/// Who exists in an organization and which policies are in force, at one moment. Immutable; every analysis reads it.
/// Producers: a reader over live AWS, a directory of exported files, the spec.
/// </summary>
public sealed record AccessSnapshot
{
    /// <summary>Null for accounts outside any organization.</summary>
    public Organization? Organization { get; init; }

    /// <summary>Ordered by id.</summary>
    public required ImmutableArray<AccessAccount> Accounts { get; init; }

    /// <summary>Resources that can be reached through a policy, an access control list, a grant or a share of their own. Roles are principals, not listed here.</summary>
    public ImmutableArray<AccessResource> Resources { get; init; } = [];

    /// <summary>What could not be read: every answer that depends on it is partial and says so.</summary>
    public ImmutableArray<UnreadSource> Unread { get; init; } = [];

    public IEnumerable<AccessPrincipal> Principals => Accounts.SelectMany(account => account.Principals);
}

/// <summary>Something the snapshot should hold and does not.</summary>
/// <param name="Account">12 digits; empty when it concerns the organization.</param>
/// <param name="What">A service and operation such as <c>kms:ListGrants</c>, or a file.</param>
/// <param name="Reason">The error's code and message.</param>
/// <param name="Resource">The ARN of the one resource concerned; null when a whole service or account is.</param>
/// <param name="ResourceType">CloudFormation's name of that resource's type.</param>
public sealed record UnreadSource(string Account, string Region, string What, string Reason, string? Resource = null, string? ResourceType = null);
