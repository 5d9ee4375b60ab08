using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Resources;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Planning;

/// <summary>Desired and actual properties to changes, in the order of apply; deletes stand last, in reverse order.</summary>
internal sealed class ChangeBuilder(Spec spec, ConcurrentDictionary<string, string> facts)
{
    private readonly RiskLabels _risks = new(spec);

    public ImmutableArray<PlannedChange> Build(
        ImmutableArray<ResourceNode> nodes, IReadOnlyDictionary<string, JsonObject?> actual, ImmutableArray<OwnedResource> owned)
    {
        var changes = nodes
            .Where(node => actual.ContainsKey(node.Address))
            .Select(node => Compare(node, actual[node.Address]))
            .OfType<PlannedChange>()
            .Concat(owned.Select(resource => Change(resource.Node, ChangeAction.Delete, resource.Actual, null)))
            .ToArray();
        return
        [
            .. changes.Where(change => change.Action is not ChangeAction.Delete),
            .. changes.Where(change => change.Action is ChangeAction.Delete).Reverse(),
        ];
    }

    /// <summary>The members that differ between what should be and what is; properties that only matter at creation do not count.</summary>
    public static IEnumerable<string> Differences(ResourceNode node, JsonObject desired, JsonObject actual) => desired
        .Where(member => !ResourceProviders.Of(node.Kind).CreateOnly.Contains(member.Key))
        .Where(member => !JsonComparison.Same(member.Value, actual[member.Key]))
        .Select(member => member.Key);

    private PlannedChange? Compare(ResourceNode node, JsonObject? actual)
    {
        if (node.Absent)
            return actual is null ? null : Change(node, ChangeAction.Delete, actual, null);
        var desired = Reference.Resolve(node.Properties, facts);
        if (actual is null)
            return Change(node, ChangeAction.Create, null, desired);
        return Differences(node, desired, actual).Any() ? Change(node, ChangeAction.Update, actual, desired) : null;
    }

    private PlannedChange Change(ResourceNode node, ChangeAction action, JsonObject? before, JsonObject? after) =>
        new(node, action, before, after, _risks.Of(node, action, before, after));
}
