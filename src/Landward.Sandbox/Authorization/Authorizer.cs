using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Authorization;

/// <summary>A call as authorization sees it, before its handler runs.</summary>
internal sealed record CallFacts(string Service, string Operation, Caller Caller, string Region, DateTimeOffset Now, string SourceAddress, string UserAgent);

/// <summary>The answer for a whole call.</summary>
/// <param name="Message">AWS's denial text; null when allowed.</param>
/// <param name="Resources">ARNs of everything that was checked.</param>
internal sealed record AuthorizationAnswer(AuthorizationOutcome Outcome, string? Message, ImmutableArray<string> Resources);

/// <summary>
/// Decides calls: turns a call into authorization requests by the tables, gathers every policy that has a say from the state and
/// asks the policy engine. Used under the engine's gate.
/// </summary>
internal sealed class Authorizer(AuthorizationTable table)
{
    private readonly PolicyCache _cache = new();

    public AuthorizationAnswer Authorize(StateTransaction state, CallFacts call, JsonObject input)
    {
        var rules = table.Find(call.Service, call.Operation);
        var action = $"{call.Service}:{call.Operation}";
        if (rules.IsEmpty)
            return Refused(call, action);
        AuthorizationOutcome? allowed = null;
        var resources = ImmutableArray.CreateBuilder<string>();
        foreach (var rule in rules)
        {
            if (rule.OnlyWith is { } member && !IsPresent(input, member))
                continue;
            foreach (var text in rule.Resource.Expand(input, call.Caller.Account, call.Region, name => Fallback(call.Caller, rule.Action, name)))
            {
                var resource = ResourceLocator.Locate(state, rule.Action, text, call.Caller.Account, call.Region);
                if (resource.Arn != "*")
                    resources.Add(resource.Arn);
                var context = RequestContextKeys.Of(state, call, resource, rule.Context, input);
                var (request, decision) = Decide(state, call.Caller, rule.Action, resource, context);
                var outcome = Outcome(rule.Action, resource.Arn, decision);
                if (!outcome.IsAllowed)
                    return new AuthorizationAnswer(outcome, DenialText.For(request, decision), resources.ToImmutable());
                allowed ??= outcome;
            }
        }
        return allowed is null ? Refused(call, action) : new AuthorizationAnswer(allowed, null, resources.ToImmutable());
    }

    /// <summary>Whether a service acting for itself may do something to a resource: only the resource's policy can say so.</summary>
    public bool AllowsService(StateTransaction state, CallFacts call, string action, string resourceArn, ImmutableArray<(string Key, string Value)> extra)
    {
        var resource = ResourceLocator.Locate(state, action, resourceArn, call.Caller.Account, call.Region);
        var context = RequestContextKeys.Of(state, call, resource, [], []);
        foreach (var (key, value) in extra)
            context.Add(key, value);
        return Decide(state, call.Caller, action, resource, context).Decision.IsAllowed;
    }

    private (AuthorizationRequest Request, Decision Decision) Decide(
        StateTransaction state, Caller caller, string action, ProtectedResource resource, RequestContext.Builder context)
    {
        var principal = PrincipalOf(caller);
        var callerPath = caller.Account.Length > 0 ? OrganizationPath.Of(state, caller.Account) : null;
        var resourcePath = resource.Account == caller.Account ? callerPath : OrganizationPath.Of(state, resource.Account);
        var own = PrincipalPolicies.Of(state, _cache, caller);
        var kind = action.StartsWith("sts:", StringComparison.Ordinal) ? PolicyKind.Trust : PolicyKind.Resource;
        var set = new PolicySet
        {
            Identity = own.Identity,
            PermissionsBoundary = own.Boundary,
            Session = own.Session,
            ServiceControlPolicies = callerPath?.Policies(state, _cache, "SERVICE_CONTROL_POLICY", PolicyKind.ServiceControlPolicy) ?? [],
            ResourceControlPolicies = resourcePath?.Policies(state, _cache, "RESOURCE_CONTROL_POLICY", PolicyKind.ResourceControlPolicy) ?? [],
            Resource = PublicBuckets.PolicyFor(state, caller, resource) is { } text ? _cache.Text(text, resource.Arn, kind) : null,
        };
        var request = new AuthorizationRequest(principal, action, resource.Arn, resource.Account, context.Build())
        {
            PrincipalInManagementAccount = callerPath?.ManagementAccount == caller.Account,
            ResourceExemptFromResourceControlPolicies = resourcePath?.ManagementAccount == resource.Account,
        };
        return (request, PolicyEvaluator.Evaluate(request, set));
    }

    internal static Principal PrincipalOf(Caller caller) => caller.Type switch
    {
        "Anonymous" => Principal.Anonymous,
        "AWSService" => Principal.Service(caller.Arn),
        _ => Principal.FromArn(caller.Arn, caller.RoleArn) is { } principal
            ? principal with { UserId = caller.PrincipalId }
            : throw new InvalidOperationException($"`{caller.Arn}` is not a principal."),
    };

    private static AuthorizationOutcome Outcome(string action, string resource, Decision decision)
    {
        switch (decision)
        {
            case Decision.Allowed allowed:
                return Describe(new AuthorizationOutcome(AuthorizationOutcome.Allowed, action, resource), allowed.By);
            case Decision.ExplicitDeny denied:
                return Describe(new AuthorizationOutcome(AuthorizationOutcome.ExplicitlyDenied, action, resource), denied.Statement);
            case Decision.ImplicitDeny denied:
                return new AuthorizationOutcome(AuthorizationOutcome.ImplicitlyDenied, action, resource)
                {
                    PolicyType = NameOf(denied.Gate),
                    Level = denied.Blocking.FirstOrDefault().Target,
                };
            default:
                throw new InvalidOperationException($"Unknown decision {decision}.");
        }
    }

    private static AuthorizationOutcome Describe(AuthorizationOutcome outcome, DecidingStatement? by) =>
        by is not { } deciding
            ? outcome
            : outcome with
            {
                PolicyType = deciding.Policy.Kind.DisplayName(),
                PolicyId = deciding.Policy.Id,
                PolicyName = deciding.Policy.Name,
                Level = deciding.Target,
                Sid = deciding.Statement.Sid,
                StatementIndex = deciding.Statement.Index,
            };

    private static string NameOf(PolicyGate gate) => gate switch
    {
        PolicyGate.ServiceControlPolicy => PolicyKind.ServiceControlPolicy.DisplayName(),
        PolicyGate.ResourceControlPolicy => PolicyKind.ResourceControlPolicy.DisplayName(),
        PolicyGate.VpcEndpoint => PolicyKind.VpcEndpoint.DisplayName(),
        PolicyGate.Resource => PolicyKind.Resource.DisplayName(),
        PolicyGate.Identity => PolicyKind.Identity.DisplayName(),
        PolicyGate.PermissionsBoundary => PolicyKind.PermissionsBoundary.DisplayName(),
        PolicyGate.Session => PolicyKind.Session.DisplayName(),
        _ => "service rule",
    };

    /// <summary>Users may leave out their own name, and callers of ECR their own registry: the call is then about themselves.</summary>
    private static string? Fallback(Caller caller, string action, string member) => member switch
    {
        "UserName" when action.StartsWith("iam:", StringComparison.Ordinal) => caller.UserName,
        "registryId" => caller.Account,
        _ => null,
    };

    private static bool IsPresent(JsonObject input, string member) =>
        new InputPath(member).Select(input).Any(value => value is not JsonValue flag || flag.GetValueKind() != System.Text.Json.JsonValueKind.False);

    /// <summary>An operation without a line in the tables is never allowed.</summary>
    private static AuthorizationAnswer Refused(CallFacts call, string action) => new(
        new AuthorizationOutcome(AuthorizationOutcome.ImplicitlyDenied, action, "*") { PolicyType = "authorization table" },
        $"User: {call.Caller.Arn} is not authorized to perform: {action} because the sandbox has no authorization facts for it",
        []);
}
