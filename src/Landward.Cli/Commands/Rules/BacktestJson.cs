using System.Text.Json.Nodes;
using Landward.Cli.Output;
using Landward.Detection.Backtesting;
using Landward.Model;

namespace Landward.Cli.Commands.Rules;

internal static class BacktestJson
{
    public static JsonObject Write(BacktestResult result, IReadOnlyList<Diagnostic> diagnostics) => new()
    {
        ["schemaVersion"] = 1,
        ["events"] = result.Events,
        ["first"] = Time(result.First),
        ["last"] = Time(result.Last),
        ["partial"] = result.Partial,
        ["rules"] = new JsonArray([.. result.Rules.Select(Write)]),
        ["silent"] = new JsonArray([.. result.Silent.Select(id => (JsonNode)id)]),
        ["changes"] = new JsonArray([.. result.Changes.Select(Write)]),
        ["diagnostics"] = DiagnosticRenderer.Json(diagnostics),
    };

    private static JsonObject Write(BacktestedRule rule) => new()
    {
        ["rule"] = rule.RuleId,
        ["title"] = rule.Title,
        ["severity"] = rule.Severity.Label(),
        ["matches"] = rule.Matches,
        ["findings"] = rule.Findings,
        ["perDay"] = rule.PerDay is { } rate ? Math.Round(rate, 3) : null,
        ["noisiestPrincipals"] = new JsonArray([.. rule.NoisiestPrincipals.Select(item => new JsonObject { ["principal"] = item.Principal, ["matches"] = item.Matches })]),
        ["suggestedExclusions"] = new JsonArray([.. rule.SuggestedExclusions.Select(text => (JsonNode)text)]),
        ["events"] = new JsonArray([.. rule.Events.Select(Write)]),
    };

    private static JsonObject Write(BacktestedChange change) => new()
    {
        ["rule"] = change.RuleId,
        ["kept"] = change.Kept,
        ["onlyNow"] = change.OnlyCount,
        ["onlyNowEvents"] = new JsonArray([.. change.Only.Select(Write)]),
        ["noMore"] = change.LostCount,
        ["noMoreEvents"] = new JsonArray([.. change.Lost.Select(Write)]),
    };

    private static JsonObject Write(Evidence evidence) => new()
    {
        ["eventId"] = evidence.EventId,
        ["time"] = Time(evidence.Time),
        ["eventSource"] = evidence.EventSource,
        ["eventName"] = evidence.EventName,
        ["origin"] = evidence.Origin,
    };

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
}
