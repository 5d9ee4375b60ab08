using System.Collections.Immutable;
using Landward.Controls;
using Landward.Controls.Selection;
using Landward.Model;

namespace Landward.Tests.Controls;

public sealed class ControlSelectorTests
{
    private static readonly ImmutableArray<ControlUnit> Units =
    [
        new("security", true), new("infrastructure", true), new("workloads", false), new("workloads/dev", false), new("workloads/prod", false), new("workspaces", false),
    ];

    private static readonly ImmutableArray<string> Regions = ["eu-west-1"];

    [Fact]
    public void Guidance_selects_wherever_each_scope_says()
    {
        var selection = Select(Line(guidance: ControlGuidance.Mandatory));
        selection.Diagnostics.ShouldBeEmpty();
        selection.Controls.Length.ShouldBe(32);
        UnitsOf(selection, "LW.ORG.1").ShouldBe([""]);
        UnitsOf(selection, "AWS-GR_AUDIT_BUCKET_DELETION_PROHIBITED").ShouldBe(["infrastructure", "security"]);
        UnitsOf(selection, "LW.IAM.1").ShouldBe(["infrastructure", "security", "workloads", "workspaces"]);
    }

    [Fact]
    public void Region_control_is_left_out_when_the_organization_restricts_no_Regions()
    {
        var selection = ControlSelector.Select(ControlCatalogueTests.Catalogue, [Line(guidance: ControlGuidance.Mandatory)], Units, ControlParameters.Landward([]));
        selection.Diagnostics.ShouldBeEmpty();
        selection.Controls.ShouldNotContain(control => control.Definition.Id == "LW.ORG.2");
    }

    [Fact]
    public void Region_control_named_without_Regions_is_an_error()
    {
        var selection = ControlSelector.Select(ControlCatalogueTests.Catalogue, [Line(id: "LW.ORG.2")], Units, ControlParameters.Landward([]));
        selection.Diagnostics.Single().Code.ShouldBe("LW7006");
        selection.Controls.ShouldBeEmpty();
    }

    [Fact]
    public void Id_selects_for_the_named_units_only()
    {
        var selection = Select(Line(id: "AWS-GR_RESTRICT_S3_DELETE_WITHOUT_MFA", units: ["workloads/prod"]));
        UnitsOf(selection, "AWS-GR_RESTRICT_S3_DELETE_WITHOUT_MFA").ShouldBe(["workloads/prod"]);
    }

    [Fact]
    public void Units_below_a_selected_unit_are_not_attached_again()
    {
        var selection = Select(Line(id: "LW.S3.1", units: ["workloads/**", "workspaces"]), Line(id: "LW.S3.1", units: ["workloads/dev"]));
        UnitsOf(selection, "LW.S3.1").ShouldBe(["workloads", "workspaces"]);
        UnitsOf(Select(Line(id: "LW.S3.1", units: ["root"]), Line(id: "LW.S3.1", units: ["workspaces"])), "LW.S3.1").ShouldBe([""]);
    }

    [Fact]
    public void Unknown_id_suggests_the_nearest()
    {
        var diagnostic = Select(Line(id: "LW.GARDDUTY.1")).Diagnostics.Single();
        diagnostic.Code.ShouldBe("LW7004");
        diagnostic.Detail.ShouldContain("Did you mean `LW.GUARDDUTY.1`?");
    }

    [Fact]
    public void Unknown_unit_suggests_the_nearest()
    {
        var diagnostic = Select(Line(id: "LW.ORG.1", units: ["workload/dev"])).Diagnostics.Single();
        diagnostic.Code.ShouldBe("LW7005");
        diagnostic.Detail.ShouldContain("Did you mean `workloads/dev`?");
    }

    [Fact]
    public void Line_that_selects_nothing_is_a_warning()
    {
        var selection = Select(new GuardrailSelection(null, null, "cis-1.4", ControlBehavior.Detective, null, [], null));
        selection.Diagnostics.Single().Severity.ShouldBe(DiagnosticSeverity.Warning);
        selection.Diagnostics.Single().Code.ShouldBe("LW7008");
    }

    [Fact]
    public void Directory_line_selects_the_controls_of_that_directory()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "guardrails"));
        folder.Write("guardrails/own.yaml", "controls: [ { id: ACME.1, name: n, description: d, guidance: elective, behavior: preventive, scope: custom, source: s, statements: [ { Effect: Deny, Action: 'a:B', Resource: '*' } ] } ]");
        var catalogue = ControlCatalogue.Load(Path.Combine(folder.Path, "guardrails")).Catalogue;
        var line = new GuardrailSelection(null, null, null, null, "./guardrails", [], null);
        var selection = ControlSelector.Select(catalogue, [line], Units, ControlParameters.Landward(Regions), folder.Path);
        selection.Diagnostics.ShouldBeEmpty();
        selection.Controls.Single().Definition.Id.ShouldBe("ACME.1");
        UnitsOf(selection, "ACME.1").ShouldBe(["workloads", "workspaces"]);
    }

    [Fact]
    public void Selection_is_the_same_whatever_the_order_of_the_lines()
    {
        GuardrailSelection[] lines = [Line(guidance: ControlGuidance.Mandatory), Line(guidance: ControlGuidance.StronglyRecommended), Line(id: "AWS-GR_DISALLOW_VPN_CONNECTIONS")];
        var forward = Select(lines).Controls.Select(Describe);
        Select([.. lines.Reverse()]).Controls.Select(Describe).ShouldBe(forward);
    }

    [Theory]
    [InlineData("workloads/*", "workloads/dev", true)]
    [InlineData("workloads/*", "workloads", false)]
    [InlineData("workloads/**", "workloads", true)]
    [InlineData("**/prod", "workloads/prod", true)]
    [InlineData("work*", "workloads", false)]
    public void Unit_patterns_match_whole_names(string pattern, string path, bool matches) => UnitPaths.Matches(pattern, path).ShouldBe(matches);

    private static string Describe(SelectedControl control) => $"{control.Definition.Id} {string.Join(',', control.UnitPaths)} {string.Concat(control.Statements)}";

    private static IEnumerable<string> UnitsOf(ControlSelection selection, string id) => selection.Controls.Single(control => control.Definition.Id == id).UnitPaths;

    private static ControlSelection Select(params GuardrailSelection[] lines) =>
        ControlSelector.Select(ControlCatalogueTests.Catalogue, [.. lines], Units, ControlParameters.Landward(Regions));

    private static GuardrailSelection Line(ControlGuidance? guidance = null, string? id = null, ImmutableArray<string> units = default) =>
        new(guidance, id, null, null, null, units.IsDefault ? [] : units, new SourceSpan("landward.yaml", 3, 5));
}
