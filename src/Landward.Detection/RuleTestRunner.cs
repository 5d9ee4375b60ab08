using System.Collections.Immutable;
using System.Text;
using Landward.Detection.Organizations;
using Landward.Detection.VpcFlow;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>Runs inline tests through the whole detector, each rule alone.</summary>
internal static class RuleTestRunner
{
    public static ImmutableArray<RuleTestResult> Run(DetectionCatalogue catalogue)
    {
        var results = ImmutableArray.CreateBuilder<RuleTestResult>();
        var subjects = catalogue.Rules.Select(rule => (rule.Id, rule.Extension))
            .Concat(catalogue.Correlations.Select(correlation => (correlation.Id, correlation.Extension)))
            .Concat(catalogue.Natives.Select(native => (native.Id, native.Extension)));
        foreach (var (id, extension) in subjects)
        {
            if (extension.Tests.IsEmpty)
                continue;
            var only = catalogue.Only(id);
            var detector = new Detector(only, new DetectionOptions());
            foreach (var test in extension.Tests)
                results.Add(Run(IsPlain(test) ? detector : new Detector(only, new DetectionOptions { Organization = test.Facts, Lists = test.Lists, RuleLists = test.RuleLists, Locations = test.Locations }), id, test));
        }
        return results.ToImmutable();
    }

    private static bool IsPlain(RuleTest test) =>
        test.Facts == OrganizationFacts.None && test.Lists.Lists.IsEmpty && test.RuleLists.IsEmpty && test.Locations == Locations.Empty;

    private static RuleTestResult Run(Detector detector, string id, RuleTest test)
    {
        var lines = FlowRuleTest.Log(test.Events) ?? Encoding.UTF8.GetBytes(string.Join('\n', test.Events.Select(@event => @event.ToJsonString())));
        var source = new LogSource("test", _ => Task.FromResult<Stream>(new MemoryStream(lines)));
        // The source is memory: the task is complete when it is returned.
        var result = detector.RunAsync([source], CancellationToken.None).GetAwaiter().GetResult();
        if (result.Partial)
            return new RuleTestResult(id, test.Name, Passed: false, result.Diagnostics[0].Detail);
        var found = result.Findings.Any(finding => finding.Generator == id);
        return new RuleTestResult(id, test.Name, found == test.Matches, found ? "the rule matched" : "the rule did not match");
    }
}
