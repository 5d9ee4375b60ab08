using System.Collections.Immutable;

namespace Landward.Detection.Alarms;

/// <summary>The order in which composite alarms can be evaluated: children first. Those on a cycle, or above one, stop being evaluated.</summary>
public static class CompositeOrder
{
    /// <param name="composites">Names and rules.</param>
    /// <returns>The names in order, and those that cannot be evaluated.</returns>
    public static (ImmutableArray<string> Order, ImmutableArray<string> Cyclic) Of(IReadOnlyDictionary<string, CompositeRule> composites)
    {
        var order = ImmutableArray.CreateBuilder<string>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        var waiting = composites.Keys.Order(StringComparer.Ordinal).ToList();
        while (true)
        {
            var ready = waiting.Where(name => composites[name].Children.All(child => done.Contains(child) || !composites.ContainsKey(child))).ToList();
            if (ready.Count == 0)
                return (order.ToImmutable(), [.. waiting]);
            order.AddRange(ready);
            done.UnionWith(ready);
            waiting.RemoveAll(done.Contains);
        }
    }
}
