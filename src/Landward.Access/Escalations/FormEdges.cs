
namespace Landward.Access.Escalations;

/// <summary>
/// Users and roles changed by an edit: who can edit whom, and then has or gets the credentials of the edited one. An editor is the
/// edited one itself, in any form it already has, or another plain user or role that can both edit it and take its credentials.
/// </summary>
internal sealed class FormEdges(EscalationWorld world, Func<EscalationNode, bool> skip)
{
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    public long Questions { get; private set; }

    /// <summary>The forms that somebody can bring about in the account.</summary>
    public IReadOnlyList<EscalationNode> In(string account) => Load(account).Forms;

    public IEnumerable<EscalationNode> Of(EscalationNode plain) => In(plain.Account).Where(form => form.Origin == plain.Origin);

    public void Collect(EscalationNode form, EdgeSet edges)
    {
        if ((form.Forms & NodeForms.Unguarded) != NodeForms.None)
            CollectUnguarded(form, edges);
        else if (Load(form.Account).Edges.TryGetValue(form.Index, out var known))
            known.ForEach(edge => edges.Add(world.Nodes[edge.From], edge.Technique, edge.Conditional, edge.Control, edge.SecondEdit));
    }

    private Account Load(string id)
    {
        if (_accounts.TryGetValue(id, out var known))
            return known;
        var account = _accounts[id] = new Account();
        if (world.FindAccount(id) is not { } nodes)
            return account;
        var builder = new FormBuilder(world, skip, nodes);
        builder.Run();
        Questions += builder.Questions;
        account.Forms = builder.Forms;
        account.Edges = builder.Edges.ToDictionary(pair => pair.Key, pair => pair.Value.ToList());
        return account;
    }

    /// <summary>Guardrails are removed from the management account, or by the account that leaves the organization.</summary>
    private void CollectUnguarded(EscalationNode form, EdgeSet edges)
    {
        var plain = world.FindPrincipal(form.Origin!.Arn)!;
        var management = world.ManagementAccount is { } id ? world.FindAccount(id) : null;
        foreach (var index in TechniqueOrder.Guardrails)
        {
            var mask = TechniqueOrder.NeededMask(index);
            var own = world.FindAccount(form.Account)?.Nodes ?? [];
            foreach (var node in own.Concat(management?.Nodes ?? []))
            {
                if (skip(node) || !node.Mask.ContainsAll(mask))
                    continue;
                Questions++;
                if (world.Techniques.Try(EscalationTechniques.All[index], node, form) is not { } removal)
                    continue;
                if (node == plain)
                    edges.Add(node, (short)index, removal.Verdict == StepVerdict.Conditional);
                else if (ControlFinder.Best(world, node, plain) is { } control)
                    edges.Add(node, (short)index, removal.Verdict == StepVerdict.Conditional || control.Conditional, control.Technique);
            }
        }
    }

    private sealed class Account
    {
        public IReadOnlyList<EscalationNode> Forms { get; set; } = [];

        public Dictionary<int, List<EscalationEdge>> Edges { get; set; } = [];
    }
}
