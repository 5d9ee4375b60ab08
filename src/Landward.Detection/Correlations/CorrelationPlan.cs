using System.Collections.Immutable;

namespace Landward.Detection.Correlations;

/// <summary>
/// Which correlations count the matches of which rules: shared by everything that reads logs in a run. Correlations may count each other;
/// the catalogue has left out those that count themselves.
/// </summary>
internal sealed class CorrelationPlan
{
    private readonly Dictionary<string, ImmutableArray<CorrelationFeed>> _feeds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _generated = new(StringComparer.Ordinal);

    public CorrelationPlan(ImmutableArray<DetectionRule> rules, ImmutableArray<DetectionCorrelation> correlations)
    {
        Nodes = [.. InOrder(correlations).Select((correlation, index) => new CorrelationNode(correlation, index))];
        var counting = Nodes.SelectMany(node => node.Definition.Rules.Distinct().Select(name => (name, node))).ToLookup(pair => pair.name, pair => pair.node, StringComparer.Ordinal);
        foreach (var parent in Nodes)
        {
            foreach (var child in Nodes.Take(parent.Index))
            {
                if (SlotOf(parent, child.References()) is { } slot)
                    child.Feed(parent, slot);
            }
        }
        foreach (var node in Nodes.Reverse())
            node.CollectAncestors();
        foreach (var rule in rules)
        {
            var references = rule.References().ToArray();
            var feeds = references.SelectMany(name => counting[name]).Distinct().OrderBy(node => node.Index)
                .Select(node => new CorrelationFeed(node, SlotOf(node, references)!.Value, references)).ToImmutableArray();
            if (!feeds.IsEmpty)
                _feeds.Add(rule.Id, feeds);
        }
        foreach (var node in Nodes)
        {
            _counted.UnionWith(node.Definition.Rules);
            if (node.Definition.Generate)
                _generated.UnionWith(node.Definition.Rules);
        }
        foreach (var node in Nodes)
            node.Alerts = Alerts(node.References());
    }

    /// <summary>Every correlation stands behind those it counts.</summary>
    public ImmutableArray<CorrelationNode> Nodes { get; }

    /// <summary>The correlations that count a rule's matches.</summary>
    public ImmutableArray<CorrelationFeed> Feeds(string rule) => _feeds.GetValueOrDefault(rule, []);

    /// <summary>Whether a rule raises findings of its own: no correlation counts it, or one that counts it says <c>generate</c>.</summary>
    public bool Alerts(DetectionRule rule) => Alerts(rule.References());

    private bool Alerts(IEnumerable<string> references) => !references.Any(_counted.Contains) || references.Any(_generated.Contains);

    private static int? SlotOf(CorrelationNode node, IEnumerable<string> references)
    {
        var slots = references.Select(reference => node.Definition.Rules.IndexOf(reference)).Where(slot => slot >= 0).ToArray();
        return slots.Length == 0 ? null : slots.Min();
    }

    /// <summary>Children before parents; ties by id.</summary>
    private static List<DetectionCorrelation> InOrder(ImmutableArray<DetectionCorrelation> correlations)
    {
        var ordered = new List<DetectionCorrelation>();
        var waiting = correlations.OrderBy(correlation => correlation.Id, StringComparer.Ordinal).ToList();
        while (waiting.Count > 0)
        {
            var ready = waiting.FindAll(candidate => !waiting.Exists(other => other != candidate && candidate.Counts(other)));
            if (ready.Count == 0)
                throw new InvalidOperationException("correlations count each other in a circle");
            ordered.AddRange(ready);
            waiting.RemoveAll(ready.Contains);
        }
        return ordered;
    }
}

/// <summary>A rule's place in a correlation.</summary>
/// <param name="Slot">The rule's position in the correlation's list.</param>
/// <param name="Names">What aliases may call the rule.</param>
internal sealed record CorrelationFeed(CorrelationNode Node, int Slot, string[] Names);
