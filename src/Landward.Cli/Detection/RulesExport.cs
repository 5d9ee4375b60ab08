using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Detection;
using Landward.Detection.Export;
using Landward.Logs;
using Landward.Model;
using Landward.Rules.EventPatterns;
using Landward.Rules.Export;
using Landward.Rules.MetricFilters;

namespace Landward.Cli.Detection;

/// <summary><c>landward rules export RULE --to ...</c>: a rule in a language of AWS, with the proof that both agree.</summary>
internal static class RulesExport
{
    private const string ToEventPattern = "event-pattern";
    private const string ToMetricFilter = "metric-filter";
    private const int ShownDisagreements = 20;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Argument<string> Rule = new("RULE") { Description = "The rule's id." };
    private static readonly Option<string> To = new("--to") { Description = "The language: event-pattern (EventBridge) or metric-filter (CloudWatch Logs).", Required = true, HelpName = "LANGUAGE" };
    private static readonly Option<DirectoryInfo[]> Directories = new("--rules") { Description = "Your own Sigma rules beside the catalogue's; may be repeated.", HelpName = "DIR" };
    private static readonly Option<string[]> Logs = new("--logs") { Description = "CloudTrail files or directories on which rule and export are compared; may be repeated.", HelpName = "PATH" };

    public static DocumentedCommand Create(CommandActions actions)
    {
        To.AcceptOnlyFromAmong(ToEventPattern, ToMetricFilter);
        var command = new DocumentedCommand(
            "export", "Write a rule as an EventBridge pattern or a metric filter with alarm, and compare both event by event.",
            "landward rules export trail-stopped --to event-pattern", "landward rules export trail-stopped --to metric-filter --logs ./cloudtrail -o json")
        { Rule, To, Directories, Logs };
        actions.Bind(command, ["text", "json"], RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancel)
    {
        var catalogue = DetectionCatalogue.Load(invocation.Paths(Directories));
        var id = invocation.Get(Rule)!;
        if (catalogue.Rules.FirstOrDefault(rule => rule.Id == id) is not { } found)
            throw new DiagnosticException([.. catalogue.Diagnostics, Unknown(id, catalogue)]);
        var filter = invocation.Get(To) == ToMetricFilter;
        var (text, refusal) = filter ? MetricFilterExporter.Export(found.Rule) : AsText(EventPatternExporter.Export(found.Rule));
        if (text is null)
            throw new DiagnosticException([Refused(id, invocation.Get(To)!, refusal!)]);
        // INVARIANT: exporters answer only with patterns that parse.
        var prover = filter ? new ExportProver(found, FilterPattern.Parse(text).Pattern!) : new ExportProver(found, EventPattern.Parse(text).Pattern!);
        var template = filter ? ExportTemplate.MetricFilter(found, text) : ExportTemplate.EventRule(found, JsonNode.Parse(text)!.AsObject());
        var tests = prover.ProveOnTests();
        var (sources, missing) = LogFiles.Find(invocation.Get(Logs) ?? []);
        var (logs, unread) = await prover.ProveAsync(sources, cancel);
        IReadOnlyList<Diagnostic> diagnostics = [.. missing, .. unread];
        if (invocation.IsJson)
        {
            invocation.Terminal.Document(new JsonObject
            {
                ["schemaVersion"] = 1,
                ["rule"] = id,
                ["to"] = invocation.Get(To),
                ["pattern"] = filter ? JsonValue.Create(text) : JsonNode.Parse(text),
                ["template"] = template,
                ["tests"] = Json(tests),
                ["logs"] = invocation.Get(Logs) is { Length: > 0 } ? Json(logs) : null,
                ["diagnostics"] = DiagnosticRenderer.Json(diagnostics),
            });
        }
        else
        {
            foreach (var line in template.ToJsonString(Readable).Split('\n'))
                invocation.Terminal.Line(line.TrimEnd('\r'));
            invocation.Terminal.Show(diagnostics);
            Report(invocation, "inline tests", tests);
            if (invocation.Get(Logs) is { Length: > 0 })
                Report(invocation, "logs", logs);
        }
        return tests.Agrees && logs.Agrees && !diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? ExitCode.Done : ExitCode.Failed;
    }

    private static (string? Text, ExportRefusal? Refusal) AsText((JsonObject? Pattern, ExportRefusal? Refusal) export) =>
        (export.Pattern?.ToJsonString(new JsonSerializerOptions(Readable) { WriteIndented = false }), export.Refusal);

    private static void Report(Invocation invocation, string where, ExportProof proof)
    {
        invocation.Terminal.Progress($"On {proof.Events:N0} events of the {where} rule and export agree but for {proof.Disagreeing:N0}; both match {proof.Both:N0}.");
        foreach (var each in proof.Disagreements.Take(ShownDisagreements))
            invocation.Terminal.Error($"{each.Origin}, {each.EventName} {each.EventId}: the rule {(each.Rule ? "matches" : "does not match")}, the export {(each.Export ? "matches" : "does not match")}");
        if (proof.Disagreeing > ShownDisagreements)
            invocation.Terminal.Error($"... and {proof.Disagreeing - ShownDisagreements} more (see -o json)");
    }

    private static JsonObject Json(ExportProof proof) => new()
    {
        ["events"] = proof.Events,
        ["both"] = proof.Both,
        ["disagreeing"] = proof.Disagreeing,
        ["disagreements"] = new JsonArray([.. proof.Disagreements.Select(each => new JsonObject
        {
            ["origin"] = each.Origin,
            ["eventId"] = each.EventId,
            ["eventName"] = each.EventName,
            ["rule"] = each.Rule,
            ["export"] = each.Export,
        })]),
    };

    private static Diagnostic Unknown(string id, DetectionCatalogue catalogue)
    {
        ImmutableArray<string> others = [.. catalogue.Correlations.Select(correlation => correlation.Id), .. catalogue.Natives.Select(native => native.Id)];
        return others.Contains(id)
            ? Refused(id, "another language", new ExportRefusal(id, "correlations and detectors that are code look at many events; AWS's patterns look at one."))
            : Diagnostic.Error("LW3121", "there is no such rule", $"`{id}` is no rule's id.{Suggestion.DidYouMean(id, catalogue.Rules.Select(rule => rule.Id))} `landward rules list` shows all.");
    }

    private static Diagnostic Refused(string id, string language, ExportRefusal refusal) => Diagnostic.Error(
        "LW3120", "a rule cannot be said in the other language", $"Rule `{id}` has no equivalent as {language}. {refusal}");
}
