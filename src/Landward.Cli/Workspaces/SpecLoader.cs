using System.Collections.Immutable;
using Landward.Controls;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.Cli.Workspaces;

/// <summary>From the spec's file to the desired state: the guardrails it selects are chosen by Controls and handed to LandingZone.</summary>
internal static class SpecLoader
{
    /// <summary>Every diagnostic there is; no state when the spec cannot be read.</summary>
    public static (DesiredState? Desired, ImmutableArray<Diagnostic> Diagnostics) Expand(string specPath)
    {
        var parsed = SpecParser.Parse(specPath);
        if (parsed.Spec is not { } spec)
            return (null, parsed.Diagnostics);
        var (catalogue, catalogueDiagnostics) = LoadControls(spec);
        var selection = ControlSelector.Select(
            catalogue,
            spec.Guardrails,
            [.. spec.Units.Select(unit => new ControlUnit(unit.Path, unit.Kind == UnitKind.Core))],
            ControlParameters.Landward(spec.Organization.DenyOtherRegions == true ? spec.Organization.Regions : []),
            spec.Directory);
        var desired = DesiredState.Build(spec, selection.Controls);
        return (desired, [.. parsed.Diagnostics, .. catalogueDiagnostics, .. selection.Diagnostics, .. desired.Diagnostics]);
    }

    /// <summary>The embedded controls and those in the directories the spec names.</summary>
    public static (ControlCatalogue Catalogue, ImmutableArray<Diagnostic> Diagnostics) LoadControls(Spec spec) =>
        ControlCatalogue.Load(spec.Guardrails.Select(guardrail => guardrail.Directory).OfType<string>().Select(directory => Path.GetFullPath(Path.Combine(spec.Directory, directory))));
}
