using System.Collections.Immutable;

namespace Landward.LandingZone.Specification;

/// <summary>What watches the organization besides its security services.</summary>
public sealed record MonitoringSpec
{
    /// <summary>Metric filters and alarms over the organization trail.</summary>
    public Setting<AlarmsSpec> Alarms { get; init; }
}

/// <param name="Names">Sets of the catalogue (<c>cis-1.4</c>) and ids of single alarms, ordered.</param>
public sealed record AlarmsSpec(ImmutableArray<string> Names);
