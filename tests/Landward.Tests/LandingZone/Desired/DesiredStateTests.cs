using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Landward.LandingZone.Desired;
using Landward.Model;

namespace Landward.Tests.LandingZone.Desired;

public class DesiredStateTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void The_reference_blueprint_expands_to_these_resources() =>
        string.Join('\n', DesiredState.Build(Specs.Blueprint("reference"), []).Nodes.Select(node => $"{(int)node.Wave,2} {node.Kind} {node.Address}"))
            .ShouldMatchApproved(options => options.NoDiff().SubFolder("approved"));

    [Fact]
    public void The_log_archive_and_the_trail_have_these_properties() =>
        string.Join('\n', DesiredState.Build(Specs.Blueprint("reference"), []).Nodes
            .Where(node => node.Kind is ResourceKind.LogBucket or ResourceKind.KmsKey or ResourceKind.OrganizationTrail)
            .Select(node => node.Address + " " + node.Properties.ToJsonString(Indented)))
            .ShouldMatchApproved(options => options.NoDiff().SubFolder("approved"));

    [Fact]
    public void Dependencies_stand_before_what_needs_them()
    {
        var seen = new HashSet<string>();
        foreach (var node in DesiredState.Build(Specs.Blueprint("reference"), [Control("A", "", 1)]).Nodes)
        {
            node.DependsOn.ShouldAllBe(address => seen.Contains(address), node.Address);
            seen.Add(node.Address).ShouldBeTrue(node.Address);
        }
    }

    [Fact]
    public void The_same_spec_gives_the_same_state()
    {
        var spec = Specs.Blueprint("reference");
        Print(DesiredState.Build(spec, [Control("A", "", 3)])).ShouldBe(Print(DesiredState.Build(spec, [Control("A", "", 3)])));
    }

    [Fact]
    public void What_the_spec_does_not_mention_is_not_there()
    {
        var kinds = DesiredState.Build(Specs.Read(Specs.Minimal), []).Nodes.Select(node => node.Kind).Distinct();
        kinds.ShouldBe([ResourceKind.Organization, ResourceKind.PolicyTypeEnablement, ResourceKind.OrganizationalUnit, ResourceKind.Account, ResourceKind.ExecutionRole], ignoreOrder: true);
    }

    [Fact]
    public void Off_asks_for_absence()
    {
        var nodes = DesiredState.Build(Specs.Read(Specs.Minimal + "security: { cloudTrail: off, accessAnalyzer: off, baseline: { ebsEncryption: off } }\n"), []).Nodes;
        nodes.Where(node => node.Absent).Select(node => node.Kind).Distinct()
            .ShouldBe([ResourceKind.OrganizationTrail, ResourceKind.EbsDefaultEncryption, ResourceKind.Analyzer], ignoreOrder: true);
    }

    [Fact]
    public void Guardrails_are_packed_and_attached_per_target_the_canary_first()
    {
        var spec = Specs.Read(Specs.Minimal.Replace("units:\n", "units:\n  canary: {}\n"));
        var nodes = DesiredState.Build(spec, [Control("A", "", 1), Control("B", "canary", 1)]).Nodes;
        nodes.Where(node => node.Kind is ResourceKind.PolicyAttachment).Select(node => node.Address)
            .ShouldBe(["policies/landward-canary-1/attachments/canary", "policies/landward-root-1/attachments/root"]);
    }

    [Fact]
    public void More_statements_than_fit_a_target_are_an_error_before_anything_is_called()
    {
        var state = DesiredState.Build(Specs.Read(Specs.Minimal), [Control("A", "workloads", 900)]);
        state.Diagnostics.ShouldContain(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Detail.Contains("workloads"));
        state.Nodes.ShouldNotContain(node => node.Kind == ResourceKind.ServiceControlPolicy);
    }

    [Fact]
    public void More_accounts_than_the_default_quota_are_a_warning()
    {
        var many = string.Concat(Enumerable.Range(1, 7).Select(i => $"  a{i}: {{ unit: security, email: a{i}@example.com }}\n"));
        var diagnostic = DesiredState.Build(Specs.Read(Specs.Minimal.TrimEnd() + "\n" + many), []).Diagnostics.ShouldHaveSingleItem();
        (diagnostic.Code, diagnostic.Severity).ShouldBe(("LW1203", DiagnosticSeverity.Warning));
    }

    [Fact]
    public void A_control_of_another_kind_is_named_as_not_applied()
    {
        var control = Control("A", "", 1);
        var other = control with { Definition = control.Definition with { PolicyType = PolicyType.ResourceControlPolicy } };
        DesiredState.Build(Specs.Read(Specs.Minimal), [other]).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW1204");
    }

    internal static SelectedControl Control(string id, string unit, int statements) => new(
        new ControlDefinition(id, id, "", ControlBehavior.Preventive, ControlGuidance.Mandatory, ControlScope.Organization, PolicyType.ServiceControlPolicy, [], FrozenDictionary<string, ImmutableArray<string>>.Empty, ""),
        [.. Enumerable.Range(1, statements).Select(i => $$"""{"Sid":"{{id}}{{i}}","Effect":"Deny","Action":"ec2:Run{{i}}","Resource":"arn:aws:ec2:*:*:instance/{{new string('x', 100)}}{{i}}"}""")],
        [unit]);

    private static string Print(DesiredState state) => string.Join('\n', state.Nodes.Select(node => $"{node.Address} {node.Wave} {string.Join(',', node.DependsOn)} {node.Properties.ToJsonString()}"));
}
