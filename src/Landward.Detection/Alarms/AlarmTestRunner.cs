using System.Collections.Immutable;
using System.Text;
using Landward.Logs;

namespace Landward.Detection.Alarms;

/// <summary>Runs inline tests through the whole detector, each alarm with those it asks about.</summary>
internal static class AlarmTestRunner
{
    public static ImmutableArray<RuleTestResult> Run(AlarmCatalogue catalogue)
    {
        var results = ImmutableArray.CreateBuilder<RuleTestResult>();
        var rules = DetectionCatalogue.Parse(string.Empty, "no rules");
        foreach (var alarm in catalogue.Alarms)
        {
            var detector = new Detector(rules, new DetectionOptions { Alarms = catalogue.Only(alarm.Id), Workers = 1 });
            foreach (var test in alarm.Extension.Tests)
                results.Add(Run(detector, alarm.Id, test));
        }
        return results.ToImmutable();
    }

    private static RuleTestResult Run(Detector detector, string id, RuleTest test)
    {
        var lines = Encoding.UTF8.GetBytes(string.Join('\n', test.Events.Select(@event => @event.ToJsonString())));
        var source = new LogSource("test", _ => Task.FromResult<Stream>(new MemoryStream(lines)));
        // The source is memory: nothing is waited for.
        var result = detector.RunAsync([source], CancellationToken.None).GetAwaiter().GetResult();
        if (result.Partial)
            return new RuleTestResult(id, test.Name, Passed: false, result.Diagnostics[0].Detail);
        var raised = result.Findings.Any(finding => finding.Generator == id);
        return new RuleTestResult(id, test.Name, raised == test.Matches, raised ? "the alarm went to ALARM" : "the alarm did not go to ALARM");
    }
}
