using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Landward.Sandbox.Trails;

namespace Landward.Sandbox.Delivery;

/// <summary>
/// What a rule's target receives: the event, a constant, a part of the event, or a template filled from it.
/// Source: "Amazon EventBridge input transformation", EventBridge User Guide.
/// </summary>
internal static partial class TargetInput
{
    public static string Of(JsonObject target, JsonObject envelope, string ruleArn)
    {
        if ((string?)target["Input"] is { } constant)
            return constant;
        if ((string?)target["InputPath"] is { } path)
            return Select(envelope, path) is { } part ? JsonText.Text(part) : "{}";
        if (target["InputTransformer"] is JsonObject transformer && (string?)transformer["InputTemplate"] is { } template)
            return Fill(template, transformer["InputPathsMap"] as JsonObject ?? [], envelope, ruleArn);
        return JsonText.Text(envelope);
    }

    private static string Fill(string template, JsonObject paths, JsonObject envelope, string ruleArn) => Placeholder().Replace(template, match =>
    {
        var name = match.Groups["name"].Value;
        if (paths.TryGetPropertyValue(name, out var path))
            return Text(Select(envelope, (string?)path ?? "$"));
        return name switch
        {
            "aws.events.rule-arn" => ruleArn,
            "aws.events.rule-name" => ruleArn[(ruleArn.LastIndexOf('/') + 1)..],
            "aws.events.event.ingestion-time" => (string)envelope["time"]!,
            "aws.events.event" or "aws.events.event.json" => JsonText.Text(envelope),
            _ => string.Empty,
        };
    });

    private static string Text(JsonNode? node) => node switch
    {
        null => string.Empty,
        JsonValue value => value.ToString(),
        _ => JsonText.Text(node),
    };

    /// <summary>A path of the form <c>$.detail.items[0].id</c>; null when nothing is there.</summary>
    private static JsonNode? Select(JsonNode envelope, string path)
    {
        JsonNode? node = envelope;
        foreach (Match step in Step().Matches(path.TrimStart('$')))
        {
            node = step.Groups["index"] is { Success: true } index
                ? node is JsonArray list && int.TryParse(index.Value, out var position) && position < list.Count ? list[position] : null
                : (node as JsonObject)?[step.Groups["name"].Value];
            if (node is null)
                return null;
        }
        return node;
    }

    [GeneratedRegex("<(?<name>[A-Za-z0-9._-]{1,100})>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\[(?<index>[0-9]{1,6})\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();
}
