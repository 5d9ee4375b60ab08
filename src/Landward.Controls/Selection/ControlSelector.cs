using System.Collections.Immutable;
using Landward.Controls.Catalogue;
using Landward.Controls.Selection;
using Landward.Model;

namespace Landward.Controls;

/// <param name="Controls">Ordered by id; each control once.</param>
public sealed record ControlSelection(ImmutableArray<SelectedControl> Controls, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>From the guardrail lines of the spec to the controls, their statements and the units they are attached to.</summary>
public static class ControlSelector
{
    private const string RootName = "root";

    /// <summary>Chooses controls for an organization.</summary>
    /// <param name="catalogue">Where the controls are.</param>
    /// <param name="selections">The lines of the spec.</param>
    /// <param name="units">Every organizational unit.</param>
    /// <param name="parameters">
    /// Values that replace the controls' defaults. A control that lacks a value is left out when a line selects it by guidance
    /// (it guards something this organization does not ask for) and an error when a line names it.
    /// </param>
    /// <param name="specDirectory">What the directories of the lines are relative to, as they were given to the catalogue; null when they were given as written.</param>
    public static ControlSelection Select(
        ControlCatalogue catalogue,
        ImmutableArray<GuardrailSelection> selections,
        ImmutableArray<ControlUnit> units,
        IReadOnlyDictionary<string, ImmutableArray<string>> parameters,
        string? specDirectory = null)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var targets = new SortedDictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var selection in selections)
        {
            foreach (var control in Chosen(catalogue, selection, specDirectory, diagnostics))
            {
                if (MissingParameter(control, parameters) is { } missing)
                {
                    if (selection.Id is not null)
                        diagnostics.Add(ControlDiagnostics.MissingParameter(control.Id, missing, selection.Span));
                    continue;
                }
                if (!targets.TryGetValue(control.Id, out var paths))
                    targets.Add(control.Id, paths = new HashSet<string>(StringComparer.Ordinal));
                paths.UnionWith(selection.Units.IsDefaultOrEmpty ? ScopeOf(control.Definition.Scope, units) : Named(selection, units));
            }
            diagnostics.AddRange(UnknownUnits(selection, units));
        }
        var selected = targets.Where(target => target.Value.Count > 0).Select(target => Fill(catalogue.Find(target.Key)!, target.Value, parameters));
        return new ControlSelection([.. selected], diagnostics.ToImmutable());
    }

    /// <summary>A control's statements as JSON, with Sids and parameters filled in.</summary>
    internal static ImmutableArray<string> Statements(CatalogueControl control, IReadOnlyDictionary<string, ImmutableArray<string>> parameters) =>
        [.. control.Definition.Statements.Select((statement, index) => StatementTemplate.Fill(statement, ControlSid.For(control.Id, index), name => ValueOf(control, name, parameters)!.Value))];

    private static SelectedControl Fill(CatalogueControl control, HashSet<string> paths, IReadOnlyDictionary<string, ImmutableArray<string>> parameters) =>
        new(control.Definition, Statements(control, parameters), UnitPaths.Topmost(paths));

    private static IEnumerable<CatalogueControl> Chosen(ControlCatalogue catalogue, GuardrailSelection selection, string? specDirectory, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (selection.Id is { } id)
        {
            if (catalogue.Find(id) is { } control)
                return [control];
            diagnostics.Add(ControlDiagnostics.UnknownControl(id, catalogue.Controls.Select(known => known.Id), selection.Span));
            return [];
        }
        var directory = selection.Directory is { } written && specDirectory is not null ? Path.GetFullPath(written, Path.GetFullPath(specDirectory)) : selection.Directory;
        var chosen = catalogue.Controls.Where(control => Fits(control, selection with { Directory = directory })).ToArray();
        if (chosen.Length == 0)
            diagnostics.Add(ControlDiagnostics.NothingSelected(Describe(selection), selection.Span));
        return chosen;
    }

    // The catalogue has no controls of standards: a line that asks for one selects nothing, and says so.
    private static bool Fits(CatalogueControl control, GuardrailSelection selection) =>
        selection.Standard is null
        && (selection.Guidance is not null || selection.Directory is not null || selection.Behavior is not null)
        && (selection.Guidance is null || selection.Guidance == control.Definition.Guidance)
        && (selection.Behavior is null || selection.Behavior == control.Definition.Behavior)
        && (selection.Directory is null || selection.Directory == control.Directory);

    private static string Describe(GuardrailSelection selection)
    {
        string?[] parts =
        [
            selection.Guidance is { } guidance ? $"of guidance `{guidance}`" : null,
            selection.Behavior is { } behavior ? $"of behavior `{behavior}`" : null,
            selection.Standard is { } standard ? $"of standard `{standard}`" : null,
            selection.Directory is { } directory ? $"in `{directory}`" : null,
        ];
        return parts.All(part => part is null) ? "named by a line without guidance, id, standard or directory" : string.Join(" and ", parts.OfType<string>());
    }

    private static IEnumerable<string> ScopeOf(ControlScope scope, ImmutableArray<ControlUnit> units) => scope switch
    {
        ControlScope.Organization => [UnitPaths.Root],
        ControlScope.CoreUnits => UnitPaths.Topmost(units.Where(unit => unit.IsCore).Select(unit => unit.Path)),
        ControlScope.CustomUnits => UnitPaths.Topmost(units.Where(unit => !unit.IsCore).Select(unit => unit.Path)),
        _ => UnitPaths.Topmost(units.Select(unit => unit.Path)),
    };

    private static IEnumerable<string> Named(GuardrailSelection selection, ImmutableArray<ControlUnit> units) =>
        selection.Units.SelectMany(pattern => IsRoot(pattern, units) ? [UnitPaths.Root] : units.Where(unit => UnitPaths.Matches(pattern, unit.Path)).Select(unit => unit.Path));

    private static IEnumerable<Diagnostic> UnknownUnits(GuardrailSelection selection, ImmutableArray<ControlUnit> units) =>
        (selection.Units.IsDefault ? [] : selection.Units)
            .Where(pattern => !IsRoot(pattern, units) && !units.Any(unit => UnitPaths.Matches(pattern, unit.Path)))
            .Select(pattern => ControlDiagnostics.UnknownUnit(pattern, units.Select(unit => unit.Path), selection.Span));

    private static bool IsRoot(string pattern, ImmutableArray<ControlUnit> units) =>
        pattern.Length == 0 || (pattern == RootName && !units.Any(unit => unit.Path == RootName));

    private static string? MissingParameter(CatalogueControl control, IReadOnlyDictionary<string, ImmutableArray<string>> parameters) =>
        control.Definition.Statements.SelectMany(statement => StatementTemplate.Placeholders(statement)).FirstOrDefault(name => ValueOf(control, name, parameters) is null);

    private static ImmutableArray<string>? ValueOf(CatalogueControl control, string name, IReadOnlyDictionary<string, ImmutableArray<string>> parameters)
    {
        if (parameters.TryGetValue(name, out var given))
            return given;
        return control.Definition.Parameters.TryGetValue(name, out var standard) ? standard : null;
    }
}
