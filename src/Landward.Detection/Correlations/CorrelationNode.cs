using System.Text;
using Landward.Rules.Sigma;

namespace Landward.Detection.Correlations;

/// <summary>A correlation among those it counts and those that count it.</summary>
internal sealed class CorrelationNode(DetectionCorrelation correlation, int index)
{
    private const int MaxTuples = 1000;

    private readonly List<(CorrelationNode Node, int Slot)> _parents = [];

    public DetectionCorrelation Correlation => correlation;

    public SigmaCorrelation Definition => correlation.Correlation;

    /// <summary>The position in the plan.</summary>
    public int Index => index;

    /// <summary>The correlations that count this one's completions, with its position in their lists.</summary>
    public IReadOnlyList<(CorrelationNode Node, int Slot)> Parents => _parents;

    /// <summary>The parents and theirs, each once, in the plan's order.</summary>
    public CorrelationNode[] Ancestors { get; private set; } = [];

    /// <summary>Whether it raises findings itself.</summary>
    public bool Alerts { get; set; }

    /// <summary>What correlations and aliases may call it.</summary>
    public IEnumerable<string> References() => correlation.References();

    public void Feed(CorrelationNode parent, int slot) => _parents.Add((parent, slot));

    /// <summary>To be called for parents first.</summary>
    public void CollectAncestors() =>
        Ancestors = [.. _parents.SelectMany(parent => parent.Node.Ancestors.Append(parent.Node)).DistinctBy(node => node.Index).OrderBy(node => node.Index)];

    /// <summary>What this correlation makes of an event.</summary>
    /// <param name="names">What aliases may call the rule that matched, and the correlations between it and this one.</param>
    /// <param name="fields">The values at a path of the event.</param>
    public AncestorView View(IReadOnlyCollection<string> names, Func<string, IReadOnlyList<string>> fields) =>
        GroupOf(names, fields) is { } group ? new AncestorView(group, ValuesOf(names, fields)) : default;

    /// <summary>The group an event is in; null for one that lacks a field of it.</summary>
    public string? GroupOf(IReadOnlyCollection<string> names, Func<string, IReadOnlyList<string>> fields)
    {
        var key = new StringBuilder();
        foreach (var field in Definition.GroupBy)
        {
            if (PathOf(field, names) is not { } path || fields(path) is not [var value, ..])
                return null;
            // Lengths keep texts that an attacker chose from running into each other.
            key.Append(value.Length).Append(':').Append(value).Append('\n');
        }
        return key.ToString();
    }

    /// <summary>The values of one field, or the tuples of several; none when a field is absent.</summary>
    private IReadOnlyList<string> ValuesOf(IReadOnlyCollection<string> names, Func<string, IReadOnlyList<string>> fields)
    {
        if (Definition.ValueFields is [var only])
            return PathOf(only, names) is { } path ? fields(path) : [];
        IReadOnlyList<string> tuples = Definition.ValueFields.IsEmpty ? [] : [string.Empty];
        foreach (var field in Definition.ValueFields)
        {
            IReadOnlyList<string> values = PathOf(field, names) is { } path ? fields(path) : [];
            tuples = [.. tuples.SelectMany(tuple => values.Select(value => $"{tuple}{value.Length}:{value}\n")).Take(MaxTuples)];
        }
        return tuples;
    }

    /// <summary>What a field or alias stands for in events of a rule; null when the alias says nothing about the rule.</summary>
    private string? PathOf(string field, IReadOnlyCollection<string> names)
    {
        if (!Definition.Aliases.TryGetValue(field, out var paths))
            return field;
        return names.Select(name => paths.GetValueOrDefault(name)).FirstOrDefault(path => path is not null);
    }
}
