using System.Collections.Immutable;
using System.Globalization;
using Landward.Rules.Yaml;

namespace Landward.Rules.Sigma;

/// <summary>The <c>correlation</c> block of a document.</summary>
internal static class SigmaCorrelationParser
{
    /// <summary>More than a sequence of attack steps has, and few enough to find distinct events for all of them quickly.</summary>
    private const int MaxTemporalRules = 32;

    private const int MaxRules = 1000;
    private const int MaxFields = 32;
    private const int MaxDays = 366;

    private static readonly string[] Keys = ["type", "rules", "group-by", "timespan", "condition", "field", "aliases", "generate"];

    private static readonly Dictionary<string, SigmaCorrelationType> Types = new(StringComparer.Ordinal)
    {
        ["event_count"] = SigmaCorrelationType.EventCount,
        ["value_count"] = SigmaCorrelationType.ValueCount,
        ["temporal"] = SigmaCorrelationType.Temporal,
        ["temporal_ordered"] = SigmaCorrelationType.TemporalOrdered,
        ["value_sum"] = SigmaCorrelationType.ValueSum,
        ["value_avg"] = SigmaCorrelationType.ValueAverage,
        ["value_percentile"] = SigmaCorrelationType.ValuePercentile,
        ["value_median"] = SigmaCorrelationType.ValuePercentile,
    };

    public static SigmaCorrelation Parse(SigmaHeader header, YamlMapping document, YamlValue node)
    {
        if (node is not YamlMapping block)
            throw new SigmaFormatException(SigmaProblem.Shape, "`correlation` must be a mapping.", node.Span);
        foreach (var (key, span, _) in block.Entries)
        {
            // A key that is passed over could change what the correlation means.
            if (!Keys.Contains(key))
                throw new SigmaFormatException(SigmaProblem.Unsupported, $"`{key}` is not known in a correlation.{Model.Suggestion.DidYouMean(key, Keys)}", span);
        }
        var typeName = Required(block, "type");
        if (!Types.TryGetValue(typeName, out var type))
        {
            throw new SigmaFormatException(
                SigmaProblem.Shape, $"`{typeName}` is no type of correlation.{Model.Suggestion.DidYouMean(typeName, Types.Keys)}", block["type"]!.Span);
        }
        var temporal = type is SigmaCorrelationType.Temporal or SigmaCorrelationType.TemporalOrdered;
        var rules = RuleYaml.Texts(block, "rules").Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (rules.IsEmpty)
            throw new SigmaFormatException(SigmaProblem.Shape, "a correlation needs `rules`.", block.Span);
        var most = temporal ? MaxTemporalRules : MaxRules;
        if (rules.Length > most)
            throw new SigmaFormatException(SigmaProblem.Limit, $"a correlation of this type may have {most} rules.", block.Span);
        var timespan = ParseTimespan(Required(block, "timespan"), block);
        var condition = CorrelationConditionParser.Parse(block, type, rules);
        var percentile = typeName == "value_median" ? 50 : condition.Percentile;
        var generate = block["generate"] ?? document["generate"] ?? header.Extension?["generate"];
        return new SigmaCorrelation(
            header,
            type,
            rules,
            Fields(block, "group-by"),
            timespan,
            condition.Number,
            condition.Fields,
            percentile,
            condition.Presence,
            ParseAliases(block),
            generate is not null && RuleYaml.Scalar(generate, "generate") == "true");
    }

    public static string Required(YamlMapping block, string key) =>
        block[key] is { } node && RuleYaml.Scalar(node, key) is { } text
            ? text
            : throw new SigmaFormatException(SigmaProblem.Shape, $"a correlation needs `{key}`.", block.Span);

    public static ImmutableArray<string> Fields(YamlMapping block, string key)
    {
        var fields = RuleYaml.Texts(block, key).Distinct(StringComparer.Ordinal).ToImmutableArray();
        return fields.Length <= MaxFields
            ? fields
            : throw new SigmaFormatException(SigmaProblem.Limit, $"`{key}` may have {MaxFields} fields.", block.Span);
    }

    private static TimeSpan ParseTimespan(string text, YamlMapping block)
    {
        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            var seconds = text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 7 * 86_400, _ => 0 } * count;
            if (seconds > MaxDays * 86_400L)
                throw new SigmaFormatException(SigmaProblem.Limit, $"`timespan: {text}` is longer than {MaxDays} days.", block["timespan"]!.Span);
            if (seconds > 0)
                return TimeSpan.FromSeconds(seconds);
        }
        throw new SigmaFormatException(SigmaProblem.Value, $"`timespan: {text}` is no number followed by s, m, h, d or w.", block["timespan"]!.Span);
    }

    private static ImmutableDictionary<string, ImmutableDictionary<string, string>> ParseAliases(YamlMapping block)
    {
        if (block["aliases"] is not { } node)
            return ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;
        if (node is not YamlMapping aliases)
            throw new SigmaFormatException(SigmaProblem.Shape, "`aliases` must be a mapping of aliases to rules and their fields.", node.Span);
        return aliases.Entries.ToImmutableDictionary(
            alias => alias.Key,
            alias => alias.Value is YamlMapping fields
                ? fields.Entries.ToImmutableDictionary(
                    field => field.Key,
                    field => RuleYaml.Scalar(field.Value, alias.Key) ?? throw new SigmaFormatException(SigmaProblem.Value, $"alias `{alias.Key}` names no field for `{field.Key}`.", field.KeySpan),
                    StringComparer.Ordinal)
                : throw new SigmaFormatException(SigmaProblem.Shape, $"alias `{alias.Key}` must be a mapping of rules to fields.", alias.KeySpan),
            StringComparer.Ordinal);
    }
}
