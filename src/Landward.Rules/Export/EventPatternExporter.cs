using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Rules.EventPatterns;
using Landward.Rules.Sigma;

namespace Landward.Rules.Export;

/// <summary>
/// A Sigma rule as an EventBridge event pattern over CloudTrail's events, which stand under <c>detail</c>. The condition is multiplied out
/// to alternatives, each an object of fields; EventBridge AND-s the fields of an object and OR-s the objects of <c>$or</c>.
/// </summary>
public static class EventPatternExporter
{
    private const int MaxAlternatives = 100;

    /// <summary>The detail types of CloudTrail's events. Source: "AWS service events delivered via AWS CloudTrail", Amazon EventBridge User Guide.</summary>
    public static readonly ImmutableArray<string> DetailTypes =
        ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail", "AWS Console Action via CloudTrail", "AWS Service Event via CloudTrail"];

    /// <summary>Exactly one of the two results is null.</summary>
    public static (JsonObject? Pattern, ExportRefusal? Refusal) Export(SigmaRule rule)
    {
        try
        {
            var condition = SigmaTranslation.Of(rule);
            var values = new EventPatternValues(EventVersions.Concern(condition));
            var alternatives = Multiply(condition).Select(tests => Fields(tests, values)).ToArray();
            var detail = alternatives is [var only] ? only : new JsonObject { ["$or"] = new JsonArray([.. alternatives]) };
            var pattern = new JsonObject { ["detail-type"] = new JsonArray([.. DetailTypes.Select(type => JsonValue.Create(type))]), ["detail"] = detail };
            var (parsed, error) = EventPattern.Parse(pattern.ToJsonString());
            return parsed is null ? (null, new ExportRefusal("the rule", $"EventBridge would refuse the pattern: {error!.Reason}.")) : (pattern, null);
        }
        catch (ExportException exception)
        {
            return (null, exception.Refusal);
        }
    }

    private static ImmutableArray<ImmutableArray<ExportTest>> Multiply(ExportCondition condition)
    {
        switch (condition)
        {
            case ExportTest test:
                return [[test]];
            case ExportAny any:
                return [.. any.Parts.SelectMany(part => Multiply(part))];
            case ExportAll all:
                ImmutableArray<ImmutableArray<ExportTest>> product = [[]];
                foreach (var part in all.Parts)
                {
                    var factors = Multiply(part);
                    if (product.Length * factors.Length > MaxAlternatives)
                        throw new ExportException("condition", $"it multiplies out to more than {MaxAlternatives} alternatives.");
                    product = [.. product.SelectMany(left => factors.Select(right => left.AddRange(right)))];
                }
                return product;
            default:
                throw new ArgumentOutOfRangeException(nameof(condition), condition, null);
        }
    }

    private static JsonObject Fields(ImmutableArray<ExportTest> tests, EventPatternValues values)
    {
        var fields = new JsonObject();
        foreach (var group in tests.GroupBy(test => test.Path, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            Put(fields, group.Key, values.Of(EventPatternFields.Combine([.. group])));
        return fields;
    }

    private static void Put(JsonObject fields, string path, JsonArray values)
    {
        var names = path.Split('.');
        var place = fields;
        foreach (var name in names[..^1])
        {
            if (place[name] is JsonArray)
                throw new ExportException(path, "a field and one within it cannot both stand in an event pattern.");
            place = (JsonObject)(place[name] ??= new JsonObject());
        }
        if (place[names[^1]] is not null)
            throw new ExportException(path, "a field and one within it cannot both stand in an event pattern.");
        place[names[^1]] = values;
    }
}
