using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Detection.Alarms;
using Landward.Rules.Sigma;

namespace Landward.Cli.Commands.Rules;

/// <summary>A line of <c>landward rules list</c>.</summary>
/// <param name="Kind">What it is: <c>rule</c>, <c>correlation</c>, <c>detector</c> (code that rules name), <c>alarm</c> or <c>composite alarm</c>.</param>
/// <param name="WaitingFor">The facts or lists without which it is inactive.</param>
internal sealed record RuleListing(SigmaHeader Header, string Kind, string? WaitingFor)
{
    /// <summary>Everything of both catalogues, by id.</summary>
    public static IReadOnlyList<RuleListing> Of(DetectionCatalogue catalogue, AlarmCatalogue alarms, IReadOnlyDictionary<string, string> waiting)
    {
        var entries = catalogue.Rules.Select(rule => (rule.Rule.Header, Kind: "rule"))
            .Concat(catalogue.Correlations.Select(correlation => (correlation.Correlation.Header, Kind: "correlation")))
            .Concat(catalogue.Natives.Select(native => (native.Native.Header, Kind: "detector")))
            .Select(entry => new RuleListing(entry.Header, entry.Kind, waiting.GetValueOrDefault(entry.Header.Id)))
            .Concat(alarms.Alarms.Select(alarm => new RuleListing(alarm.Header, alarm.Composite is null ? "alarm" : "composite alarm", null)));
        return [.. entries.OrderBy(entry => entry.Header.Id, StringComparer.Ordinal).ThenBy(entry => entry.Kind, StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> ToRow() => [Header.Id, Kind, Level, WaitingFor ?? string.Empty, Header.Title];

    public JsonObject ToJson() => new()
    {
        ["id"] = Header.Id,
        ["kind"] = Kind,
        ["title"] = Header.Title,
        ["level"] = Level,
        ["waitingFor"] = WaitingFor,
    };

    private string Level => Header.Level.ToString().ToLowerInvariant();
}
