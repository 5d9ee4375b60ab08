using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>Whom and what a question about a whole <see cref="PolicySet"/> is about.</summary>
public sealed record AccessScope
{
    public static readonly AccessScope Anyone = new();

    /// <summary>The callers the policies are attached to. Empty: representatives of every caller that the policies can tell apart.</summary>
    public ImmutableArray<Principal> Callers { get; init; } = [];

    /// <summary>
    /// The account (12 digits) that owns the resources. When null, resources of the caller's account and of others are both
    /// looked at, told apart by the account of their ARN; an ARN without account (S3) may belong to either.
    /// </summary>
    public string? ResourceAccount { get; init; }

    /// <summary>The callers belong to the organization's management account: service control policies do not apply.</summary>
    public bool CallersInManagementAccount { get; init; }

    /// <summary>The resources belong to the management account or are AWS's own: resource control policies do not apply.</summary>
    public bool ResourceExemptFromResourceControlPolicies { get; init; }

    /// <summary>
    /// The facts that follow from who calls (aws:PrincipalArn, aws:PrincipalOrgID, tags ...), for <see cref="Callers"/> only: a key of
    /// <see cref="KnownKeys"/> has the value given here, or is absent. Null: every key may have any value.
    /// </summary>
    public Func<Principal, RequestContext>? KnownContext { get; init; }

    /// <summary>The keys <see cref="KnownContext"/> decides; one that ends in <c>/</c> stands for all that begin with it.</summary>
    public ImmutableArray<string> KnownKeys { get; init; } = CallerKeys;

    /// <summary>The keys that <see cref="RequestContext.Builder.AddPrincipal"/> gives.</summary>
    public static ImmutableArray<string> CallerKeys { get; } =
    [
        "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType", "aws:userid", "aws:username", "aws:PrincipalIsAWSService",
        "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList",
    ];

    internal bool Decides(string key) => KnownKeys.Any(known => known.EndsWith('/')
        ? key.StartsWith(known, StringComparison.OrdinalIgnoreCase)
        : key.Equals(known, StringComparison.OrdinalIgnoreCase));
}
