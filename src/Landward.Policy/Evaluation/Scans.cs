using Landward.Policy.Matching;

namespace Landward.Policy.Evaluation;

/// <summary>The gates that stand in the way of a request.</summary>
[Flags]
internal enum BlockedGates
{
    None = 0,
    ServiceControl = 1 << PolicyGate.ServiceControlPolicy,
    ResourceControl = 1 << PolicyGate.ResourceControlPolicy,
    VpcEndpoint = 1 << PolicyGate.VpcEndpoint,
    Resource = 1 << PolicyGate.Resource,
    Identity = 1 << PolicyGate.Identity,
    Boundary = 1 << PolicyGate.PermissionsBoundary,
    Session = 1 << PolicyGate.Session,
    ServiceRule = 1 << PolicyGate.ServiceRule,
}

/// <summary>What every group of policies says of one request, and what follows.</summary>
internal readonly struct Scans
{
    private readonly ScanResult _serviceControl;
    private readonly ScanResult _resourceControl;
    private readonly ScanResult _vpcEndpoint;
    private readonly ScanResult _resource;
    private readonly ScanResult _identity;
    private readonly ScanResult _boundary;
    private readonly ScanResult _session;

    public Scans(AuthorizationRequest request, PolicySet policies, Unknowns unknowns)
    {
        var part = new TakingPart(request, policies);
        var input = new ScanInput(request, part.Boundary, unknowns);
        _serviceControl = part.ServiceControl ? StatementScan.OfLevels(input, policies.ServiceControlPolicies) : ScanResult.NotApplicable;
        _resourceControl = part.ResourceControl ? StatementScan.OfDenyLevels(input, policies.ResourceControlPolicies) : ScanResult.NotApplicable;
        _vpcEndpoint = StatementScan.OfPrincipalPolicies(input, policies.VpcEndpoint, unnamed: true);
        _resource = StatementScan.OfPrincipalPolicies(input, policies.ResourcePolicies, unnamed: false);
        _identity = part.Identity ? StatementScan.OfPolicies(input, policies.Identity) : ScanResult.NotApplicable;
        if (part.RootPower && _identity.Outcome == GateOutcome.ImplicitDeny)
            _identity = _identity with { Outcome = GateOutcome.Allow };
        _boundary = part.Boundary ? StatementScan.OfPolicies(input, policies.PermissionsBoundary) : ScanResult.NotApplicable;
        _session = part.Session ? StatementScan.OfPolicies(input, policies.Session) : ScanResult.NotApplicable;
        Blocked = FindBlocked(request);
    }

    public BlockedGates Blocked { get; }

    /// <summary>The Allow that an explanation names: the identity's where it counts, else the resource's.</summary>
    public DecidingStatement? Grant => _identity.Outcome == GateOutcome.Allow ? _identity.Deciding ?? _resource.Deciding : _resource.Deciding;

    public PolicyGate FirstBlocked => (PolicyGate)System.Numerics.BitOperations.TrailingZeroCount((int)Blocked);

    public bool Blocks(PolicyGate gate) => ((int)Blocked & (1 << (int)gate)) != 0;

    /// <summary>The gate says something, or blocks because it says nothing.</summary>
    public bool TakesPart(PolicyGate gate) => Blocks(gate) || Of(gate).Outcome != GateOutcome.NotApplicable;

    public int CountGates()
    {
        var count = 0;
        for (var gate = PolicyGate.ServiceControlPolicy; gate <= PolicyGate.ServiceRule; gate++)
            count += TakesPart(gate) ? 1 : 0;
        return count;
    }

    public bool IsDenied(PolicyGate gate) => Blocks(gate) && Of(gate).Outcome == GateOutcome.ExplicitDeny;

    public ScanResult Of(PolicyGate gate) => gate switch
    {
        PolicyGate.ServiceControlPolicy => _serviceControl,
        PolicyGate.ResourceControlPolicy => _resourceControl,
        PolicyGate.VpcEndpoint => _vpcEndpoint,
        PolicyGate.Resource => _resource,
        PolicyGate.Identity => _identity,
        PolicyGate.PermissionsBoundary => _boundary,
        PolicyGate.Session => _session,
        _ => ScanResult.NotApplicable,
    };

    private BlockedGates FindBlocked(AuthorizationRequest request)
    {
        var blocked = GrantBlocks(request);
        if (!_serviceControl.IsOpen)
            blocked |= BlockedGates.ServiceControl;
        if (!_resourceControl.IsOpen)
            blocked |= BlockedGates.ResourceControl;
        if (!_vpcEndpoint.IsOpen)
            blocked |= BlockedGates.VpcEndpoint;
        if (_resource.Outcome == GateOutcome.ExplicitDeny)
            blocked |= BlockedGates.Resource;
        if (_identity.Outcome == GateOutcome.ExplicitDeny)
            blocked |= BlockedGates.Identity;
        if (_boundary.Outcome == GateOutcome.ExplicitDeny)
            blocked |= BlockedGates.Boundary;
        if (_session.Outcome == GateOutcome.ExplicitDeny)
            blocked |= BlockedGates.Session;
        if (request.Has(ServiceRule.Refuses))
            blocked |= BlockedGates.ServiceRule;
        return blocked;
    }

    /// <summary>
    /// Who must grant. Same account: the identity or the resource's policy; a resource-based grant to the caller itself gets
    /// past implicit denies in boundary and session policy, one to its role only past the identity's. Another account: both must.
    /// </summary>
    private BlockedGates GrantBlocks(AuthorizationRequest request)
    {
        var grant = _resource.Grant;
        if (!request.Principal.HasIdentityPolicies)
            return grant == PrincipalMatch.Caller ? BlockedGates.None : BlockedGates.Resource;
        if (request.SameAccount && grant == PrincipalMatch.Caller)
            return BlockedGates.None;
        var blocked = BlockedGates.None;
        if (!_boundary.IsOpen)
            blocked |= BlockedGates.Boundary;
        if (!_session.IsOpen)
            blocked |= BlockedGates.Session;
        if (request.SameAccount && grant == PrincipalMatch.Issuer)
            return blocked;
        if (_identity.Outcome != GateOutcome.Allow)
            blocked |= BlockedGates.Identity;
        if (TakingPart.NeedsResource(request) && grant == PrincipalMatch.None)
            blocked |= BlockedGates.Resource;
        return blocked;
    }
}
