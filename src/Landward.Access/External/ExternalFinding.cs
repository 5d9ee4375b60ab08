using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Access.External;

/// <summary>What a finding is about.</summary>
public enum ExternalFindingType
{
    /// <summary>IAM Access Analyzer's ExternalAccess: somebody outside the zone of trust gets in.</summary>
    ExternalAccess,

    /// <summary>An AWS service may act on behalf of anybody's resource: the confused deputy problem. Access Analyzer does not report services.</summary>
    ServiceAccessWithoutSource,

    /// <summary>A policy names a deleted user or role by its unique id.</summary>
    DanglingPrincipal,
}

/// <summary>Status of a finding, as Access Analyzer has them.</summary>
public enum ExternalFindingStatus
{
    Active,
    Archived,
    Resolved,
}

/// <summary>How access comes about; Access Analyzer's FindingSource.</summary>
/// <param name="Type"><c>POLICY</c>, <c>BUCKET_ACL</c>, <c>S3_ACCESS_POINT</c>, <c>S3_ACCESS_POINT_ACCOUNT</c>; Landward's own <c>KMS_GRANT</c> and <c>SHARE</c>.</param>
/// <param name="Detail">The access point's ARN or account, or the grant's id.</param>
public sealed record ExternalFindingSource(string Type, string? Detail = null);

/// <summary>A request from outside that every policy lets pass; the concrete evaluator has allowed it.</summary>
/// <param name="Principal">An ARN, a provider, a service, or <c>anonymous</c>.</param>
/// <param name="Context">The condition keys of the request; several values of a key are joined with commas.</param>
/// <param name="Statement">The statement that grants it.</param>
public sealed record AccessWitness(string Principal, string Action, string Resource, ImmutableSortedDictionary<string, string> Context, string Statement);

/// <summary>
/// One way in from outside the zone of trust. The members up to <see cref="Error"/> have the names and meaning of Access
/// Analyzer's Finding (Access Analyzer API Reference, "FindingSummary").
/// </summary>
public sealed record ExternalFinding
{
    /// <summary>Stable: the same resource, principal and condition have the same id in every run.</summary>
    public required string Id { get; init; }

    public ExternalFindingType Type { get; init; }

    /// <summary><c>AWS</c>, <c>Federated</c>, <c>CanonicalUser</c> or <c>Service</c> to the value; empty when nothing could be analysed.</summary>
    public ImmutableSortedDictionary<string, string> Principal { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the principal may do, ordered.</summary>
    public ImmutableArray<string> Action { get; init; } = [];

    public required string Resource { get; init; }

    /// <summary>CloudFormation's name of the type.</summary>
    public required string ResourceType { get; init; }

    public required string Region { get; init; }

    /// <summary>Anybody at all gets in.</summary>
    public bool IsPublic { get; init; }

    /// <summary>The restrictions under which access is given, by condition key.</summary>
    public ImmutableSortedDictionary<string, string> Condition { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ExternalFindingStatus Status { get; init; }

    public required string ResourceOwnerAccount { get; init; }

    public ImmutableArray<ExternalFindingSource> Sources { get; init; } = [];

    /// <summary><c>APPLIED</c>: resource control policies were evaluated; <c>NOT_APPLICABLE</c>; <c>FAILED_TO_EVALUATE_RCP</c>.</summary>
    public string ResourceControlPolicyRestriction { get; init; } = "NOT_APPLICABLE";

    /// <summary>Why the analysis is incomplete: <c>ACCESS_DENIED</c>, <c>UNREAD</c>, <c>UNDECIDED</c>; null when it is complete.</summary>
    public string? Error { get; init; }

    public Severity Severity { get; init; }

    /// <summary>The request that proves it; null only with <see cref="Error"/> and for dangling principals.</summary>
    public AccessWitness? Witness { get; init; }

    /// <summary>What deserves attention beyond the access itself, one sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The archive rule that archived it.</summary>
    public string? ArchivedBy { get; init; }
}
