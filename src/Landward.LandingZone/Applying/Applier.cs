using System.Collections.Concurrent;
using Landward.Aws;
using Landward.LandingZone.Planning;
using Landward.LandingZone.Resources;
using Landward.Model;

namespace Landward.LandingZone.Applying;

/// <summary>
/// Makes a plan true.
/// </summary>
/// <remarks>
/// (1) waves in order, each ended before the next; (2) inside a wave every change starts as soon as what it depends on is
/// done; (3) a change is: calls (journaled, through their lane), then reading back until the values are there; (4) a failed
/// change skips what depends on it and nothing else; (5) removals last. Interrupted anywhere, the next plan sees what is
/// done and the next apply does the rest.
/// </remarks>
public static class Applier
{
    /// <param name="journal">Records every changing call before it is made; null records nothing.</param>
    public static async Task<ApplyResult> ApplyAsync(
        Plan plan, AwsSessions sessions, CallJournal? journal, ApplyOptions options, IProgress<ApplyEvent>? progress, CancellationToken cancellationToken)
    {
        if (plan.HasErrors && !(options.AllowPartial && plan.Diagnostics.All(diagnostic => diagnostic.Severity is DiagnosticSeverity.Warning || diagnostic.Code is PlanDiagnostics.UnreadableCode)))
            return new ApplyResult([.. plan.Changes.Select(change => new ChangeOutcome(change, ChangeState.NotStarted))], [PlanDiagnostics.PlanRefused()], Partial: true);
        var facts = new ConcurrentDictionary<string, string>(plan.Facts, StringComparer.Ordinal);
        using var lanes = new WriteLanes();
        var calls = new AwsCalls(sessions, plan.Spec.Organization.HomeRegion, facts, memoize: false, options.Time, lanes, journal);
        var run = new ApplyRun(plan, calls, options, progress);
        await run.RunAsync(cancellationToken);
        return run.Result();
    }
}
