namespace Landward.Access.Escalations;

/// <summary>Which nodes are at the goal, and whether always or under a condition.</summary>
internal sealed class GoalNodes
{
    private readonly EscalationWorld _world;
    private readonly EscalationGoal _goal;
    private readonly Dictionary<(int Class, bool Unguarded), StepVerdict> _byClass = [];
    private readonly Dictionary<int, StepVerdict> _nodes = [];

    public GoalNodes(EscalationWorld world, EscalationGoal goal)
    {
        _world = world;
        _goal = goal;
        foreach (var node in Relevant().ToList())
            Add(node);
    }

    /// <summary>Nodes at the goal, by index.</summary>
    public IReadOnlyDictionary<int, StepVerdict> Nodes => _nodes;

    /// <summary>At the goal whatever the circumstances: needs no path.</summary>
    public bool IsSettled(EscalationNode node) => _nodes.TryGetValue(node.Index, out var verdict) && verdict == StepVerdict.Yes;

    public StepVerdict Of(EscalationNode node) => _nodes.GetValueOrDefault(node.Index);

    /// <summary>Adds what users and roles can become, after the plain ones are known.</summary>
    public void AddForms(Predecessors predecessors)
    {
        if (_goal is EscalationGoal.Credentials)
            return;
        foreach (var account in RelevantAccounts().ToList())
        {
            foreach (var form in predecessors.FormsIn(account.Account.Id.Value))
                Add(form);
        }
        if (_goal is EscalationGoal.Administrator)
            AddUnguarded();
    }

    // Whoever would be an administrator but for the organization's policies.
    private void AddUnguarded()
    {
        foreach (var node in Relevant().Where(node => Of(node) != StepVerdict.Yes && node.Account != _world.ManagementAccount && node.Mask.ContainsAll(Administrators)).ToList())
        {
            var form = _world.Form(node, NodeForms.Unguarded);
            if (Judge(form) > Of(node))
                Add(form);
        }
    }

    private static readonly ActionMask Administrators = ActionMask.Of(AdministratorRule.Actions);

    private void Add(EscalationNode node)
    {
        var verdict = Judge(node);
        if (verdict != StepVerdict.No)
            _nodes[node.Index] = verdict;
    }

    private StepVerdict Judge(EscalationNode node)
    {
        if (_goal is EscalationGoal.Credentials credentials)
            return node.Name == credentials.Arn && node.Forms == NodeForms.None ? StepVerdict.Yes : StepVerdict.No;
        var key = (node.Class, (node.Forms & NodeForms.Unguarded) != NodeForms.None);
        if (_byClass.TryGetValue(key, out var known))
            return known;
        return _byClass[key] = _goal is EscalationGoal.Access access
            ? _world.Judge.Decide(node, new EscalationCall(access.Action, access.Resource, null, CallFacts.Direct().Build()))
            : node.Mask.ContainsAll(Administrators) ? AdministratorRule.Judge(_world.Judge, node) : StepVerdict.No;
    }

    private IEnumerable<EscalationNode> Relevant() => RelevantAccounts().SelectMany(account => account.Nodes);

    private IEnumerable<AccountNodes> RelevantAccounts() => _goal switch
    {
        EscalationGoal.OrganizationAdministrator => _world.ManagementAccount is { } id && _world.FindAccount(id) is { } management ? [management] : [],
        _ => _world.Accounts,
    };
}
