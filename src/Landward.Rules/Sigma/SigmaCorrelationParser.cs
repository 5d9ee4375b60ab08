using System.Collections.Immutable;
using System.Globalization;
using Landward.Rules.Yaml;

namespace Landward.Rules.Sigma;

/// <summary>The <c>correlation</c> block of a document.</summary>
internal static class SigmaCorrelationParser
{
    private static readonly string[] LaterTypes = ["temporal", "temporal_ordered", "value_sum", "value_avg", "value_percentile"];

    public static SigmaCorrelation Parse(SigmaHeader header, YamlValue node)
    {
        if (node is not YamlMapping block)
            throw new SigmaFormatException(SigmaProblem.Shape, "`correlation` must be a mapping.", node.Span);
        var type = Required(block, "type") switch
        {
            "event_count" => SigmaCorrelationType.EventCount,
            "value_count" => SigmaCorrelationType.ValueCount,
            var later when LaterTypes.Contains(later) => throw new SigmaFormatException(
                SigmaProblem.Unsupported, $"correlations of type `{later}` are not supported yet.", block.Span),
            var other => throw new SigmaFormatException(
                SigmaProblem.Shape, $"`{other}` is no type of correlation.{Model.Suggestion.DidYouMean(other, ["event_count", "value_count"])}", block.Span),
        };
        if (block["aliases"] is { } aliases)
            throw new SigmaFormatException(SigmaProblem.Unsupported, "`aliases` of a correlation are not supported yet.", aliases.Span);
        var rules = RuleYaml.Texts(block, "rules").ToImmutableArray();
        if (rules.IsEmpty)
            throw new SigmaFormatException(SigmaProblem.Shape, "a correlation needs `rules`.", block.Span);
        var (condition, field) = ParseCondition(block);
        if (type == SigmaCorrelationType.ValueCount && field is null)
            throw new SigmaFormatException(SigmaProblem.Shape, "a value_count needs `condition.field`.", block.Span);
        var generate = block["generate"] ?? (header.Extension is { } extension ? extension["generate"] : null);
        return new SigmaCorrelation(
            header,
            type,
            rules,
            [.. RuleYaml.Texts(block, "group-by")],
            ParseTimespan(Required(block, "timespan"), block),
            condition,
            field,
            generate is not null && RuleYaml.Scalar(generate, "generate") == "true");
    }

    private static string Required(YamlMapping block, string key) =>
        block[key] is { } node && RuleYaml.Scalar(node, key) is { } text
            ? text
            : throw new SigmaFormatException(SigmaProblem.Shape, $"a correlation needs `{key}`.", block.Span);

    private static TimeSpan ParseTimespan(string text, YamlValue block)
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
        throw new SigmaFormatException(SigmaProblem.Value, $"`timespan: {text}` is no number followed by s, m, h or d.", block.Span);
    }

    private static (SigmaCountCondition Condition, string? Field) ParseCondition(YamlMapping block)
    {
        if (block["condition"] is not YamlMapping condition)
            throw new SigmaFormatException(SigmaProblem.Shape, "a correlation needs a `condition` mapping.", block.Span);
        long least = 1, most = long.MaxValue;
        long? except = null;
        string? field = null;
        foreach (var (name, span, node) in condition.Entries)
        {
            var text = RuleYaml.Scalar(node, name);
            if (name == "field")
            {
                field = text;
                continue;
            }
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                throw new SigmaFormatException(SigmaProblem.Value, $"`{name}: {text}` is no whole number.", node.Span);
            (least, most, except) = name switch
            {
                "gt" => (Math.Max(least, number + 1), most, except),
                "gte" => (Math.Max(least, number), most, except),
                "lt" => (least, Math.Min(most, number - 1), except),
                "lte" => (least, Math.Min(most, number), except),
                "eq" => (Math.Max(least, number), Math.Min(most, number), except),
                "neq" => (least, most, number),
                _ => throw new SigmaFormatException(SigmaProblem.Shape, $"`{name}` is no comparison of a correlation.", span),
            };
        }
        return (new SigmaCountCondition(least, most, except), field);
    }
}
