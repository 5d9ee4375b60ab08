using System.Collections.Immutable;

namespace Landward.Detection.Organizations;

/// <summary>What an organization can be asked about an event.</summary>
public enum OrganizationPredicate
{
    /// <summary>The event's account stands in a unit, or below it.</summary>
    Unit,

    /// <summary>The event's account has a tag.</summary>
    Tag,

    /// <summary>The event's account is the management account.</summary>
    ManagementAccount,

    /// <summary>The caller is one of the break-glass principals.</summary>
    BreakGlass,

    /// <summary>The source address is one of the organization's own egress addresses.</summary>
    OwnAddress,

    /// <summary>The source address belongs to AWS.</summary>
    AwsAddress,

    /// <summary>The bucket that the event names is one that trails deliver to.</summary>
    TrailBucket,

    /// <summary>The call came through one of the organization's VPC endpoints.</summary>
    OwnEndpoint,
}

/// <summary>One predicate of an <c>org:</c> block.</summary>
/// <param name="Values">Units (ids, names or paths), tags as <c>key=value</c>, paths of a bucket's name; empty for the others.</param>
/// <param name="Expected">What the answer must be.</param>
public sealed record OrganizationCondition(OrganizationPredicate Predicate, ImmutableArray<string> Values, bool Expected)
{
    /// <summary>The key of the facts file that the predicate needs.</summary>
    public string NeededFact => Predicate switch
    {
        OrganizationPredicate.Unit or OrganizationPredicate.Tag => "accounts",
        OrganizationPredicate.ManagementAccount => "managementAccount",
        OrganizationPredicate.BreakGlass => "breakGlass",
        OrganizationPredicate.OwnAddress => "egress",
        OrganizationPredicate.AwsAddress => "awsNetworks",
        OrganizationPredicate.TrailBucket => "trailBuckets",
        OrganizationPredicate.OwnEndpoint => "vpcEndpoints",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
