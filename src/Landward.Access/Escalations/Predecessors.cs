using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>
/// Who gets to a node in one step. Only those are asked whose policies speak of the actions, and of those that are alike only one.
/// </summary>
/// <param name="skip">Nodes that need no path, such as administrators: they are no predecessors.</param>
internal sealed class Predecessors(EscalationWorld world, Func<EscalationNode, bool> skip)
{
    private readonly Dictionary<int, List<EscalationEdge>> _edges = [];
    private readonly TrustEdges _trust = new(world, skip);
    private readonly FormEdges _forms = new(world, skip);

    /// <summary>Pairs of a caller (or of many alike) and a victim that the evaluator was asked about.</summary>
    public long Questions => _trust.Questions + _forms.Questions + _asked;

    private long _asked;

    public IReadOnlyList<EscalationEdge> Of(EscalationNode node)
    {
        if (_edges.TryGetValue(node.Index, out var known))
            return known;
        var edges = new EdgeSet(node);
        if (node.Forms != NodeForms.None)
            _forms.Collect(node, edges);
        else if (node.Kind == EscalationNodeKind.Principal)
            CollectPlain(node, edges);
        return _edges[node.Index] = edges.ToList();
    }

    /// <summary>What the users and roles of the account can become by edits that somebody can make.</summary>
    public IReadOnlyList<EscalationNode> FormsIn(string account) => _forms.In(account);

    private void CollectPlain(EscalationNode victim, EdgeSet edges)
    {
        if (world.FindAccount(victim.Account) is not { } account)
            return;
        var techniques = TechniqueOrder.Credentials(victim.Origin!.Principal.Kind);
        var extra = TechniqueOrder.ResourceMask(world, victim.Origin!);
        var groups = account.Classes.Values.Concat(EscalationWorld.ByClass(_forms.In(victim.Account)).Values);
        foreach (var alike in groups)
        {
            if (alike.FirstOrDefault(node => node.Origin != victim.Origin && !skip(node)) is not { } one)
                continue;
            if (BestOf(techniques, one, victim, one.Mask | extra) is not { } best)
                continue;
            foreach (var node in alike)
            {
                if (node.Origin != victim.Origin && !skip(node))
                    edges.Add(node, best.Technique, best.Conditional);
            }
        }
        if (victim.Origin!.Principal.Kind == PrincipalKind.Role)
        {
            _trust.Collect(victim, edges, _forms);
            CollectElsewhere(victim, edges);
        }
    }

    /// <summary>Identity Center is administered from the management account and delegated ones.</summary>
    private void CollectElsewhere(EscalationNode victim, EdgeSet edges)
    {
        if (!IdentityCenterJudge.IsProvisioned(victim.Origin!))
            return;
        foreach (var node in world.Accounts.Where(account => account.Account.Id.Value == world.ManagementAccount || world.IsDelegated("sso.amazonaws.com", account.Account.Id.Value)).SelectMany(account => account.Nodes.Concat(_forms.In(account.Account.Id.Value))))
        {
            if (!skip(node) && BestOf(TechniqueOrder.IdentityCenter, node, victim, node.Mask) is { } best)
                edges.Add(node, best.Technique, best.Conditional);
        }
    }

    private (short Technique, bool Conditional)? BestOf(ReadOnlySpan<int> techniques, EscalationNode who, EscalationNode victim, ActionMask mask)
    {
        (short Technique, bool Conditional)? best = null;
        foreach (var index in techniques)
        {
            if (!mask.ContainsAll(TechniqueOrder.NeededMask(index)))
                continue;
            _asked++;
            if (world.Techniques.Try(EscalationTechniques.All[index], who, victim) is not { } use)
                continue;
            if (use.Verdict == StepVerdict.Yes)
                return ((short)index, false);
            best ??= ((short)index, true);
        }
        return best;
    }
}
