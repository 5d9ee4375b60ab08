using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access;

/// <summary>Everybody who can, or might.</summary>
/// <param name="Access">Ordered by certainty, then account and name. Who is not listed cannot, as far as the snapshot knows.</param>
/// <param name="Asked">Principals that were decided about.</param>
/// <param name="Notes">What the answer could not take into account, as sentences.</param>
/// <param name="Unread">Parts of the snapshot that are missing: the answer is partial.</param>
public sealed record WhoCanAnswer(
    WhoCanQuestion Question,
    AccessTarget Target,
    ImmutableArray<GrantedAccess> Access,
    int Asked,
    ImmutableArray<string> Notes,
    ImmutableArray<UnreadSource> Unread);

public enum AccessCertainty
{
    /// <summary>In every context.</summary>
    Allowed,

    /// <summary>Under <see cref="GrantedAccess.Condition"/>, which the snapshot cannot decide.</summary>
    Conditional,

    /// <summary>A policy that has a say is not known; <see cref="GrantedAccess.Reason"/> says which.</summary>
    Undecided,
}

/// <summary>What kind of caller a row is about.</summary>
public enum CallerKind
{
    User,

    /// <summary>Each of its sessions.</summary>
    Role,
    Root,
    AwsService,

    /// <summary>An account, user, role or session outside the snapshot.</summary>
    External,

    /// <summary>Any account of anybody.</summary>
    AnyAccount,
    Anonymous,

    /// <summary>A SAML or OpenID Connect provider's identities.</summary>
    IdentityProvider,
}

/// <summary>One who can.</summary>
public sealed record GrantedAccess
{
    public required CallerKind Kind { get; init; }

    /// <summary>The ARN; a service's or provider's name; <c>*</c> for anybody.</summary>
    public required string Principal { get; init; }

    /// <summary>12 digits; empty for services, providers and anonymous callers.</summary>
    public required string Account { get; init; }

    /// <summary>The user or role in the snapshot; null for other callers.</summary>
    public AccessPrincipal? Known { get; init; }

    public required AccessCertainty Certainty { get; init; }

    /// <summary>The Allow that grants; null for the root user's own power, key grants and access control lists.</summary>
    public DecidingStatement? Grant { get; init; }

    /// <summary>What grants when no statement does: <c>root user</c>, <c>KMS grant ID</c>, <c>access control list</c>.</summary>
    public string? Via { get; init; }

    /// <summary>Of conditional access: when it is allowed.</summary>
    public ConditionExpression? Condition { get; init; }

    /// <summary>Of undecided access: what is not known.</summary>
    public string? Reason { get; init; }
}
