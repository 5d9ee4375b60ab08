using System.Collections.Immutable;
using Landward.Policy.Evaluation;
using Landward.Policy.Matching;

namespace Landward.Policy;

/// <summary>
/// Decides requests. Pure: the same request and policies give the same decision, on any number of threads.
/// Source: "Policy evaluation logic" and "Cross-account policy evaluation logic", IAM User Guide.
/// </summary>
public static class PolicyEvaluator
{
    /// <summary>
    /// Evaluates every gate, without stopping at the first that blocks: a Deny anywhere denies; otherwise organization
    /// policies, endpoint policies and a grant must all allow.
    /// </summary>
    public static Decision Evaluate(AuthorizationRequest request, PolicySet policies)
    {
        if (ServiceRules.NeedsNoPermission(request))
            return new Decision.Allowed([], null);
        var principal = request.Principal;
        var hasIdentity = principal.HasIdentityPolicies;
        var hasBoundary = hasIdentity && !policies.PermissionsBoundary.IsEmpty;
        var results = new Scans
        {
            ServiceControl = ServiceControlApplies(request) ? StatementScan.OfLevels(request, policies.ServiceControlPolicies) : ScanResult.NotApplicable,
            ResourceControl = !ResourceControlApplies(request)
                ? ScanResult.NotApplicable
                : StatementScan.OfDenyLevels(request, policies.ResourceControlPolicies, hasBoundary),
            VpcEndpoint = policies.VpcEndpoint.IsEmpty ? ScanResult.NotApplicable : StatementScan.OfPrincipalPolicies(request, policies.VpcEndpoint, hasBoundary, unnamed: true),
            Resource = policies.ResourcePolicies.IsEmpty ? ScanResult.NotApplicable : StatementScan.OfPrincipalPolicies(request, policies.ResourcePolicies, hasBoundary, unnamed: false),
            Identity = hasIdentity ? IdentityScan(request, policies) : ScanResult.NotApplicable,
            Boundary = hasBoundary ? StatementScan.OfPolicies(request, policies.PermissionsBoundary) : ScanResult.NotApplicable,
            Session = hasIdentity ? SessionScan(request, policies) : ScanResult.NotApplicable,
        };
        return Decide(request, results);
    }

    private static bool ServiceControlApplies(AuthorizationRequest request) =>
        request.Principal.HasIdentityPolicies && !request.PrincipalInManagementAccount && !request.Principal.IsServiceLinkedRole;

    // "You can't use RCPs to restrict ... kms:RetireGrant" (Organizations User Guide, Resource control policies).
    private static bool ResourceControlApplies(AuthorizationRequest request) =>
        !request.ResourceExemptFromResourceControlPolicies && !request.Principal.IsServiceLinkedRole && request.LowerCaseAction != "kms:retiregrant";

    private static ScanResult IdentityScan(AuthorizationRequest request, PolicySet policies)
    {
        var scan = StatementScan.OfPolicies(request, policies.Identity);
        return request.Principal.Kind == PrincipalKind.Root && scan.Outcome == GateOutcome.ImplicitDeny ? scan with { Outcome = GateOutcome.Allow } : scan;
    }

    // A federated user session without session policy has no permissions of its own; other sessions have their role's.
    private static ScanResult SessionScan(AuthorizationRequest request, PolicySet policies) =>
        policies.Session.IsEmpty && request.Principal.Kind != PrincipalKind.FederatedUser
            ? ScanResult.NotApplicable
            : StatementScan.OfPolicies(request, policies.Session);

    private static Decision Decide(AuthorizationRequest request, in Scans scans)
    {
        var blocks = GrantBlocks(request, scans);
        if (!scans.ServiceControl.IsOpen)
            blocks |= Blocks.ServiceControl;
        if (!scans.ResourceControl.IsOpen)
            blocks |= Blocks.ResourceControl;
        if (!scans.VpcEndpoint.IsOpen)
            blocks |= Blocks.VpcEndpoint;
        if (ServiceRules.Refuses(request))
            blocks |= Blocks.ServiceRule;
        var gates = Gates(scans, ref blocks);
        if (blocks == Blocks.None)
            return new Decision.Allowed(gates, scans.Grant);
        if (ServiceRules.ChangesAwsManagedIam(request))
            return new Decision.ImplicitDeny(gates, gates.First(gate => gate.Blocks).Gate);
        foreach (var gate in gates)
        {
            if (gate is { Outcome: GateOutcome.ExplicitDeny, Statement: { } statement })
                return new Decision.ExplicitDeny(gates, gate.Gate, statement);
        }
        return new Decision.ImplicitDeny(gates, gates.First(gate => gate.Blocks).Gate);
    }

    /// <summary>
    /// Who must grant. Same account: the identity or the resource's policy; a resource-based grant to the caller itself gets
    /// past implicit denies in boundary and session policy, one to its role only past the identity's. Another account: both must.
    /// </summary>
    private static Blocks GrantBlocks(AuthorizationRequest request, in Scans scans)
    {
        var grant = scans.Resource.Grant;
        if (!request.Principal.HasIdentityPolicies)
            return grant == PrincipalMatch.Caller ? Blocks.None : Blocks.Resource;
        if (request.SameAccount && grant == PrincipalMatch.Caller)
            return Blocks.None;
        var blocks = Blocks.None;
        if (!scans.Boundary.IsOpen)
            blocks |= Blocks.Boundary;
        if (!scans.Session.IsOpen)
            blocks |= Blocks.Session;
        if (request.SameAccount && grant == PrincipalMatch.Issuer)
            return blocks;
        if (scans.Identity.Outcome != GateOutcome.Allow)
            blocks |= Blocks.Identity;
        var needsResource = !request.SameAccount || ServiceRules.IsTrust(request) || ServiceRules.IsKmsKey(request);
        if (needsResource && grant == PrincipalMatch.None)
            blocks |= Blocks.Resource;
        return blocks;
    }

    private static ImmutableArray<GateResult> Gates(in Scans scans, ref Blocks blocks)
    {
        var gates = new GateResult[Count(scans, blocks)];
        var count = 0;
        Add(PolicyGate.ServiceControlPolicy, Blocks.ServiceControl, scans.ServiceControl, gates, ref count, ref blocks);
        Add(PolicyGate.ResourceControlPolicy, Blocks.ResourceControl, scans.ResourceControl, gates, ref count, ref blocks);
        Add(PolicyGate.VpcEndpoint, Blocks.VpcEndpoint, scans.VpcEndpoint, gates, ref count, ref blocks);
        Add(PolicyGate.Resource, Blocks.Resource, scans.Resource, gates, ref count, ref blocks);
        Add(PolicyGate.Identity, Blocks.Identity, scans.Identity, gates, ref count, ref blocks);
        Add(PolicyGate.PermissionsBoundary, Blocks.Boundary, scans.Boundary, gates, ref count, ref blocks);
        Add(PolicyGate.Session, Blocks.Session, scans.Session, gates, ref count, ref blocks);
        if ((blocks & Blocks.ServiceRule) != Blocks.None)
            gates[count] = new GateResult(PolicyGate.ServiceRule, GateOutcome.ImplicitDeny, Blocks: true, null, null);
        return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(gates);
    }

    private static int Count(in Scans scans, Blocks blocks) =>
        One(scans.ServiceControl, Blocks.ServiceControl, blocks) + One(scans.ResourceControl, Blocks.ResourceControl, blocks)
        + One(scans.VpcEndpoint, Blocks.VpcEndpoint, blocks) + One(scans.Resource, Blocks.Resource, blocks) + One(scans.Identity, Blocks.Identity, blocks)
        + One(scans.Boundary, Blocks.Boundary, blocks) + One(scans.Session, Blocks.Session, blocks) + ((blocks & Blocks.ServiceRule) != Blocks.None ? 1 : 0);

    private static int One(in ScanResult scan, Blocks bit, Blocks blocks) => scan.Outcome != GateOutcome.NotApplicable || (blocks & bit) != Blocks.None ? 1 : 0;

    private static void Add(PolicyGate gate, Blocks bit, in ScanResult scan, GateResult[] gates, ref int count, ref Blocks blocks)
    {
        if (scan.Outcome == GateOutcome.ExplicitDeny)
            blocks |= bit;
        var isBlocking = (blocks & bit) != Blocks.None;
        if (scan.Outcome == GateOutcome.NotApplicable && !isBlocking)
            return;
        // A gate that must allow and has no policy at all denies implicitly.
        var outcome = scan.Outcome == GateOutcome.NotApplicable ? GateOutcome.ImplicitDeny : scan.Outcome;
        gates[count++] = new GateResult(gate, outcome, isBlocking, scan.Statement, outcome == GateOutcome.Allow ? null : scan.Target);
    }

    [Flags]
    private enum Blocks
    {
        None = 0,
        ServiceControl = 1,
        ResourceControl = 2,
        VpcEndpoint = 4,
        Resource = 8,
        Identity = 16,
        Boundary = 32,
        Session = 64,
        ServiceRule = 128,
    }

    private readonly struct Scans
    {
        public required ScanResult ServiceControl { get; init; }
        public required ScanResult ResourceControl { get; init; }
        public required ScanResult VpcEndpoint { get; init; }
        public required ScanResult Resource { get; init; }
        public required ScanResult Identity { get; init; }
        public required ScanResult Boundary { get; init; }
        public required ScanResult Session { get; init; }

        /// <summary>The Allow that an explanation names: the identity's where it counts, else the resource's.</summary>
        public DecidingStatement? Grant => Identity.Outcome == GateOutcome.Allow ? Identity.Statement ?? Resource.Statement : Resource.Statement;
    }
}
