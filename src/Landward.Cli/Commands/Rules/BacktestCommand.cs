using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Landward.Cli.CommandLine;
using Landward.Cli.Detection;
using Landward.Cli.Output;
using Landward.Detection;
using Landward.Detection.Backtesting;
using Landward.Logs;
using Landward.Model;

namespace Landward.Cli.Commands.Rules;

/// <summary><c>landward rules backtest RULES LOGS...</c>: how rules would have behaved on recorded logs.</summary>
internal static class BacktestCommand
{
    private static readonly Argument<string> Judged = new("RULES") { Description = "Directory or file of rules, or a rule's id in the catalogue; `all` is the whole catalogue." };
    private static readonly Argument<string[]> Logs = new("LOGS") { Description = "Log files or directories.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<FileSystemInfo?> Against = new("--against") { Description = "The old version of the rules, to see what changes.", HelpName = "PATH" };
    private static readonly string[] Columns = ["RULE", "LEVEL", "MATCHES", "FINDINGS", "PER DAY", "NOISIEST PRINCIPAL"];

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "backtest", "Run rules over recorded logs before they go live: matches, noise, and what a change of them changes.",
            "landward rules backtest ./detections ./cloudtrail", "landward rules backtest ./new ./cloudtrail --against ./old -o json")
        { Judged, Logs, Against };
        DetectionSettings.AddTo(command);
        actions.Bind(command, ["text", "json"], RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancel)
    {
        var rules = Load(invocation, invocation.Get(Judged)!);
        var previous = invocation.Get(Against) is { } old ? Load(invocation, old.FullName) : null;
        var (options, unread) = await DetectionSettings.ReadAsync(invocation, rules, cancel);
        var (sources, missing) = LogFiles.Find(invocation.Get(Logs)!);
        invocation.Accept(missing);
        foreach (var (rule, facts) in rules.Waiting(options))
            invocation.Terminal.Progress($"Rule {rule} is waiting for facts: {facts}.");
        var result = await Backtest.RunAsync(rules, previous, options, sources, cancel);
        ImmutableArray<Diagnostic> diagnostics = [.. unread, .. result.Diagnostics];
        if (invocation.IsJson)
        {
            invocation.Terminal.Document(BacktestJson.Write(result, diagnostics));
        }
        else
        {
            Show(invocation.Terminal, result, previous is not null);
            invocation.Terminal.Show(diagnostics);
        }
        return diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? ExitCode.Failed : ExitCode.Done;
    }

    private static DetectionCatalogue Load(Invocation invocation, string named)
    {
        var catalogue = Path.Exists(named) ? DetectionCatalogue.LoadOnly(Path.GetFullPath(named)) : DetectionCatalogue.Load([]).Select(named);
        if (catalogue is null)
            throw new DiagnosticException([BacktestDiagnostics.NoSuchRules(named, DetectionCatalogue.Load([]))]);
        invocation.Accept(catalogue.Diagnostics);
        return catalogue;
    }

    private static void Show(Terminal terminal, BacktestResult result, bool compared)
    {
        foreach (var line in TextTable.Render(Columns, [.. result.Rules.Select(Row)], terminal.IsInteractive))
            terminal.Line(line);
        foreach (var rule in result.Rules.Where(rule => !rule.SuggestedExclusions.IsEmpty))
        {
            terminal.Line($"{rule.RuleId}: most matches are of few principals. If they are meant to do this, exclude:");
            foreach (var exclusion in rule.SuggestedExclusions)
                terminal.Line($"  {exclusion}");
        }
        foreach (var change in result.Changes)
        {
            terminal.Line($"{change.RuleId}: {change.Kept} events as before, {change.OnlyCount} only now, {change.LostCount} no more");
            foreach (var evidence in change.Only)
                terminal.Line($"  + {Text(evidence)}");
            foreach (var evidence in change.Lost)
                terminal.Line($"  - {Text(evidence)}");
        }
        if (compared && result.Changes.IsEmpty)
            terminal.Line("The two versions match the same events.");
        var span = result.First is { } first && result.Last is { } last ? $" from {Time(first)} to {Time(last)}" : string.Empty;
        terminal.Progress($"{result.Events:N0} events{span}; {result.Silent.Length} rules matched nothing.");
    }

    private static IReadOnlyList<string> Row(BacktestedRule rule) =>
    [
        rule.RuleId,
        rule.Severity.Label(),
        rule.Matches.ToString(CultureInfo.InvariantCulture),
        rule.Findings.ToString(CultureInfo.InvariantCulture),
        rule.PerDay is { } rate ? rate.ToString("0.##", CultureInfo.InvariantCulture) : "-",
        rule.NoisiestPrincipals.IsEmpty ? string.Empty : $"{rule.NoisiestPrincipals[0].Principal} ({rule.NoisiestPrincipals[0].Matches})",
    ];

    private static string Text(Evidence evidence) => $"{Time(evidence.Time)} {evidence.EventSource} {evidence.EventName} {evidence.EventId}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
