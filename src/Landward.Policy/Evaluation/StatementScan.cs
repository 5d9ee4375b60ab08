using System.Collections.Immutable;
using Landward.Policy.Matching;

namespace Landward.Policy.Evaluation;

/// <summary>What a group of policies of one kind says: an explicit deny wins, then the first allow.</summary>
internal readonly record struct ScanResult(GateOutcome Outcome, DecidingStatement? Statement, string? Target, PrincipalMatch Grant)
{
    public static readonly ScanResult NotApplicable = new(GateOutcome.NotApplicable, null, null, PrincipalMatch.None);

    /// <summary>The gate stands open: it takes no part, or it allows.</summary>
    public bool IsOpen => Outcome is GateOutcome.NotApplicable or GateOutcome.Allow;
}

/// <summary>Runs a request over statements without allocating.</summary>
internal static class StatementScan
{
    /// <summary>Policies whose statements name no principal.</summary>
    public static ScanResult OfPolicies(AuthorizationRequest request, ImmutableArray<AttachedPolicy> policies, string? target = null)
    {
        DecidingStatement? allow = null;
        foreach (var policy in policies)
        {
            foreach (var statement in policy.Document.Statements)
            {
                if (statement.Effect == Effect.Allow && allow is not null)
                    continue;
                if (!statement.Matches(request))
                    continue;
                if (statement.Effect == Effect.Deny)
                    return new ScanResult(GateOutcome.ExplicitDeny, new DecidingStatement(policy, statement, target), target, PrincipalMatch.None);
                allow = new DecidingStatement(policy, statement, target);
            }
        }
        return new ScanResult(allow is null ? GateOutcome.ImplicitDeny : GateOutcome.Allow, allow, target, PrincipalMatch.None);
    }

    /// <summary>Service control policies: every level must allow, a Deny of any level denies.</summary>
    public static ScanResult OfLevels(AuthorizationRequest request, ImmutableArray<PolicyLevel> levels)
    {
        if (levels.IsEmpty)
            return ScanResult.NotApplicable;
        var result = ScanResult.NotApplicable;
        foreach (var level in levels)
        {
            var scan = OfPolicies(request, level.Policies, level.Target);
            if (scan.Outcome == GateOutcome.ExplicitDeny)
                return scan;
            if (result.IsOpen)
                result = scan;
        }
        return result;
    }

    /// <summary>Resource control policies: a filter of Deny statements, because RCPFullAWSAccess cannot be detached.</summary>
    public static ScanResult OfDenyLevels(AuthorizationRequest request, ImmutableArray<PolicyLevel> levels, bool hasBoundary)
    {
        if (levels.IsEmpty)
            return ScanResult.NotApplicable;
        foreach (var level in levels)
        {
            foreach (var policy in level.Policies)
            {
                foreach (var statement in policy.Document.Statements)
                {
                    if (statement.Effect == Effect.Deny && MatchesPrincipal(request, statement, hasBoundary, unnamed: true) != PrincipalMatch.None && statement.Matches(request))
                        return new ScanResult(GateOutcome.ExplicitDeny, new DecidingStatement(policy, statement, level.Target), level.Target, PrincipalMatch.None);
                }
            }
        }
        return new ScanResult(GateOutcome.Allow, null, null, PrincipalMatch.None);
    }

    /// <summary>Policies whose statements name principals.</summary>
    /// <param name="unnamed">What a statement without Principal means: everyone (VPC endpoints) or nobody (resources).</param>
    public static ScanResult OfPrincipalPolicies(AuthorizationRequest request, ImmutableArray<AttachedPolicy> policies, bool hasBoundary, bool unnamed)
    {
        DecidingStatement? allow = null;
        var grant = PrincipalMatch.None;
        foreach (var policy in policies)
        {
            foreach (var statement in policy.Document.Statements)
            {
                if (statement.Effect == Effect.Allow && grant == PrincipalMatch.Caller)
                    continue;
                var match = MatchesPrincipal(request, statement, hasBoundary, unnamed);
                if (match <= grant && (statement.Effect == Effect.Allow || match == PrincipalMatch.None))
                    continue;
                if (!statement.Matches(request))
                    continue;
                if (statement.Effect == Effect.Deny)
                    return new ScanResult(GateOutcome.ExplicitDeny, new DecidingStatement(policy, statement, null), null, PrincipalMatch.None);
                (grant, allow) = (match, new DecidingStatement(policy, statement, null));
            }
        }
        return new ScanResult(allow is null ? GateOutcome.ImplicitDeny : GateOutcome.Allow, allow, null, grant);
    }

    private static PrincipalMatch MatchesPrincipal(AuthorizationRequest request, PolicyStatement statement, bool hasBoundary, bool unnamed)
    {
        if (statement.Principals is { } principals)
            return principals.Match(request.Principal, statement.Effect, request.Target.Service ?? string.Empty, hasBoundary);
        return unnamed ? PrincipalMatch.Caller : PrincipalMatch.None;
    }
}
