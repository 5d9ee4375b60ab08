using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access;

/// <summary>An IAM user or role with the policies in force on it.</summary>
public sealed record AccessPrincipal
{
    /// <summary>Of kind <see cref="PrincipalKind.User"/> or <see cref="PrincipalKind.Role"/>.</summary>
    public required Principal Principal { get; init; }

    public string Arn => Principal.Arn;

    /// <summary>12 digits.</summary>
    public string Account => Principal.Account;

    /// <summary>Managed and inline policies; of a user also those of its groups.</summary>
    public ImmutableArray<AttachedPolicy> Identity { get; init; } = [];

    /// <summary>The permissions boundary: none or one policy.</summary>
    public ImmutableArray<AttachedPolicy> PermissionsBoundary { get; init; } = [];

    /// <summary>Who may assume the role; null for users.</summary>
    public AttachedPolicy? Trust { get; init; }

    public FrozenDictionary<string, string> Tags { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Names of attached policies whose documents could not be read: what the principal may do is then not known for certain.</summary>
    public ImmutableArray<string> UnreadPolicies { get; init; } = [];

    /// <summary>Names of the groups a user belongs to.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>ARNs of the instance profiles that carry the role.</summary>
    public ImmutableArray<string> InstanceProfiles { get; init; } = [];

    /// <summary>Of a role that Identity Center provisioned: who is assigned to it; empty otherwise.</summary>
    public ImmutableArray<IdentityCenterAssignment> Assignments { get; init; } = [];

    public ImmutableArray<AccessKey> AccessKeys { get; init; } = [];

    /// <summary>The console password of a user; null when it has none.</summary>
    public ConsolePassword? Password { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Of a role: IAM's RoleLastUsed.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A user or group of Identity Center that a permission set is assigned to in the role's account.</summary>
/// <param name="Kind"><c>USER</c> or <c>GROUP</c>.</param>
/// <param name="Members">Of a group: the names of its users.</param>
public sealed record IdentityCenterAssignment(string PermissionSet, string Kind, string Name, ImmutableArray<string> Members);

public sealed record AccessKey(string Id, bool Active, DateTimeOffset? CreatedAt, DateTimeOffset? LastUsedAt);

public sealed record ConsolePassword(DateTimeOffset? CreatedAt, DateTimeOffset? LastUsedAt, bool HasMfa);
