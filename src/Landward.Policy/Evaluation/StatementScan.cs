using System.Collections.Immutable;
using Landward.Policy.Matching;

namespace Landward.Policy.Evaluation;

/// <summary>Runs a request over statements without allocating.</summary>
internal static class StatementScan
{
    /// <summary>Policies whose statements name no principal.</summary>
    public static ScanResult OfPolicies(in ScanInput input, ImmutableArray<AttachedPolicy> policies, string? target = null)
    {
        AttachedPolicy? by = null;
        PolicyStatement? allow = null;
        foreach (var policy in policies)
        {
            var document = policy.Document;
            if (document.FullAccess is { } everything)
            {
                if (allow is null)
                    (by, allow) = (policy, everything);
                continue;
            }
            var index = -1;
            while ((index = document.Next(input.Request.RequestedAction.ServiceBit, index)) >= 0)
            {
                var statement = document.Statements[index];
                if ((statement.Effect == Effect.Allow && allow is not null) || !statement.Matches(input.Request, input.Unknowns))
                    continue;
                if (statement.Effect == Effect.Deny)
                    return new ScanResult(GateOutcome.ExplicitDeny, policy, statement, target, PrincipalMatch.None);
                (by, allow) = (policy, statement);
            }
        }
        return new ScanResult(allow is null ? GateOutcome.ImplicitDeny : GateOutcome.Allow, by, allow, target, PrincipalMatch.None);
    }

    /// <summary>Service control policies: every level must allow, a Deny of any level denies.</summary>
    public static ScanResult OfLevels(in ScanInput input, ImmutableArray<PolicyLevel> levels)
    {
        var result = ScanResult.NotApplicable;
        foreach (var level in levels)
        {
            var scan = OfPolicies(input, level.Policies, level.Target);
            if (scan.Outcome == GateOutcome.ExplicitDeny)
                return scan;
            if (result.IsOpen)
                result = scan;
        }
        return result;
    }

    /// <summary>Resource control policies: a filter of Deny statements, because RCPFullAWSAccess cannot be detached.</summary>
    public static ScanResult OfDenyLevels(in ScanInput input, ImmutableArray<PolicyLevel> levels)
    {
        if (levels.IsEmpty)
            return ScanResult.NotApplicable;
        foreach (var level in levels)
        {
            foreach (var policy in level.Policies)
            {
                var document = policy.Document;
                var index = -1;
                while ((index = document.Next(input.Request.RequestedAction.ServiceBit, index)) >= 0)
                {
                    var statement = document.Statements[index];
                    if (statement.Effect == Effect.Deny && input.Match(statement, unnamed: true) != PrincipalMatch.None && statement.Matches(input.Request, input.Unknowns))
                        return new ScanResult(GateOutcome.ExplicitDeny, policy, statement, level.Target, PrincipalMatch.None);
                }
            }
        }
        return new ScanResult(GateOutcome.Allow, null, null, null, PrincipalMatch.None);
    }

    /// <summary>Policies whose statements name principals.</summary>
    /// <param name="unnamed">What a statement without Principal means: everyone (VPC endpoints) or nobody (resources).</param>
    public static ScanResult OfPrincipalPolicies(in ScanInput input, ImmutableArray<AttachedPolicy> policies, bool unnamed)
    {
        if (policies.IsEmpty)
            return ScanResult.NotApplicable;
        AttachedPolicy? by = null;
        PolicyStatement? allow = null;
        var grant = PrincipalMatch.None;
        foreach (var policy in policies)
        {
            var document = policy.Document;
            var index = -1;
            while ((index = document.Next(input.Request.RequestedAction.ServiceBit, index)) >= 0)
            {
                var statement = document.Statements[index];
                if (statement.Effect == Effect.Allow && grant == PrincipalMatch.Caller)
                    continue;
                var match = input.Match(statement, unnamed);
                if (match <= grant && (statement.Effect == Effect.Allow || match == PrincipalMatch.None))
                    continue;
                if (!statement.Matches(input.Request, input.Unknowns))
                    continue;
                if (statement.Effect == Effect.Deny)
                    return new ScanResult(GateOutcome.ExplicitDeny, policy, statement, null, PrincipalMatch.None);
                (grant, by, allow) = (match, policy, statement);
            }
        }
        return new ScanResult(allow is null ? GateOutcome.ImplicitDeny : GateOutcome.Allow, by, allow, null, grant);
    }
}
