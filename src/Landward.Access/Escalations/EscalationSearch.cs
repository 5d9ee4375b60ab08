namespace Landward.Access.Escalations;

/// <summary>
/// One backward search from the goal to everybody. A path without conditions comes before any with, however long; among equals the
/// shorter, then the one with fewer conditional steps.
/// </summary>
internal sealed class EscalationSearch
{
    private readonly EscalationWorld _world;
    private readonly Predecessors _predecessors;
    private readonly Dictionary<int, Reach> _always = [];
    private readonly Dictionary<int, Reach> _sometimes = [];

    private EscalationSearch(EscalationWorld world, EscalationGoal goal)
    {
        _world = world;
        Goal = goal;
        Goals = new GoalNodes(world, goal);
        _predecessors = new Predecessors(world, Goals.IsSettled);
    }

    public EscalationGoal Goal { get; }

    public GoalNodes Goals { get; }

    /// <summary>What the evaluator was asked.</summary>
    public long Questions => _predecessors.Questions;

    /// <summary>Nodes from which the goal can be reached, those at the goal included.</summary>
    public IEnumerable<EscalationNode> Reached => _sometimes.Keys.Order().Select(index => _world.Nodes[index]);

    /// <param name="maxSteps">Longer paths are not looked for.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static EscalationSearch Run(EscalationWorld world, EscalationGoal goal, int maxSteps, CancellationToken cancellationToken)
    {
        var search = new EscalationSearch(world, goal);
        search.Goals.AddForms(search._predecessors);
        search.Walk(search._always, maxSteps, conditional: false, cancellationToken);
        search.Walk(search._sometimes, maxSteps, conditional: true, cancellationToken);
        return search;
    }

    /// <summary>Steps of the best path; null when there is none.</summary>
    public (int Steps, bool Conditional)? DistanceOf(EscalationNode node)
    {
        if (_always.TryGetValue(node.Index, out var always))
            return (always.Steps, false);
        return _sometimes.TryGetValue(node.Index, out var sometimes) ? (sometimes.Steps, true) : null;
    }

    /// <summary>The best path, first step first; empty at the goal, null when there is none.</summary>
    public IReadOnlyList<EscalationEdge>? PathFrom(EscalationNode node)
    {
        var reaches = _always.ContainsKey(node.Index) ? _always : _sometimes;
        if (!reaches.TryGetValue(node.Index, out var reach))
            return null;
        var path = new List<EscalationEdge>(reach.Steps);
        for (; reach.Next is { } edge; reach = reaches[edge.To])
            path.Add(edge);
        return path;
    }

    /// <summary>Breadth first from the goal; within one distance the fewest conditional steps win, then the smaller node number.</summary>
    private void Walk(Dictionary<int, Reach> reaches, int maxSteps, bool conditional, CancellationToken cancellationToken)
    {
        var frontier = new List<int>();
        foreach (var (index, verdict) in Goals.Nodes.OrderBy(pair => pair.Key))
        {
            if (!conditional && verdict != StepVerdict.Yes)
                continue;
            reaches[index] = new Reach(0, verdict == StepVerdict.Yes ? 0 : 1, null);
            frontier.Add(index);
        }
        for (var step = 1; step <= maxSteps && frontier.Count > 0; step++)
        {
            var next = new SortedDictionary<int, Reach>();
            foreach (var index in frontier)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var to = reaches[index];
                foreach (var edge in _predecessors.Of(_world.Nodes[index]))
                {
                    if ((edge.Conditional && !conditional) || reaches.ContainsKey(edge.From))
                        continue;
                    var reach = new Reach(step, to.Conditions + (edge.Conditional ? 1 : 0), edge);
                    if (!next.TryGetValue(edge.From, out var known) || reach.Conditions < known.Conditions)
                        next[edge.From] = reach;
                }
            }
            frontier = [.. next.Keys];
            foreach (var (index, reach) in next)
                reaches[index] = reach;
        }
    }

    /// <param name="Conditions">How many steps, the goal itself included, depend on something unknown.</param>
    /// <param name="Next">The first step; null at the goal.</param>
    private readonly record struct Reach(int Steps, int Conditions, EscalationEdge? Next);
}
