using System.Collections.Immutable;
using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.LandingZone.Desired;

/// <summary>Everything the spec asks for, as concrete resources in dependency order.</summary>
/// <param name="Nodes">Ordered by wave, then as built: the same spec gives the same list.</param>
/// <param name="Diagnostics">Among them quota errors found offline; a plan from a state with errors cannot be applied.</param>
public sealed record DesiredState(Spec Spec, ImmutableArray<ResourceNode> Nodes, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>How the guardrails of each target were packed into policies; targets without guardrails are left out.</summary>
    public ImmutableArray<GuardrailPacking> Guardrails { get; init; } = [];

    /// <summary>Expands the spec and the controls selected for it.</summary>
    public static DesiredState Build(Spec spec, ImmutableArray<SelectedControl> controls) => new DesiredStateBuilder(spec, controls).Build();
}
