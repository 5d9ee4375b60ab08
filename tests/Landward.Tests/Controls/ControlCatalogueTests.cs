using System.Collections.Immutable;
using Landward.Controls;
using Landward.Model;
using Landward.Policy;

namespace Landward.Tests.Controls;

public sealed class ControlCatalogueTests
{
    internal static readonly ControlCatalogue Catalogue = ControlCatalogue.Load().Catalogue;
    private static readonly ImmutableArray<string> Regions = ["eu-west-1", "us-east-1"];

    public static TheoryData<string> ControlIds => [.. Catalogue.Controls.Select(control => control.Id)];

    [Fact]
    public void Embedded_catalogue_reads_without_diagnostics()
    {
        ControlCatalogue.Load().Diagnostics.ShouldBeEmpty();
        Catalogue.Controls.Count(control => control.Definition.Guidance == ControlGuidance.Mandatory && control.Id.StartsWith("AWS-GR_", StringComparison.Ordinal)).ShouldBe(20);
        Catalogue.Controls.Count(control => control.Definition.Guidance == ControlGuidance.StronglyRecommended).ShouldBe(2);
        string[] own = ["LW.ORG.1", "LW.ORG.2", "LW.GUARDDUTY.1", "LW.SECURITYHUB.1", "LW.CONFIG.1", "LW.ACCESSANALYZER.1", "LW.MACIE.1", "LW.CLOUDTRAIL.1", "LW.IAM.1", "LW.IAM.2", "LW.ROOT.1", "LW.S3.1"];
        own.ShouldAllBe(id => Catalogue.Find(id)!.Definition.Guidance == ControlGuidance.Mandatory);
    }

    [Theory]
    [MemberData(nameof(ControlIds))]
    public void Inline_tests_pass_in_the_policy_engine(string id)
    {
        var results = ControlTester.Run(Catalogue, Catalogue.Find(id)!, ControlParameters.Landward(Regions));
        results.Where(result => !result.Passed).Select(result => $"{result.Name}: {result.Problem}").ShouldBeEmpty();
        results.Length.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Theory]
    [MemberData(nameof(ControlIds))]
    public void Sid_leads_back_to_the_control(string id)
    {
        var control = Catalogue.Find(id)!;
        foreach (var statement in ControlSelector.Statements(control, ControlParameters.Landward(Regions)))
        {
            var sid = System.Text.Json.Nodes.JsonNode.Parse(statement)!["Sid"]!.GetValue<string>();
            sid.ShouldAllBe(character => char.IsAsciiLetterOrDigit(character));
            Catalogue.ControlOf(sid).ShouldBe(id);
        }
    }

    [Fact]
    public void Unknown_sids_lead_to_no_control()
    {
        Catalogue.ControlOf("SomebodyElses").ShouldBeNull();
        Catalogue.ControlOf(null).ShouldBeNull();
    }

    [Fact]
    public void Control_Tower_names_replace_Landwards()
    {
        var statement = ControlSelector.Statements(Catalogue.Find("AWS-GR_SNS_CHANGE_PROHIBITED")!, ControlParameters.ControlTower(Regions)).Single();
        statement.ShouldContain("arn:aws:sns:*:*:aws-controltower-*");
        statement.ShouldContain("role/AWSControlTowerExecution");
        statement.ShouldContain("role/landward/LandwardExecution");
    }

    [Fact]
    public void User_directory_adds_controls_and_never_overrides()
    {
        using var folder = new TemporaryFolder();
        folder.Write("own.yaml", """
            controls:
              - id: ACME.1
                name: No bare metal
                description: Metal instances are expensive.
                guidance: elective
                behavior: preventive
                scope: custom
                source: internal
                statements:
                  - { Effect: Deny, Action: "ec2:RunInstances", Resource: "arn:aws:ec2:*:*:instance/*", Condition: { StringLike: { "ec2:InstanceType": "*.metal" } } }
                tests:
                  - { principal: "arn:aws:iam::444455556666:user/a", action: "ec2:RunInstances", resource: "arn:aws:ec2:eu-west-1:444455556666:instance/*", context: { "ec2:InstanceType": m5.metal }, expect: denied }
              - id: LW.ORG.1
                name: Mine
                description: An override.
                guidance: elective
                behavior: preventive
                scope: custom
                source: internal
                statements:
                  - { Effect: Deny, Action: "a:B", Resource: "*" }
            """);

        var (catalogue, diagnostics) = ControlCatalogue.Load(folder.Path);

        diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["LW7003"]);
        catalogue.Find("LW.ORG.1")!.Definition.Guidance.ShouldBe(ControlGuidance.Mandatory);
        var own = catalogue.Find("ACME.1")!;
        own.Directory.ShouldBe(folder.Path);
        ControlTester.Run(catalogue, own, ControlParameters.Landward(Regions)).ShouldAllBe(result => result.Passed);
    }

    [Theory]
    [InlineData("nothing: here", "LW7002")]
    [InlineData("controls: [ { idd: X } ]", "LW7001")]
    [InlineData("controls: [ { id: X, name: n, description: d, guidance: always, behavior: preventive, scope: custom, source: s, statements: [ { Effect: Deny, Action: 'a:B', Resource: '*' } ] } ]", "LW7002")]
    [InlineData("controls: [ { id: X, name: n, description: d, guidance: elective, behavior: preventive, scope: custom, source: s, statements: [ { Effect: Deny, Actions: 'a:B', Resource: '*' } ] } ]", "LW7007")]
    [InlineData("controls: [ { id: X, name: n, description: d, guidance: elective, behavior: preventive, scope: custom, source: s, statements: [ { Effect: Deny, Principal: '*', Action: 'a:B', Resource: '*' } ] } ]", "LW7007")]
    public void Broken_control_file_is_a_diagnostic_and_keeps_the_rest(string text, string code)
    {
        using var folder = new TemporaryFolder();
        folder.Write("bad.yaml", text);
        var (catalogue, diagnostics) = ControlCatalogue.Load(folder.Path);
        diagnostics.ShouldContain(diagnostic => diagnostic.Code == code && diagnostic.Span != null);
        catalogue.Controls.Length.ShouldBe(Catalogue.Controls.Length);
    }

    [Fact]
    public void Misspelt_placeholder_is_a_diagnostic_and_not_a_control_that_never_applies()
    {
        using var folder = new TemporaryFolder();
        folder.Write("slip.yaml", "controls: [ { id: X, name: n, description: d, guidance: mandatory, behavior: preventive, scope: custom, source: s, parameters: { bucket: b }, statements: [ { Effect: Deny, Action: 'a:B', Resource: 'arn:aws:s3:::{bukket}' } ] } ]");
        ControlCatalogue.Load(folder.Path, folder.Path).Diagnostics.Single().Code.ShouldBe("LW7006");
    }

    [Fact]
    public void Missing_directory_is_a_diagnostic() =>
        ControlCatalogue.Load("/does/not/exist").Diagnostics.Single().Code.ShouldBe("LW7009");

    [Fact]
    public void Control_without_a_denying_test_fails_its_tests()
    {
        var untested = Catalogue.Find("LW.ORG.1")! with { Tests = [] };
        ControlTester.Run(Catalogue, untested, ControlParameters.Landward(Regions)).Single().Passed.ShouldBeFalse();
    }

    [Fact]
    public void Control_that_denies_nothing_fails_its_tests()
    {
        var control = Catalogue.Find("LW.ORG.1")!;
        var broken = control with { Definition = control.Definition with { Statements = ["""{"Effect":"Deny","Action":"organizations:AcceptHandshake","Resource":"*"}"""] } };
        ControlTester.Run(Catalogue, broken, ControlParameters.Landward(Regions)).ShouldContain(result => result.Problem == "it is allowed");
    }

    [Fact]
    public void Control_that_binds_the_exempt_role_fails_its_tests()
    {
        var control = Catalogue.Find("LW.ORG.1")!;
        var statement = control.Definition.Statements[0].Replace("ArnNotLike", "ArnLike", StringComparison.Ordinal);
        var broken = control with { Definition = control.Definition with { Statements = [statement] } };
        ControlTester.Run(Catalogue, broken, ControlParameters.Landward(Regions)).ShouldContain(result => result.Name.Contains("LandwardExecution") && !result.Passed);
    }

    [Fact]
    public void Everything_selected_packs_into_the_quota_of_one_target()
    {
        var all = Catalogue.Controls.SelectMany(control => ControlSelector.Statements(control, ControlParameters.ControlTower(["eu-west-1", "us-east-1", "eu-central-1", "ap-southeast-2"])));
        var packed = PolicyPacker.Pack(all, PolicyQuota.Of(PolicyKind.ServiceControlPolicy)!, "root");
        packed.Diagnostics.ShouldBeEmpty();
        packed.Documents.Length.ShouldBeLessThanOrEqualTo(9);
        packed.Documents.ShouldAllBe(document => document.Length <= 10_240);
    }
}
