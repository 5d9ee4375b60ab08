using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access;

/// <summary>The actions that a principal's own policies grant on some resource, under some condition.</summary>
internal sealed class GrantedActions
{
    private readonly Dictionary<PolicyDocument, (ActionBits Allowed, ActionBits Denied)> _documents = new(ReferenceEqualityComparer.Instance);

    /// <summary>Granted by identity-based policies, within the boundary, without what is denied everywhere and always.</summary>
    public ActionBits Of(AccessPrincipal principal)
    {
        var (allowed, denied) = Sum(principal.Identity);
        if (!principal.PermissionsBoundary.IsEmpty)
        {
            var boundary = Sum(principal.PermissionsBoundary);
            (allowed, denied) = (allowed.Intersect(boundary.Allowed), denied.Union(boundary.Denied));
        }
        return allowed.Except(denied);
    }

    private (ActionBits Allowed, ActionBits Denied) Sum(ImmutableArray<AttachedPolicy> policies)
    {
        var universe = IamFacts.Current.Universe;
        var (allowed, denied) = (universe.None, universe.None);
        foreach (var policy in policies)
        {
            var (more, less) = Of(policy.Document);
            (allowed, denied) = (allowed.Union(more), denied.Union(less));
        }
        return (allowed, denied);
    }

    private (ActionBits Allowed, ActionBits Denied) Of(PolicyDocument document)
    {
        if (_documents.TryGetValue(document, out var known))
            return known;
        var universe = IamFacts.Current.Universe;
        var (allowed, denied) = (universe.None, universe.None);
        foreach (var statement in document.Statements)
        {
            if (statement.Effect == Effect.Allow)
                allowed = allowed.Union(universe.Match(statement).Possible);
            else if (statement.ConditionsOf().IsEmpty && !statement.Resources.IsDefault && statement.Resources.Contains("*"))
                denied = denied.Union(universe.Match(statement).Certain);
        }
        return _documents[document] = (allowed, denied);
    }
}
