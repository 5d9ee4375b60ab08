using System.Collections.Immutable;
using Landward.Policy.Matching;

namespace Landward.Policy.Evaluation;

/// <summary>
/// The condition under which a request is allowed, over everything that is unknown: (the grants that come into question) and
/// (for every Deny that might match, one of its conditions not holding).
/// </summary>
internal sealed class ResidualEvaluation
{
    private readonly AuthorizationRequest _request;
    private readonly PolicySet _policies;
    private readonly TakingPart _part;
    private readonly List<ConditionExpression> _escapes = [];
    private readonly ImmutableArray<UndecidedCondition>.Builder _undecided = ImmutableArray.CreateBuilder<UndecidedCondition>();
    private readonly ConditionExpression _condition;

    public ResidualEvaluation(AuthorizationRequest request, PolicySet policies)
    {
        _request = request;
        _policies = policies;
        _part = new TakingPart(request, policies);
        var organization = _part.ServiceControl ? ServiceControl() : Residual.Always;
        if (_part.ResourceControl)
            ResourceControl();
        var endpoint = policies.VpcEndpoint.IsEmpty ? Residual.Always : Allow(PolicyGate.VpcEndpoint, policies.VpcEndpoint, unnamed: true, PrincipalMatch.Account);
        var grant = Grant();
        _condition = Residual.All([organization, endpoint, grant, .. _escapes]);
    }

    /// <summary>Null when the request is allowed whatever the unknown turns out to be.</summary>
    public ConditionExpression? Condition() => _request.Has(ServiceRule.NeedsNoPermission) || Residual.IsAlways(_condition) ? null : _condition;

    public ImmutableArray<UndecidedCondition> Undecided() => _undecided.ToImmutable();

    private ConditionExpression ServiceControl()
    {
        var levels = new List<ConditionExpression>();
        foreach (var level in _policies.ServiceControlPolicies)
        {
            var allows = Read(PolicyGate.ServiceControlPolicy, level.Policies, level.Target, unnamed: true, namesPrincipals: false);
            levels.Add(Residual.Any([.. allows.Select(allow => allow.Condition)]));
        }
        return Residual.All([.. levels]);
    }

    private void ResourceControl()
    {
        foreach (var level in _policies.ResourceControlPolicies)
            Read(PolicyGate.ResourceControlPolicy, level.Policies, level.Target, unnamed: true, namesPrincipals: true);
    }

    /// <summary>The same rules as a decision without unknowns has, as an expression.</summary>
    private ConditionExpression Grant()
    {
        var resource = Read(PolicyGate.Resource, _policies.ResourcePolicies, null, unnamed: false, namesPrincipals: true);
        if (!_part.Identity)
            return Named(resource, PrincipalMatch.Caller);
        var identity = Allow(PolicyGate.Identity, _policies.Identity, unnamed: true);
        if (_part.RootPower)
            identity = Residual.Always;
        var boundary = _part.Boundary ? Allow(PolicyGate.PermissionsBoundary, _policies.PermissionsBoundary, unnamed: true) : Residual.Always;
        var session = _part.Session ? Allow(PolicyGate.Session, _policies.Session, unnamed: true) : Residual.Always;
        var limits = Residual.All(boundary, session);
        if (!_request.SameAccount)
            return Residual.All(Named(resource, PrincipalMatch.Account), identity, limits);
        var byAccount = TakingPart.NeedsResource(_request) ? Residual.All(Named(resource, PrincipalMatch.Account), identity, limits) : Residual.All(identity, limits);
        return Residual.Any(
            Residual.Any([.. resource.Where(allow => allow.Match == PrincipalMatch.Caller).Select(allow => allow.Condition)]),
            Residual.All(Residual.Any([.. resource.Where(allow => allow.Match == PrincipalMatch.Issuer).Select(allow => allow.Condition)]), limits),
            byAccount);
    }

    private static ConditionExpression Named(List<ConditionalAllow> allows, PrincipalMatch atLeast) =>
        Residual.Any([.. allows.Where(allow => allow.Match >= atLeast).Select(allow => allow.Condition)]);

    private ConditionExpression Allow(PolicyGate gate, ImmutableArray<AttachedPolicy> policies, bool unnamed, PrincipalMatch atLeast = PrincipalMatch.None)
    {
        var allows = Read(gate, policies, null, unnamed, namesPrincipals: gate == PolicyGate.VpcEndpoint);
        return Named(allows, atLeast);
    }

    /// <summary>Collects the Allow statements that come into question, and what lets the request escape the Deny statements.</summary>
    private List<ConditionalAllow> Read(PolicyGate gate, ImmutableArray<AttachedPolicy> policies, string? target, bool unnamed, bool namesPrincipals)
    {
        var allows = new List<ConditionalAllow>();
        foreach (var policy in policies)
        {
            foreach (var statement in policy.Document.Statements)
            {
                // Resource control policies can only deny; the Allow of RCPFullAWSAccess cannot be detached.
                if (gate == PolicyGate.ResourceControlPolicy && statement.Effect == Effect.Allow)
                    continue;
                var input = new ScanInput(_request, _part.Boundary, Unknowns.AgainstCaller);
                var reading = new StatementReading(input, new DecidingStatement(policy, statement, target), unnamed, namesPrincipals);
                if (!reading.Applies)
                    continue;
                foreach (var condition in reading.Undecided)
                    _undecided.Add(new UndecidedCondition(gate, reading.By, condition));
                if (statement.Effect == Effect.Deny)
                    _escapes.Add(reading.Escape());
                else
                    allows.AddRange(reading.Allows());
            }
        }
        return allows;
    }
}

/// <summary>An Allow that counts when its condition holds.</summary>
internal readonly record struct ConditionalAllow(PrincipalMatch Match, ConditionExpression Condition);
