using System.Text;
using Landward.Detection;
using Landward.Logs;

namespace Landward.Tests.Detection;

/// <summary>Filter documents: conditions added to rules. Source: sigma-specification 2.1.0, filters.</summary>
public sealed class SigmaFilterTests
{
    private const string Rules = """
        title: Rule A
        id: rule-a
        name: a
        logsource: {product: aws, service: cloudtrail}
        detection: {selection: {eventName: A}, condition: 1 of them}
        ---
        title: Rule B
        id: rule-b
        logsource: {product: aws, service: cloudtrail}
        detection: {selection: {eventName: [A, B]}, condition: all of them}
        """;

    [Theory]
    [InlineData("[rule-a]", "not selection", "A/eve: rule-a rule-b, A/ann: rule-b, B/ann: rule-b")]
    [InlineData("[a]", "not selection", "A/eve: rule-a rule-b, A/ann: rule-b, B/ann: rule-b")]
    [InlineData("[Rule A, rule-b]", "not selection", "A/eve: rule-a rule-b, A/ann: , B/ann: ")]
    [InlineData("any", "not selection", "A/eve: rule-a rule-b, A/ann: , B/ann: ")]
    [InlineData("[rule-b]", "selection", "A/eve: rule-a, A/ann: rule-a rule-b, B/ann: rule-b")]
    [InlineData("any", "not 1 of sel*", "A/eve: rule-a rule-b, A/ann: , B/ann: ")]
    public async Task Filter_is_added_to_the_rules_it_names(string rules, string condition, string expected)
    {
        var catalogue = Parse($"title: F\nlogsource: {{product: aws, service: cloudtrail}}\nfilter: {{rules: {rules}, selection: {{userIdentity.userName: ann}}, condition: {condition}}}");
        catalogue.Diagnostics.ShouldBeEmpty();
        foreach (var part in expected.Split(", "))
        {
            var (@event, found) = (part[..part.IndexOf(':')], part[(part.IndexOf(':') + 1)..].Trim());
            (await DetectAsync(catalogue, @event)).ShouldBe(found, $"{@event}");
        }
    }

    [Fact]
    public async Task Filters_add_up()
    {
        var catalogue = Parse("""
            title: F
            id: f1
            logsource: {product: aws, service: cloudtrail}
            filter: {rules: any, selection: {userIdentity.userName: ann}, condition: not selection}
            ---
            title: F
            id: f2
            logsource: {product: aws, service: cloudtrail}
            filter: {rules: any, selection: {userIdentity.userName: bob}, condition: not selection}
            """);
        (await DetectAsync(catalogue, "A/ann")).ShouldBeEmpty();
        (await DetectAsync(catalogue, "A/bob")).ShouldBeEmpty();
        (await DetectAsync(catalogue, "A/eve")).ShouldBe("rule-a rule-b");
    }

    [Theory]
    [InlineData("rules: [rule-c], s: {a: 1}, condition: not s", "cloudtrail", "LW3017", "`rule-c`")]
    [InlineData("rules: [rule-a], s: {a: 1}, condition: not s", "vpcflow", "LW3017", "`rule-a`")]
    [InlineData("rules: any, s: {'a|re': '('}, condition: not s", "cloudtrail", "LW3005", "regular expression")]
    [InlineData("rules: any, s: {a: 1}, condition: not t", "cloudtrail", "LW3004", "`t`")]
    [InlineData("rules: any, s: {a: 1}, condition: not s", "sysmon", "LW3013", "`F`")]
    public void Filter_that_fits_no_rule_is_named(string filter, string service, string code, string detail)
    {
        var diagnostic = Parse($"title: F\nlogsource: {{product: aws, service: {service}}}\nfilter: {{{filter}}}").Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe(code);
        diagnostic.Detail.ShouldContain(detail);
    }

    [Fact]
    public void Rules_are_told_apart_by_the_service_of_their_logs()
    {
        var catalogue = DetectionCatalogue.Parse("""
            title: Flow
            logsource: {product: aws, service: vpcflow}
            detection: {s: {dstport: 22}, condition: s}
            ---
            title: Web
            logsource: {product: aws, service: waf}
            detection: {s: {action: BLOCK}, condition: s}
            ---
            title: Windows
            logsource: {product: windows, service: sysmon}
            detection: {s: {a: 1}, condition: s | count() > 5}
            ---
            title: Old
            status: unsupported
            logsource: {product: aws, service: cloudtrail}
            detection: {s: {a: 1}, condition: s | near t}
            """, "rules.yaml");
        catalogue.RulesOf("vpcflow").ShouldHaveSingleItem().Id.ShouldBe("Flow");
        catalogue.RulesOf("cloudtrail").ShouldBeEmpty();
        catalogue.Rules.Select(rule => rule.Id).ShouldBe(["Flow", "Web"]);
        catalogue.Diagnostics.Select(diagnostic => diagnostic.Code).Order().ShouldBe(["LW3013", "LW3015", "LW3016"]);
    }

    private static DetectionCatalogue Parse(string filter) => DetectionCatalogue.Parse($"{Rules}\n---\n{filter}", "rules.yaml");

    private static async Task<string> DetectAsync(DetectionCatalogue catalogue, string @event)
    {
        var parts = @event.Split('/');
        var line = Encoding.UTF8.GetBytes($$$"""{"eventID":"1","eventTime":"2026-01-01T00:00:00Z","eventSource":"s.amazonaws.com","eventName":"{{{parts[0]}}}","userIdentity":{"userName":"{{{parts[1]}}}"} }""");
        var source = new LogSource("a.json", _ => Task.FromResult<Stream>(new MemoryStream(line)));
        var result = await new Detector(catalogue, new DetectionOptions()).RunAsync([source], TestContext.Current.CancellationToken);
        return string.Join(' ', result.Findings.Select(finding => finding.Generator).Order(StringComparer.Ordinal));
    }
}
