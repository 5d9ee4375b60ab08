using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.Tests.LandingZone.Specification;

public class SpecParserTests
{
    /// <summary>What is wrong, the code, and where (line of the text below the minimal spec, or 0 to leave it open).</summary>
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "unknown key with suggestion", "secutity: {}", "LW1005" },
        { "unknown nested key", "security: { cloudTrail: { organization: true, retentoin: 7y } }", "LW1005" },
        { "wrong type", "guardrails: mandatory", "LW1006" },
        { "list instead of mapping", "access: [identityCenter]", "LW1006" },
        { "value not allowed", "target: azure", "LW1007" },
        { "switch with another word", "access: { root: { centralManagement: maybe } }", "LW1007" },
        { "quoted off is no switch", "access: { root: { centralManagement: \"off\" } }", "LW1007" },
        { "on where only off or settings fit", "security: { guardDuty: on }", "LW1007" },
        { "missing required key", "security: { guardDuty: { plans: [s3] } }", "LW1008" },
        { "unknown group", "access: { identityCenter: { groups: [a], permissionSets: { p: {} }, assignments: [ { group: b, permissionSet: p, accounts: all } ] } }", "LW1009" },
        { "unknown permission set", "access: { identityCenter: { groups: [a], permissionSets: { p: {} }, assignments: [ { group: a, permissionSet: q, accounts: all } ] } }", "LW1009" },
        { "unknown account in a selector", "access: { identityCenter: { groups: [a], permissionSets: { p: {} }, assignments: [ { group: a, permissionSet: p, accounts: { account: devv } } ] } }", "LW1009" },
        { "unknown unit in a guardrail", "guardrails: [ { guidance: mandatory, units: [workload/dev] } ]", "LW1009" },
        { "unknown region", "security: { securityHub: { homeRegion: eu-west-9 } }", "LW1010" },
        { "bad duration", "security: { cloudTrail: { organization: true, retention: forever } }", "LW1011" },
        { "number out of range", "access: { passwordPolicy: { minimumLength: 3 } }", "LW1011" },
        { "session too long", "access: { identityCenter: { permissionSets: { p: { session: 13h } } } }", "LW1011" },
        { "policy file that does not exist", "access: { identityCenter: { permissionSets: { p: { policy: nowhere.json } } } }", "LW1015" },
        { "policy file outside the directory", "access: { identityCenter: { permissionSets: { p: { policy: ../../etc/passwd } } } }", "LW1015" },
        { "include outside the directory", "include: [/etc/hosts]", "LW1019" },
        { "include that does not exist", "include: [more.yaml]", "LW1019" },
        { "setting not applied", "monitoring: { dnsLogs: on }", "LW1016" },
        { "alarm that the catalogue lacks", "monitoring: { alarms: [cis-1.5] }", "LW1009" },
        { "composite alarm", "monitoring: { alarms: [console-login-after-failures] }", "LW1009" },
        { "alarms without a trail", "monitoring: { alarms: [cis-1.4] }", "LW1021" },
        { "observability", "monitoring: { observability: { monitoringAccount: audit } }", "LW1016" },
        { "policy tests are not run by apply", "guardrails: [ { expect: [] } ]", "LW1016" },
        { "selector without accounts", "access: { identityCenter: { groups: [a], permissionSets: { p: {} }, assignments: [ { group: a, permissionSet: p, accounts: { tag: { env: none } } } ] } }", "LW1017" },
        { "home region of Security Hub not governed", "security: { securityHub: { homeRegion: eu-north-1 } }", "LW1021" },
        { "duplicate top-level key", "units: {}", "LW3303" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Every_mistake_has_a_diagnostic_with_its_place(string name, string addition, string code)
    {
        var result = Specs.Parse(Specs.Minimal + addition + "\n");
        var diagnostic = result.Diagnostics.FirstOrDefault(candidate => candidate.Code == code);
        diagnostic.ShouldNotBeNull($"{name}: {string.Join("; ", result.Diagnostics)}");
        diagnostic.Span.ShouldNotBeNull();
        diagnostic.Span.Line.ShouldBe(Specs.Minimal.Count(c => c == '\n') + 1);
        if (diagnostic.Severity is DiagnosticSeverity.Error)
            result.Spec.ShouldBeNull();
        else
            result.Spec.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("eu-west-1, us-east-1]", "eu-west-1, mars-1]", "LW1010")]
    [InlineData("eu-west-1, us-east-1]", "us-east-1]", "LW1021")]
    [InlineData("email: aws@example.com", "email: aws.example.com", "LW1011")]
    [InlineData("dev@example.com", "PROD@example.com", "LW1012")]
    [InlineData("dev@example.com", "aws@example.com", "LW1012")]
    [InlineData("unit: workloads/dev,", "unit: workloads/dve,", "LW1009")]
    [InlineData("dev: { unit", "management: { unit", "LW1013")]
    [InlineData("prod: { unit: workloads/prod,", "prod: { unit: workloads/prod, name: dev,", "LW1013")]
    [InlineData("role: audit", "role: logArchive", "LW1018")]
    [InlineData("dev: {}, prod: {}", "dev: { units: { a: { units: { b: { units: { c: { units: { d: {} } } } } } } } }, prod: {}", "LW1014")]
    [InlineData("dev: {}, prod: {}", "dev: { units: { a: { units: { b: { units: { c: { units: { d: {} } } } } } } }, prod: {}", "LW3301")]
    [InlineData("dev: {}, prod: {}", "dev: { name: same }, prod: { name: Same }", "LW1013")]
    [InlineData("landward: 1", "landward: 2", "LW1020")]
    [InlineData("landward: 1", "landwards: 1", "LW1008")]
    [InlineData("regions: [eu-west-1", "regions: eu-west-1 # [", "LW1006")]
    [InlineData("units:\n", "units: [", "LW3301")]
    public void A_broken_part_of_the_spec_is_reported(string part, string replacement, string code)
    {
        var result = Specs.Parse(Specs.Minimal.Replace(part, replacement));
        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldContain(code);
        result.Spec.ShouldBeNull();
    }

    [Fact]
    public void Nothing_stops_at_the_first_mistake()
    {
        var result = Specs.Parse(Specs.Minimal.Replace("dev@example.com", "dev").Replace("workloads/prod,", "nowhere,") + "secutity: {}\ntarget: mars\n");
        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["LW1011", "LW1009", "LW1005", "LW1007"], ignoreOrder: true);
        result.Diagnostics.Single(diagnostic => diagnostic.Code == "LW1005").Detail.ShouldContain("Did you mean `security`?");
    }

    [Fact]
    public void Roles_are_needed_where_something_stands_in_them()
    {
        var without = Specs.Minimal.Replace(", role: logArchive", "").Replace(", role: audit", "");
        Specs.Parse(without).Diagnostics.ShouldBeEmpty();
        Specs.Parse(without + "security: { cloudTrail: { organization: true }, guardDuty: { autoEnable: all } }\n")
            .Diagnostics.Count(diagnostic => diagnostic.Code == "LW1018").ShouldBe(2);
    }

    [Fact]
    public void Absent_off_and_managed_are_three_states()
    {
        var security = Specs.Read(Specs.Minimal + "security: { guardDuty: off, securityHub: { standards: [fsbp] }, baseline: { ebsEncryption: off } }\n").Security;
        security.GuardDuty.State.ShouldBe(SettingState.Off);
        security.SecurityHub.State.ShouldBe(SettingState.Managed);
        security.AccessAnalyzer.State.ShouldBe(SettingState.Unmanaged);
        security.EbsEncryption.ShouldBe(false);
        security.S3PublicAccessBlock.ShouldBeNull();
    }

    [Fact]
    public void Included_files_are_united_with_the_spec()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("parts/more.yaml", "units: { workspaces: {} }\nguardrails: [ { guidance: elective } ]\norganization: { denyOtherRegions: true }\n");
        var path = directory.Write("landward.yaml", Specs.Minimal + "guardrails: [ { guidance: mandatory } ]\ninclude: [parts/more.yaml]\n");
        var result = SpecParser.Parse(path);
        result.Diagnostics.ShouldBeEmpty();
        result.Spec!.Units.Select(unit => unit.Path).ShouldBe(["security", "workloads", "workloads/dev", "workloads/prod", "workspaces"]);
        result.Spec.Guardrails.Select(line => line.Guidance).ShouldBe([ControlGuidance.Mandatory, ControlGuidance.Elective]);
        result.Spec.Organization.DenyOtherRegions.ShouldBe(true);
    }

    [Fact]
    public void A_value_given_by_two_files_is_a_duplicate()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("more.yaml", "organization: { homeRegion: us-east-1 }\n");
        var result = SpecParser.Parse(directory.Write("landward.yaml", Specs.Minimal + "include: [more.yaml, more.yaml]\n"));
        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["LW1019", "LW1004"], ignoreOrder: true);
    }

    [Fact]
    public void A_policy_file_must_be_a_policy()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("broken.json", "{ \"Version\": \"2012-10-17\", ");
        var path = directory.Write("landward.yaml", Specs.Minimal + "access: { identityCenter: { permissionSets: { p: { policy: broken.json } } } }\n");
        var codes = SpecParser.Parse(path).Diagnostics.Select(diagnostic => diagnostic.Code).ToArray();
        codes.ShouldContain("LW1015");
        codes.ShouldContain(code => code.StartsWith("LW20"));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_diagnostic() =>
        SpecParser.Parse("/nonexistent/landward.yaml").Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW1002");

    [Fact]
    public void A_file_too_large_is_refused_unread()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("landward.yaml", new string('#', 5 * 1024 * 1024));
        SpecParser.Parse(path).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW1003");
    }

    [Fact]
    public void Aliases_of_aliases_are_stopped()
    {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(", ", Enumerable.Repeat("*" + (char)('a' + i - 1), 9))}]\n"));
        Specs.Parse(bomb).Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["LW3302"]);
    }

    [Fact]
    public void An_empty_text_misses_everything() => Specs.Parse("").Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW1008");

    [Fact]
    public void What_this_version_does_not_apply_is_only_a_warning()
    {
        var result = Specs.Parse(Specs.Minimal + "security: { macie: on, inspector: on }\nalerts: { channels: {} }\n");
        result.Diagnostics.Select(diagnostic => (diagnostic.Code, diagnostic.Severity)).ShouldBe([("LW1016", DiagnosticSeverity.Warning), ("LW1016", DiagnosticSeverity.Warning), ("LW1016", DiagnosticSeverity.Warning)]);
        result.Spec.ShouldNotBeNull();
        result.Spec.Document["alerts"].ShouldNotBeNull();
    }
}
