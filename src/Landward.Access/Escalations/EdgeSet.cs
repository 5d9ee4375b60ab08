namespace Landward.Access.Escalations;

/// <summary>The edges into one node, the best one from each other node: always before conditional, then the technique's order.</summary>
internal sealed class EdgeSet(EscalationNode to)
{
    private readonly Dictionary<int, EscalationEdge> _edges = [];

    public void Add(EscalationNode from, short technique, bool conditional, short control = EscalationEdge.None, short secondEdit = EscalationEdge.None)
    {
        if (from.Index == to.Index)
            return;
        if (_edges.TryGetValue(from.Index, out var known) && !(known.Conditional && !conditional))
            return;
        _edges[from.Index] = new EscalationEdge(from.Index, to.Index, technique, control, secondEdit, conditional);
    }

    public List<EscalationEdge> ToList() => [.. _edges.Values.OrderBy(edge => edge.From)];
}
