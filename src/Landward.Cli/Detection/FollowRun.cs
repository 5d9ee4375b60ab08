using System.CommandLine;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.Detection;
using Landward.Detection.Following;
using Landward.Findings;
using Landward.Storage;

namespace Landward.Cli.Detection;

/// <summary><c>landward detect --follow</c>: looks for new logs again and again, and tells findings as they come.</summary>
internal static class FollowRun
{
    private static readonly Option<bool> Follow = new("--follow") { Description = "Keep looking for new logs, and show findings when they are new or count more. Ends with Ctrl-C." };
    private static readonly Option<int> Interval = NumberOption.Create("--interval", "Seconds between two looks (--follow).", 1, 86_400, 10);
    private static readonly Option<int> Lookback = NumberOption.Create("--lookback", "Hours for which logs stay in view after they came (--follow).", 1, 24 * 30, 24);
    private static readonly Option<int?> IdleExit = new("--idle-exit") { Description = "End when nothing new has come for so many seconds (--follow).", HelpName = "SECONDS" };

    public static void AddTo(Command command)
    {
        foreach (var option in new Option[] { Follow, Interval, Lookback, IdleExit })
            command.Add(option);
    }

    public static bool IsAsked(Invocation invocation) => invocation.Get(Follow);

    /// <param name="save">Keeps findings in the hub as they come.</param>
    public static async Task<int> RunAsync(
        Invocation invocation, LogLocations locations, DetectionCatalogue catalogue, DetectionOptions options, bool save, CancellationToken cancel)
    {
        var detector = new FollowingDetector(catalogue, options, TimeSpan.FromHours(invocation.Get(Lookback)), invocation.Time);
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        var idleSince = invocation.Time.GetUtcNow();
        await using var database = save ? Stores.Open(Workspace.Find(invocation)) : null;
        while (true)
        {
            var (logs, problems) = await locations.FindAsync(cancel);
            invocation.Terminal.Show(problems);
            var fresh = logs.Where(log => !versions.TryGetValue(log.Source.Origin, out var version) || version != log.Version).ToList();
            var followed = await detector.ReadAsync([.. fresh.Select(log => log.Source)], cancel);
            fresh.ForEach(log => versions[log.Source.Origin] = log.Version);
            await TellAsync(invocation, followed, database, cancel);
            if (fresh.Count > 0)
                idleSince = invocation.Time.GetUtcNow();
            else if (invocation.Get(IdleExit) is { } seconds && invocation.Time.GetUtcNow() - idleSince >= TimeSpan.FromSeconds(seconds))
                return ExitCode.Done;
            await Task.Delay(TimeSpan.FromSeconds(invocation.Get(Interval)), invocation.Time, cancel);
        }
    }

    private static async Task TellAsync(Invocation invocation, FollowedLogs followed, Database? database, CancellationToken cancel)
    {
        foreach (var finding in followed.Findings)
        {
            if (invocation.Output == "jsonl")
                invocation.Terminal.Record(FindingJson.Write(finding));
            else
                invocation.Terminal.Line($"{TimelineRenderer.TimelineLine(invocation.Terminal, finding)}  {finding.Principal ?? finding.Resources.FirstOrDefault()?.Id}");
        }
        invocation.Terminal.Show(followed.Diagnostics);
        if (followed.Files > 0)
            invocation.Terminal.Progress($"{followed.Events:N0} events in {followed.Files:N0} files in view.");
        if (database is not null && followed.Findings.Length > 0)
            await new FindingStore(database, invocation.Time).RecordAsync(followed.Findings, cancel);
    }
}
