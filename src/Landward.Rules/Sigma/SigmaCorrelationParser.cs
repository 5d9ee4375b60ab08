using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Landward.Rules.Sigma;

/// <summary>The <c>correlation</c> block of a document.</summary>
internal static class SigmaCorrelationParser
{
    private static readonly string[] LaterTypes = ["temporal", "temporal_ordered", "value_sum", "value_avg", "value_percentile"];

    public static SigmaCorrelation Parse(SigmaHeader header, YamlNode node, string file)
    {
        if (node is not YamlMappingNode block)
            throw new SigmaFormatException(SigmaProblem.Shape, "`correlation` must be a mapping.", RuleYaml.Span(node, file));
        var type = Required(block, "type", file) switch
        {
            "event_count" => SigmaCorrelationType.EventCount,
            "value_count" => SigmaCorrelationType.ValueCount,
            var later when LaterTypes.Contains(later) => throw new SigmaFormatException(
                SigmaProblem.Unsupported, $"correlations of type `{later}` are not supported yet.", RuleYaml.Span(block, file)),
            var other => throw new SigmaFormatException(
                SigmaProblem.Shape, $"`{other}` is no type of correlation.{Model.Suggestion.DidYouMean(other, ["event_count", "value_count"])}", RuleYaml.Span(block, file)),
        };
        if (RuleYaml.Find(block, "aliases") is { } aliases)
            throw new SigmaFormatException(SigmaProblem.Unsupported, "`aliases` of a correlation are not supported yet.", RuleYaml.Span(aliases, file));
        var rules = RuleYaml.Texts(RuleYaml.Find(block, "rules"), "rules", file).ToImmutableArray();
        if (rules.IsEmpty)
            throw new SigmaFormatException(SigmaProblem.Shape, "a correlation needs `rules`.", RuleYaml.Span(block, file));
        var (condition, field) = ParseCondition(block, file);
        if (type == SigmaCorrelationType.ValueCount && field is null)
            throw new SigmaFormatException(SigmaProblem.Shape, "a value_count needs `condition.field`.", RuleYaml.Span(block, file));
        var generate = RuleYaml.Find(block, "generate") ?? (header.Extension is { } extension ? RuleYaml.Find(extension, "generate") : null);
        return new SigmaCorrelation(
            header,
            type,
            rules,
            [.. RuleYaml.Texts(RuleYaml.Find(block, "group-by"), "group-by", file)],
            ParseTimespan(Required(block, "timespan", file), block, file),
            condition,
            field,
            generate is not null && RuleYaml.Scalar(generate, "generate", file) == "true");
    }

    private static string Required(YamlMappingNode block, string key, string file) =>
        RuleYaml.Find(block, key) is { } node && RuleYaml.Scalar(node, key, file) is { } text
            ? text
            : throw new SigmaFormatException(SigmaProblem.Shape, $"a correlation needs `{key}`.", RuleYaml.Span(block, file));

    private static TimeSpan ParseTimespan(string text, YamlNode block, string file)
    {
        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            switch (text[^1])
            {
                case 's':
                    return TimeSpan.FromSeconds(count);
                case 'm':
                    return TimeSpan.FromMinutes(count);
                case 'h':
                    return TimeSpan.FromHours(count);
                case 'd' when count <= 366:
                    return TimeSpan.FromDays(count);
                default:
                    break;
            }
        }
        throw new SigmaFormatException(SigmaProblem.Value, $"`timespan: {text}` is no number followed by s, m, h or d.", RuleYaml.Span(block, file));
    }

    private static (SigmaCountCondition Condition, string? Field) ParseCondition(YamlMappingNode block, string file)
    {
        if (RuleYaml.Find(block, "condition") is not YamlMappingNode condition)
            throw new SigmaFormatException(SigmaProblem.Shape, "a correlation needs a `condition` mapping.", RuleYaml.Span(block, file));
        long least = 1, most = long.MaxValue;
        long? except = null;
        string? field = null;
        foreach (var (key, node) in condition.Children)
        {
            var name = RuleYaml.Scalar(key, "condition", file);
            var text = RuleYaml.Scalar(node, name ?? "condition", file);
            if (name == "field")
            {
                field = text;
                continue;
            }
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                throw new SigmaFormatException(SigmaProblem.Value, $"`{name}: {text}` is no whole number.", RuleYaml.Span(node, file));
            (least, most, except) = name switch
            {
                "gt" => (Math.Max(least, number + 1), most, except),
                "gte" => (Math.Max(least, number), most, except),
                "lt" => (least, Math.Min(most, number - 1), except),
                "lte" => (least, Math.Min(most, number), except),
                "eq" => (Math.Max(least, number), Math.Min(most, number), except),
                "neq" => (least, most, number),
                _ => throw new SigmaFormatException(SigmaProblem.Shape, $"`{name}` is no comparison of a correlation.", RuleYaml.Span(key, file)),
            };
        }
        return (new SigmaCountCondition(least, most, except), field);
    }
}
