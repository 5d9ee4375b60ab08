using System.Collections.Immutable;

namespace Landward.Detection.Correlations;

/// <summary>A rule's match as the correlations that count it see it; detached from the event, so it can be held until it is known to count.</summary>
/// <param name="Events">By correlation: its position in the plan, the event's group there, the event.</param>
internal sealed record CorrelatedMatch(ImmutableArray<(int Node, string Group, CorrelatedEvent Event)> Events);
