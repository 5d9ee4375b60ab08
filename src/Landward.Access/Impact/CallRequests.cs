using System.Collections.Frozen;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>Recorded calls as requests to one view of policies: what the log tells, what follows from who they are, and the rest unknown.</summary>
internal sealed class CallRequests(AccessView view, IamFacts facts)
{
    private readonly Dictionary<string, FrozenSet<string>> _keysOfActions = new(StringComparer.Ordinal);

    public AuthorizationRequest Of(RecordedCall call)
    {
        var target = view.Target(call.Resource, call.ResourceAccount);
        var given = new RequestContext.Builder();
        var derived = view.Request(call.Principal, call.Action, target);
        var own = KeysOf(call.Action);
        foreach (var key in derived.Context.Keys)
        {
            // A service's key that the action does not have is no part of its requests.
            if (!key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) && !own.Contains(key) && facts.FindConditionKey(key) is { } known && !own.Contains(known.Name))
                given.Add(key, ContextValue.Absent);
        }
        foreach (var (key, value) in call.Context)
            given.Add(key, value ?? ContextValue.Absent);
        var request = view.Request(call.Principal, call.Action, target, given.Build());
        return With(request, call.Resource, call.ResourceIsPattern);
    }

    /// <summary>The same request for another resource, or for any of the resources of a pattern.</summary>
    public static AuthorizationRequest With(AuthorizationRequest request, string resource, bool anyResource) =>
        new(request.Principal, request.Action, resource, request.ResourceAccount, request.Context, anyResource)
        {
            PrincipalInManagementAccount = request.PrincipalInManagementAccount,
            ResourceExemptFromResourceControlPolicies = request.ResourceExemptFromResourceControlPolicies,
        };

    /// <summary>The organization policies alone: a call that was authorized passed everything else.</summary>
    public PolicySet OrganizationPolicies(RecordedCall call) => new()
    {
        Identity = [GivenPolicies.Everything],
        Resource = GivenPolicies.Everybody,
        ServiceControlPolicies = view.LevelsOf(call.Principal.Account, PolicyType.ServiceControlPolicy),
        ResourceControlPolicies = ResourceControlPolicies(call),
    };

    /// <summary>
    /// Everything that is known to have a say. What let an authorized call pass and is not known, the policies of a principal or resource
    /// outside the snapshot, is taken to have let its caller's account in: it is no effect of a change.
    /// </summary>
    public PolicySet AllPolicies(RecordedCall call)
    {
        var resource = view.FindResource(call.Resource);
        var policies = view.PoliciesOf(call.Principal, resource) with { ResourceControlPolicies = ResourceControlPolicies(call) };
        if (call.Outcome == CallOutcome.Denied)
            return policies;
        if (resource is null)
            policies = policies with { Resource = call.Principal.Account.Length > 0 ? GivenPolicies.Account(call.Principal.Account) : GivenPolicies.Everybody };
        return call.Principal.Kind is PrincipalKind.Role or PrincipalKind.RoleSession or PrincipalKind.User && view.FindPrincipal(call.Principal.Arn) is null
            ? policies with { Identity = [GivenPolicies.Everything] }
            : policies;
    }

    private System.Collections.Immutable.ImmutableArray<PolicyLevel> ResourceControlPolicies(RecordedCall call) =>
        HasResourceControl(call, facts) ? view.LevelsOf(call.ResourceAccount, PolicyType.ResourceControlPolicy) : [];

    /// <summary>Resource control policies bind the resources of some services; an action without resources has nothing they could bind.</summary>
    public static bool HasResourceControl(RecordedCall call, IamFacts facts) =>
        (call.Resource != "*" || call.ResourceIsPattern) && facts.SupportsResourceControlPolicies(call.Action.AsSpan(0, call.Action.IndexOf(':', StringComparison.Ordinal)));

    private FrozenSet<string> KeysOf(string action)
    {
        if (_keysOfActions.TryGetValue(action, out var known))
            return known;
        var found = facts.FindAction(action);
        var keys = found is null ? [] : found.ConditionKeys.Concat(found.ResourceTypes.SelectMany(resource => resource.ConditionKeys)).Select(key => key.Name);
        return _keysOfActions[action] = keys.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
