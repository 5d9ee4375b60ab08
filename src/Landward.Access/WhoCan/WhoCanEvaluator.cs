using Landward.Model;

using Landward.Policy;

namespace Landward.Access;

/// <summary>Finds everybody who can do an action to a resource. Thread-safe: one view answers any number of questions.</summary>
public static class WhoCanEvaluator
{
    public static WhoCanAnswer Answer(AccessView view, WhoCanQuestion question)
    {
        var target = view.Target(question.Resource, question.ResourceAccount);
        var knowledge = ResourceKnowledge.Of(view, question, target);
        var rows = new List<GrantedAccess>();
        foreach (var group in CallerGroups.Of(view, question, target, target.Resource?.Policy))
            AddGroup(rows, view, question, target, knowledge, group);
        rows.AddRange(OutsideCallers.Of(view, question, target, knowledge.IsUnread));
        var notes = knowledge.Notes;
        if (PublicAccess.RestrictsToOwner(view, question, target))
        {
            rows.RemoveAll(row => !PublicAccess.IsOwner(target, row));
            notes = notes.Add("The policy is public and Block Public Access restricts it to the owner's account and AWS services.");
        }
        rows.AddRange(ResourceGrants.Of(view, question, target, rows));
        return new WhoCanAnswer(
            question,
            target,
            [.. rows.OrderBy(row => row.Certainty).ThenBy(row => row.Account, StringComparer.Ordinal).ThenBy(row => row.Principal, StringComparer.Ordinal)],
            view.Snapshot.Accounts.Sum(account => account.Principals.Length),
            notes,
            [.. view.Snapshot.Unread.Where(source => Matters(source, target))]);
    }

    // Other services' resources have no say. An entry without a service (a file, a policy) always counts.
    private static bool Matters(UnreadSource source, AccessTarget target)
    {
        if (source.Resource is not null && source.ResourceType is not null)
            return source.Resource == target.Resource?.Arn;
        if (!Arn.TryParse(target.Arn, out var arn))
            return IsAboutCallers(source);
        var service = source.What.Split(':', 2)[0];
        return IsAboutCallers(source) || service == arn.Service || (arn.Service, service) is ("s3", "s3control") or ("elasticfilesystem", "efs");
    }

    private static bool IsAboutCallers(UnreadSource source) =>
        source.What.Split(':', 2) is not [var service, _] || service is "iam" or "sso-admin" or "identitystore" or "organizations" or "sts" || service.Contains(' ', StringComparison.Ordinal);

    private static void AddGroup(
        List<GrantedAccess> rows, AccessView view, WhoCanQuestion question, AccessTarget target, ResourceKnowledge knowledge, List<AccessPrincipal> group)
    {
        var first = group[0];
        var request = view.Request(first, question.Action, knowledge.TargetFor(first.Account), question.Given);
        var policies = knowledge.Complete(view.PoliciesOf(first, target.Resource), first.Account);
        var decision = AccessDecision.Of(request, policies);
        if (!first.UnreadPolicies.IsEmpty)
        {
            // Allowed with everything granted is the most that the missing policies could add.
            if (decision is null && AccessDecision.Of(request, policies with { Identity = [Assumed.Everything] }) is null)
                return;
            var missing = string.Join(", ", first.UnreadPolicies);
            rows.AddRange(group.Select(member => Row(member, AccessCertainty.Undecided, decision) with { Reason = $"its policies could not be read: {missing}" }));
            return;
        }
        if (decision is not { } known)
            return;
        var reason = knowledge.Doubt(first.Account);
        rows.AddRange(group.Select(member => Row(member, reason is null ? known.Certainty : AccessCertainty.Undecided, known) with { Reason = reason }));
    }

    private static GrantedAccess Row(AccessPrincipal member, AccessCertainty certainty, AccessDecision? decision) => new()
    {
        Kind = member.Principal.Kind == PrincipalKind.User ? CallerKind.User : CallerKind.Role,
        Principal = member.Arn,
        Account = member.Account,
        Known = member,
        Certainty = certainty,
        Grant = decision?.Grant is { } grant ? AttachedTo(member, grant) : null,
        Condition = decision?.Condition,
    };

    // Members of a group share the document; each has attached it under its own name.
    private static DecidingStatement AttachedTo(AccessPrincipal member, DecidingStatement grant)
    {
        foreach (var policy in member.Identity)
        {
            if (ReferenceEquals(policy.Document, grant.Policy.Document))
                return grant with { Policy = policy };
        }
        return grant;
    }
}
