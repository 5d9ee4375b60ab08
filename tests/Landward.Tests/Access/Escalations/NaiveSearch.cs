using Landward.Access;
using Landward.Access.Escalations;

namespace Landward.Tests.Access.Escalations;

/// <summary>
/// The slow way: every technique is tried for every pair, without index, without sharing answers, and every start is searched
/// forwards on its own.
/// </summary>
internal sealed class NaiveSearch
{
    private readonly EscalationWorld _world;
    private readonly Dictionary<EscalationNode, List<(EscalationNode To, bool Conditional)>> _edges = [];
    private readonly Dictionary<EscalationNode, StepVerdict> _goals = [];
    private readonly List<EscalationNode> _plain;

    public NaiveSearch(AccessSnapshot snapshot)
    {
        _world = new EscalationWorld(snapshot);
        _plain = [.. _world.Nodes.Where(node => node.IsPlainPrincipal)];
        var all = new List<EscalationNode>(_plain);
        foreach (var plain in _plain)
            all.AddRange(FormsOf(plain));
        all.AddRange(snapshot.Accounts.Select(account => _world.Created(account.Id.Value)));
        foreach (var node in all)
            _goals[node] = AdministratorRule.Judge(_world.Judge, node);
        foreach (var node in all)
            _edges[node] = [.. EdgesOf(node)];
    }

    public IEnumerable<EscalationNode> Starts => _plain.Where(node => _goals[node] != StepVerdict.Yes);

    /// <summary>Steps of the best path and whether it has conditions; null when there is none.</summary>
    public (int Steps, bool Conditional)? DistanceOf(EscalationNode start) =>
        Walk(start, conditional: false) is { } always ? (always, false) : _goals[start] == StepVerdict.No && Walk(start, conditional: true) is { } sometimes ? (sometimes, true) : null;

    private int? Walk(EscalationNode start, bool conditional)
    {
        var seen = new HashSet<EscalationNode> { start };
        var frontier = new List<EscalationNode> { start };
        for (var steps = 0; frontier.Count > 0; steps++)
        {
            if (frontier.Exists(node => _goals[node] == StepVerdict.Yes || (conditional && _goals[node] == StepVerdict.Conditional)))
                return steps;
            frontier = [.. frontier.SelectMany(node => _edges[node]).Where(edge => (conditional || !edge.Conditional) && seen.Add(edge.To)).Select(edge => edge.To)];
        }
        return null;
    }

    private IEnumerable<EscalationNode> FormsOf(EscalationNode plain)
    {
        yield return _world.Form(plain, NodeForms.Raised);
        if (!plain.Origin!.PermissionsBoundary.IsEmpty)
        {
            yield return _world.Form(plain, NodeForms.Unbounded);
            yield return _world.Form(plain, NodeForms.Raised | NodeForms.Unbounded);
        }
        foreach (var group in GroupsOf(plain))
            yield return _world.Form(plain, NodeForms.InGroup, group);
        yield return _world.Form(plain, NodeForms.Unguarded);
    }

    private IEnumerable<AccessGroup> GroupsOf(EscalationNode plain) =>
        plain.IsUser ? _world.FindAccount(plain.Account)!.Account.Groups.Where(group => !plain.Origin!.Groups.Contains(group.Name)) : [];

    private IEnumerable<(EscalationNode To, bool Conditional)> EdgesOf(EscalationNode who)
    {
        // The search ends where the organization's policies are gone.
        if (who.Forms == NodeForms.Unguarded)
            yield break;
        foreach (var victim in _plain.Where(victim => victim.Origin != who.Origin))
        {
            if (Best(EscalationGain.Credentials, who, victim) is not { } control)
                continue;
            yield return (victim, control == StepVerdict.Conditional);
            if (who.Forms != NodeForms.None)
                continue;
            foreach (var edge in EditedBy(who, victim, control))
                yield return edge;
        }
        if (who.Forms == NodeForms.Created)
            yield break;
        foreach (var edge in OfItself(who))
            yield return edge;
        var created = _world.Created(who.Account);
        if (who.Forms == NodeForms.None && Best(EscalationGain.NewPrincipal, who, created) is { } creation)
            yield return (created, creation == StepVerdict.Conditional);
    }

    private IEnumerable<(EscalationNode To, bool Conditional)> EditedBy(EscalationNode who, EscalationNode victim, StepVerdict control)
    {
        foreach (var form in FormsOf(victim))
        {
            var verdict = form.Forms == (NodeForms.Raised | NodeForms.Unbounded)
                ? Both(Best(EscalationGain.Permissions, who, form), Best(EscalationGain.BoundaryRemoval, who, form))
                : Best(GainOf(form.Forms), who, form);
            if (verdict is { } edit)
                yield return (form, edit == StepVerdict.Conditional || control == StepVerdict.Conditional);
        }
    }

    private IEnumerable<(EscalationNode To, bool Conditional)> OfItself(EscalationNode who)
    {
        var plain = _world.FindPrincipal(who.Origin!.Arn)!;
        foreach (var step in new[] { NodeForms.Raised, NodeForms.Unbounded }.Where(step => (who.Forms & step) == NodeForms.None))
        {
            if (step == NodeForms.Unbounded && plain.Origin!.PermissionsBoundary.IsEmpty)
                continue;
            var form = _world.Form(plain, (who.Forms & ~NodeForms.InGroup) | step);
            if (Best(GainOf(step), who, form) is { } verdict)
                yield return (form, verdict == StepVerdict.Conditional);
        }
        if (who.Forms != NodeForms.None)
            yield break;
        foreach (var form in GroupsOf(plain).Select(group => _world.Form(plain, NodeForms.InGroup, group)).Append(_world.Form(plain, NodeForms.Unguarded)))
        {
            if (Best(GainOf(form.Forms), who, form) is { } verdict)
                yield return (form, verdict == StepVerdict.Conditional);
        }
    }

    private static EscalationGain GainOf(NodeForms form) => form switch
    {
        NodeForms.Raised => EscalationGain.Permissions,
        NodeForms.InGroup => EscalationGain.GroupPermissions,
        NodeForms.Unbounded => EscalationGain.BoundaryRemoval,
        _ => EscalationGain.GuardrailRemoval,
    };

    private StepVerdict? Best(EscalationGain gain, EscalationNode who, EscalationNode victim)
    {
        var best = EscalationTechniques.All.Where(technique => technique.Gain == gain).Max(technique => _world.Techniques.Try(technique, who, victim)?.Verdict ?? StepVerdict.No);
        return best == StepVerdict.No ? null : best;
    }

    private static StepVerdict? Both(StepVerdict? one, StepVerdict? other) => one is { } first && other is { } second ? StepVerdicts.Min(first, second) : null;
}
