using System.Text.Json.Nodes;
using Landward.Cli.Output;
using Landward.Policy;

namespace Landward.Cli.Access.Simulation;

/// <summary>An answer of <c>access simulate</c>, for people and for machines.</summary>
internal static class SimulationRenderer
{
    public static JsonObject Json(SimulationAnswer answer)
    {
        var json = DecisionRenderer.Json(answer.Request, answer.Decision);
        if (answer.Patterns is { } patterns)
        {
            json["decision"] = Word(patterns.Overall);
            json["patterns"] = new JsonArray([.. patterns.Results.Select(Pattern)]);
        }
        if (answer.Notes.Count > 0)
            json["notes"] = new JsonArray([.. answer.Notes.Select(note => (JsonNode)note)]);
        if (answer.Residual is null)
            return json;
        json["condition"] = Condition(answer.Residual.Residual);
        json["unknownKeys"] = new JsonArray([.. answer.DecisiveKeys.Select(key => (JsonNode)key)]);
        return json;
    }

    public static void Show(Terminal terminal, SimulationAnswer answer)
    {
        DecisionRenderer.Show(terminal, answer.Request, answer.Decision);
        if (answer.Residual is { IsAllowed: true, Residual: { } condition })
        {
            terminal.Line($"  only if    {condition}");
            terminal.Line($"  depends on {string.Join(", ", answer.DecisiveKeys)}");
        }
        foreach (var note in answer.Notes)
            terminal.Line($"  note       {note}");
        if (answer.Patterns is not { } patterns)
            return;
        terminal.Line($"  by resource pattern: {Word(patterns.Overall)}");
        foreach (var result in patterns.Results)
        {
            var residual = result.Decision.Residual is { } only ? $"  only if {only}" : string.Empty;
            terminal.Line($"    {Word(result.Decision.Outcome),-13} {result.ResourceType ?? "-",-20} {result.Pattern}{residual}");
        }
    }

    private static JsonNode Pattern(ResourcePatternResult result) => new JsonObject
    {
        ["resourceType"] = result.ResourceType,
        ["pattern"] = result.Pattern,
        ["decision"] = Word(result.Decision.Outcome),
        ["condition"] = Condition(result.Decision.Residual),
    };

    private static JsonObject? Condition(ConditionExpression? condition) =>
        condition is null ? null : new JsonObject { ["text"] = condition.ToString(), ["expression"] = ResidualJson.Of(condition) };

    private static string Word(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Allowed => "allowed",
        DecisionOutcome.ExplicitDeny => "explicitDeny",
        _ => "implicitDeny",
    };
}
