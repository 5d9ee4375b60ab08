using Landward.Policy.Matching;

namespace Landward.Policy.Evaluation;

/// <summary>What a group of policies of one kind says: an explicit deny wins, then the first allow.</summary>
internal readonly record struct ScanResult(GateOutcome Outcome, AttachedPolicy? Policy, PolicyStatement? Statement, string? Target, PrincipalMatch Grant)
{
    public static readonly ScanResult NotApplicable = new(GateOutcome.NotApplicable, null, null, null, PrincipalMatch.None);

    /// <summary>The gate stands open: it takes no part, or it allows.</summary>
    public bool IsOpen => Outcome is GateOutcome.NotApplicable or GateOutcome.Allow;

    public DecidingStatement? Deciding => Statement is null ? null : new DecidingStatement(Policy!, Statement, Target);
}

/// <summary>How to take a statement that depends on what nobody knows.</summary>
internal enum Unknowns
{
    /// <summary>An Allow does not count, a Deny does: a decision never grants by guessing.</summary>
    AgainstCaller,

    /// <summary>An Allow counts, a Deny does not: could the request be allowed?</summary>
    ForCaller,
}

/// <summary>A request as it is put to the statements.</summary>
/// <param name="HasBoundary">The caller has a permissions boundary.</param>
internal readonly record struct ScanInput(AuthorizationRequest Request, bool HasBoundary, Unknowns Unknowns)
{
    /// <summary>How the statement's Principal element names the caller.</summary>
    /// <param name="unnamed">What a statement without Principal means: everyone (VPC endpoints) or nobody (resources).</param>
    public PrincipalMatch Match(PolicyStatement statement, bool unnamed)
    {
        if (statement.Principals is not { } principals)
            return unnamed ? PrincipalMatch.Caller : PrincipalMatch.None;
        var match = principals.Match(Request.Principal, statement.Effect, Request.Target.Service ?? string.Empty, HasBoundary);
        if (Unknowns != Unknowns.ForCaller || !principals.ListsSomeSession(Request.Principal))
            return match;
        if (statement.Effect == Effect.Allow)
            return principals.IsNegated ? match : PrincipalMatch.Caller;
        return principals.SparesListedSessions(Request.Principal, HasBoundary) ? PrincipalMatch.None : match;
    }
}
