namespace Landward.Access.Escalations;

/// <summary>Finds, for one account, which users and roles can be edited by somebody who then has their credentials.</summary>
internal sealed class FormBuilder(EscalationWorld world, Func<EscalationNode, bool> skip, AccountNodes account)
{
    private readonly Queue<EscalationNode> _waiting = [];
    private readonly List<EscalationNode> _forms = [];
    private readonly Dictionary<(int, int), (short Technique, bool Conditional)?> _controls = [];

    public long Questions { get; private set; }

    public IReadOnlyList<EscalationNode> Forms => _forms;

    public Dictionary<int, EdgeSet> Edges { get; } = [];

    public void Run()
    {
        Create();
        var others = Editors();
        foreach (var plain in account.Nodes)
        {
            foreach (var (form, group) in Possible(plain, plain, others))
                Edit(plain, form, group, others);
        }
        // What an edited one may do to itself next; each form comes once, and there are few of each principal.
        while (_waiting.TryDequeue(out var form))
        {
            if (skip(form) || form.Forms == NodeForms.Created)
                continue;
            var plain = world.FindPrincipal(form.Origin!.Arn)!;
            foreach (var (next, group) in Possible(plain, form, []))
                EditSelf(form, plain, next, group);
        }
    }

    /// <summary>Whoever can make users or roles makes itself one with every permission.</summary>
    private void Create()
    {
        foreach (var alike in account.Classes.Values.Where(alike => alike[0].Mask.Intersects(AnyCreation)))
        {
            if (alike.FirstOrDefault(node => !skip(node)) is not { } one || BestEdit(one, world.Created(account.Account.Id.Value), NodeForms.Created, null) is not { } creation)
                continue;
            foreach (var node in alike.Where(node => !skip(node)))
                Add(world.Created(account.Account.Id.Value), node, creation.Technique, creation.Conditional);
        }
    }

    /// <summary>Those whose policies speak of any edit, one for all that are alike.</summary>
    private List<IReadOnlyList<EscalationNode>> Editors()
    {
        var editors = account.Classes.Values.Where(alike => alike[0].Mask.Intersects(AnyEdit)).Select(IReadOnlyList<EscalationNode> (alike) => [.. alike.Where(node => !skip(node))]).Where(alike => alike.Count > 0).ToList();
        if (world.ManagementAccount is not { } management)
            return editors;
        var delegated = world.Accounts.Where(other => other.Account.Id.Value == management || world.IsDelegated("sso.amazonaws.com", other.Account.Id.Value));
        var provisions = account.Nodes.Any(node => IdentityCenterJudge.IsProvisioned(node.Origin!));
        editors.AddRange(delegated.Where(_ => provisions).SelectMany(other => other.Nodes).Where(node => node.Mask.Intersects(PermissionSetEdit) && !skip(node)).Select(IReadOnlyList<EscalationNode> (node) => [node]));
        return editors;
    }

    private static readonly ActionMask AnyEdit = MaskOf(EscalationGain.Permissions) | MaskOf(EscalationGain.GroupPermissions) | MaskOf(EscalationGain.BoundaryRemoval);
    private static readonly ActionMask AnyCreation = ActionMask.Of(["iam:CreateRole", "iam:CreateUser"]);
    private static readonly ActionMask PermissionSetEdit = ActionMask.Of(["sso:PutInlinePolicyToPermissionSet", "sso:AttachManagedPolicyToPermissionSet"]);

    private static ActionMask MaskOf(EscalationGain gain) =>
        ActionMask.Of(EscalationTechniques.All.Where(technique => technique.Gain == gain && !OrganizationTechniques.IdentityCenter.Contains(technique)).SelectMany(technique => technique.Actions).Select(action => action.Action));

    /// <summary>The forms that the node does not have yet and that anybody in question could bring about.</summary>
    private IEnumerable<(NodeForms Form, AccessGroup? Group)> Possible(EscalationNode plain, EscalationNode self, List<IReadOnlyList<EscalationNode>> others)
    {
        if (others.Count == 0 && !self.Mask.Intersects(IdentityCenterJudge.IsProvisioned(plain.Origin!) ? AnyEdit | PermissionSetEdit : AnyEdit))
            yield break;
        if ((self.Forms & NodeForms.Raised) == NodeForms.None)
            yield return (NodeForms.Raised, null);
        if (!plain.Origin!.PermissionsBoundary.IsEmpty && (self.Forms & NodeForms.Unbounded) == NodeForms.None)
            yield return (NodeForms.Unbounded, null);
        if (!plain.IsUser || self.Forms != NodeForms.None)
            yield break;
        foreach (var group in account.Account.Groups.Where(group => !plain.Origin.Groups.Contains(group.Name)))
            yield return (NodeForms.InGroup, group);
    }

    private void Edit(EscalationNode plain, NodeForms form, AccessGroup? group, List<IReadOnlyList<EscalationNode>> others)
    {
        EditSelf(plain, plain, form, group);
        foreach (var alike in others)
        {
            if (alike.FirstOrDefault(node => node != plain) is not { } one || BestEdit(one, plain, form, group) is not { } edit)
                continue;
            foreach (var node in alike)
            {
                if (node == plain || Control(node, plain) is not { } control)
                    continue;
                Add(world.Form(plain, form, group), node, edit.Technique, edit.Conditional || control.Conditional, control.Technique);
                EditTwice(node, plain, form, edit, control);
            }
        }
    }

    /// <summary>Somebody who can also take the boundary away does both before taking the credentials.</summary>
    private void EditTwice(EscalationNode node, EscalationNode plain, NodeForms form, (short Technique, bool Conditional) edit, (short Technique, bool Conditional) control)
    {
        if (form != NodeForms.Raised || plain.Origin!.PermissionsBoundary.IsEmpty)
            return;
        if (BestEdit(node, plain, NodeForms.Unbounded, null) is { } second)
            Add(world.Form(plain, NodeForms.Raised | NodeForms.Unbounded), node, edit.Technique, edit.Conditional || control.Conditional || second.Conditional, control.Technique, second.Technique);
    }

    private void EditSelf(EscalationNode self, EscalationNode plain, NodeForms form, AccessGroup? group)
    {
        if (skip(self) || !self.Mask.Intersects(AnyEdit | PermissionSetEdit))
            return;
        // Having joined a group does not last in the name of what comes next: raised permissions include the group's.
        if (BestEdit(self, plain, form, group) is { } edit)
            Add(world.Form(plain, (self.Forms & ~NodeForms.InGroup) | form, group), self, edit.Technique, edit.Conditional);
    }

    private void Add(EscalationNode target, EscalationNode from, short technique, bool conditional, short control = EscalationEdge.None, short second = EscalationEdge.None)
    {
        if (!Edges.TryGetValue(target.Index, out var edges))
        {
            Edges[target.Index] = edges = new EdgeSet(target);
            _forms.Add(target);
            _waiting.Enqueue(target);
        }
        edges.Add(from, technique, conditional, control, second);
    }

    /// <param name="victim">The plain one: nodes for what it becomes are made when somebody can bring it about.</param>
    private (short Technique, bool Conditional)? BestEdit(EscalationNode who, EscalationNode victim, NodeForms form, AccessGroup? group)
    {
        (short Technique, bool Conditional)? best = null;
        var kind = victim.Origin!.Principal.Kind;
        foreach (var index in TechniqueOrder.Edits(form, kind))
            Consider(index);
        if (form == NodeForms.Raised && best is not { Conditional: false } && IdentityCenterJudge.IsProvisioned(victim.Origin!))
        {
            foreach (var index in TechniqueOrder.PermissionSetEdits)
                Consider(index);
        }
        return best;

        void Consider(int index)
        {
            if (best is { Conditional: false } || !who.Mask.ContainsAll(TechniqueOrder.NeededMask(index)))
                return;
            Questions++;
            if (world.Techniques.Try(EscalationTechniques.All[index], who, victim, group) is { } use && (best is null || use.Verdict == StepVerdict.Yes))
                best = ((short)index, use.Verdict == StepVerdict.Conditional);
        }
    }

    private (short Technique, bool Conditional)? Control(EscalationNode who, EscalationNode victim)
    {
        if (_controls.TryGetValue((who.Index, victim.Index), out var known))
            return known;
        Questions++;
        return _controls[(who.Index, victim.Index)] = ControlFinder.Best(world, who, victim);
    }
}
