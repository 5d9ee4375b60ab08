using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>A policy document where it is in force.</summary>
/// <param name="Name">The policy's name, as AWS shows it.</param>
/// <param name="Id">The policy id or ARN, when it has one.</param>
public sealed record AttachedPolicy(PolicyDocument Document, string Name, PolicyKind Kind, string? Id = null);

/// <summary>The organization policies attached directly to one root, unit or account on the way down to an account.</summary>
/// <param name="Target">Names the level for people: the root, the unit's path, the account.</param>
public sealed record PolicyLevel(string Target, ImmutableArray<AttachedPolicy> Policies);

/// <summary>Every policy that has a say in one decision. Empty arrays mean that the kind does not take part.</summary>
public sealed record PolicySet
{
    public static readonly PolicySet Empty = new();

    /// <summary>The identity-based policies of the user (with those of its groups) or role.</summary>
    public ImmutableArray<AttachedPolicy> Identity { get; init; } = [];

    /// <summary>The permissions boundary of the user or role; empty when none is set.</summary>
    public ImmutableArray<AttachedPolicy> PermissionsBoundary { get; init; } = [];

    /// <summary>The policies passed when the session was made.</summary>
    public ImmutableArray<AttachedPolicy> Session { get; init; } = [];

    /// <summary>From the root down to the principal's account; empty when it is in no organization. Every level must allow.</summary>
    public ImmutableArray<PolicyLevel> ServiceControlPolicies { get; init; } = [];

    /// <summary>From the root down to the resource's account; empty when it is in no organization.</summary>
    public ImmutableArray<PolicyLevel> ResourceControlPolicies { get; init; } = [];

    /// <summary>The policy of the resource: bucket policy, key policy, role trust policy ...</summary>
    public AttachedPolicy? Resource
    {
        get => ResourcePolicies.IsEmpty ? null : ResourcePolicies[0];
        init => ResourcePolicies = value is null ? [] : [value];
    }

    internal ImmutableArray<AttachedPolicy> ResourcePolicies { get; private init; } = [];

    /// <summary>The policies of the VPC endpoint that the request goes through.</summary>
    public ImmutableArray<AttachedPolicy> VpcEndpoint { get; init; } = [];
}
