using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>
/// Callers that are no user or role of the snapshot: root users, AWS services, strangers that a resource's policy names, anybody. Of a
/// stranger's own policies the most is assumed: the other account decides them alone.
/// </summary>
internal sealed class OutsideCallers(AccessView view, WhoCanQuestion question, AccessTarget target)
{
    // Never given out; stands for any account that no policy names.
    private const string SomeAccount = "000000000000";

    private static readonly Principal AnyAccount = Principal.FromArn($"arn:aws:iam::{SomeAccount}:root")!;
    private static readonly Principal AnyService = Principal.Service("any-service.amazonaws.com");

    public static IEnumerable<GrantedAccess> Of(AccessView view, WhoCanQuestion question, AccessTarget target, bool resourceIsUnread)
    {
        var callers = new OutsideCallers(view, question, target);
        foreach (var row in callers.Roots(resourceIsUnread))
            yield return row;
        if (target.Resource?.Policy is not { } policy)
            yield break;
        var named = new NamedPrincipals(new QuestionRelevance(question.Action, question.Resource).Of(policy.Document));
        foreach (var row in named.Allowed.OrderBy(item => item.Value, StringComparer.Ordinal).Select(callers.Named).OfType<GrantedAccess>())
            yield return row;
        if (!named.AllowsEveryone)
            yield break;
        foreach (var row in callers.Anybody().OfType<GrantedAccess>())
            yield return row;
    }

    // The root user of the owner, and of the accounts that the resource's policy lets in.
    private IEnumerable<GrantedAccess> Roots(bool resourceIsUnread)
    {
        foreach (var account in view.Snapshot.Accounts)
        {
            if ((resourceIsUnread || target.Resource?.Policy is null) && target.Account is { } owner && owner != account.Id.Value)
                continue;
            var root = Principal.FromArn($"arn:aws:iam::{account.Id}:root")!;
            if (Decide(CallerKind.Root, root, account.Id.Value, root.Arn) is not { } row)
                continue;
            row = row with { Via = row.Grant is null ? "root user" : null };
            yield return resourceIsUnread ? row with { Certainty = AccessCertainty.Undecided, Reason = "the resource's policy is not known" } : row;
        }
    }

    private GrantedAccess? Named(StatementPrincipal named)
    {
        switch (named.Type)
        {
            case "Service":
                return Decide(CallerKind.AwsService, Principal.Service(named.Value), string.Empty, named.Value);
            case "Federated":
                return Decide(CallerKind.IdentityProvider, Principal.Federated(named.Value), string.Empty, named.Value);
            case "CanonicalUser":
                return new GrantedAccess
                {
                    Kind = CallerKind.External,
                    Principal = named.Value,
                    Account = string.Empty,
                    Certainty = AccessCertainty.Undecided,
                    Reason = "the policy names a canonical user id; nobody knows of which account",
                };
        }
        var principal = Principal.FromArn(AccountId.TryParse(named.Value, out _) ? $"arn:aws:iam::{named.Value}:root" : named.Value);
        // Unique ids of principals that were deleted, and principals that the snapshot holds, are decided elsewhere or match nobody.
        if (principal is null || view.FindPrincipal(principal.Arn) is not null)
            return null;
        if (!view.IsOwn(principal.Account) || principal.Kind == PrincipalKind.FederatedUser)
            return Decide(CallerKind.External, principal, principal.Account, principal.Arn);
        return view.Snapshot.Unread.Any(source => source.Account == principal.Account && source.What == "iam:GetAccountAuthorizationDetails") && principal.Kind != PrincipalKind.Root
            && Decide(CallerKind.External, principal, principal.Account, principal.Arn) is { } row
            ? row with { Certainty = AccessCertainty.Undecided, Reason = "its account could not be read" }
            : null;
    }

    private IEnumerable<GrantedAccess?> Anybody()
    {
        yield return Decide(CallerKind.Anonymous, Principal.Anonymous, string.Empty, "*");
        yield return Decide(CallerKind.AnyAccount, AnyAccount, string.Empty, "*");
        yield return Decide(CallerKind.AwsService, AnyService, string.Empty, "*");
    }

    private GrantedAccess? Decide(CallerKind kind, Principal caller, string account, string name)
    {
        var request = view.Request(caller, question.Action, target, question.Given);
        var policies = view.PoliciesOf(caller, target.Resource);
        if (caller.Account.Length > 0 && caller.Kind != PrincipalKind.FederatedUser && kind != CallerKind.Root)
            policies = policies with { Identity = [Assumed.Everything] };
        if (AccessDecision.Of(request, policies) is not { } decision)
            return null;
        var byResource = PolicyEvaluator.EvaluateResidual(request, policies).Decision.Gates
            .FirstOrDefault(gate => gate is { Gate: PolicyGate.Resource, Outcome: GateOutcome.Allow }).Statement;
        return new GrantedAccess
        {
            Kind = kind,
            Principal = name,
            Account = account,
            Certainty = decision.Certainty,
            Grant = byResource,
            Condition = decision.Condition,
        };
    }
}
