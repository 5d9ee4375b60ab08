using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.LandingZone.Desired;

/// <summary>A metric filter and its alarm, as the catalogue has them.</summary>
/// <param name="Filter">With the properties of <c>AWS::Logs::MetricFilter</c>.</param>
/// <param name="Alarm">With the properties of <c>AWS::CloudWatch::Alarm</c>, which are the members of <c>PutMetricAlarm</c>.</param>
internal sealed record AlarmTemplate(string Id, string Title, ImmutableArray<string> Frameworks, JsonObject Filter, JsonObject Alarm);

/// <summary>
/// The metric alarms of <c>catalog/alarms</c>, embedded. What the files may say is checked where they are evaluated; composite alarms
/// stand on other alarms and are left out.
/// </summary>
internal static class AlarmCatalogue
{
    private const string Prefix = "alarms/";

    /// <summary>Names of the spec for sets, and how the requirements they stand for begin.</summary>
    private static readonly (string Name, string Framework)[] Sets = [("cis-1.4", "cis-aws-foundations-1.4/")];

    public static ImmutableArray<AlarmTemplate> All { get; } = [.. Read().OrderBy(alarm => alarm.Id, StringComparer.Ordinal)];

    /// <summary>What a spec may name.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Sets.Select(set => set.Name), .. All.Select(alarm => alarm.Id)];

    /// <summary>Whether one of the names stands for the alarm.</summary>
    public static bool IsSelected(AlarmTemplate alarm, ImmutableArray<string> names) =>
        names.Contains(alarm.Id) || Sets.Any(set => names.Contains(set.Name) && alarm.Frameworks.Any(framework => framework.StartsWith(set.Framework, StringComparison.Ordinal)));

    private static IEnumerable<AlarmTemplate> Read()
    {
        var diagnostics = new List<Diagnostic>();
        foreach (var (name, text) in YamlFiles.Embedded(typeof(AlarmCatalogue).Assembly, Prefix, Prefix))
        {
            foreach (var document in YamlReader.ReadAll(text, name, diagnostics).Select(YamlJson.ToJson))
            {
                if (document is not JsonObject { } alarm || alarm["filter"] is not JsonObject filter || alarm["alarm"] is not JsonObject definition)
                    continue;
                yield return new AlarmTemplate(
                    alarm["id"]!.GetValue<string>(),
                    alarm["title"]!.GetValue<string>(),
                    [.. (alarm["frameworks"] as JsonArray ?? []).Select(framework => framework!.GetValue<string>())],
                    filter,
                    definition);
            }
        }
    }
}
