using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>One account with its IAM users and roles. Its root user exists without being listed.</summary>
/// <param name="Principals">Users and roles, ordered by ARN.</param>
/// <param name="PublicAccessBlock">The account's S3 Block Public Access; null when none is set.</param>
public sealed record AccessAccount(AccountId Id, string Name, ImmutableArray<AccessPrincipal> Principals, PublicAccessBlock? PublicAccessBlock = null)
{
    /// <summary>The groups of IAM users, ordered by ARN. Their policies are among those of their members; here they stand for those who may join.</summary>
    public ImmutableArray<AccessGroup> Groups { get; init; } = [];
}

/// <summary>A group of IAM users with its managed and inline policies.</summary>
public sealed record AccessGroup(string Name, string Arn, ImmutableArray<AttachedPolicy> Identity);

/// <summary>S3 Block Public Access of an account, a bucket or an access point. Source: "Blocking public access to your Amazon S3 storage".</summary>
public sealed record PublicAccessBlock(bool BlockPublicAcls, bool IgnorePublicAcls, bool BlockPublicPolicy, bool RestrictPublicBuckets);
