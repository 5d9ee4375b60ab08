using System.Collections.Immutable;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Rules.Sigma;

/// <summary>What a file of rules holds, and what is wrong with it.</summary>
public sealed record SigmaFile(
    ImmutableArray<SigmaRule> Rules,
    ImmutableArray<SigmaCorrelation> Correlations,
    ImmutableArray<SigmaNative> Natives,
    ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Reads Sigma 2.1 rules and correlations from YAML, several documents a file. A document that is wrong becomes a diagnostic and the
/// others are read. Source: sigma-specification 2.1.0, rules and correlation rules.
/// </summary>
public static class SigmaParser
{
    private const int MaxValues = 10_000;

    public static SigmaFile Parse(string text, string file)
    {
        var rules = ImmutableArray.CreateBuilder<SigmaRule>();
        var correlations = ImmutableArray.CreateBuilder<SigmaCorrelation>();
        var natives = ImmutableArray.CreateBuilder<SigmaNative>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var document in YamlReader.ReadAll(text, file, diagnostics))
        {
            try
            {
                if (document is not YamlMapping mapping)
                    throw new SigmaFormatException(SigmaProblem.Shape, "a rule is a mapping of names to values.");
                if (mapping["correlation"] is { } correlation)
                    correlations.Add(SigmaCorrelationParser.Parse(ParseHeader(mapping), correlation));
                else if (mapping["detection"] is null && mapping["landward"] is YamlMapping block && RuleYaml.Optional(block, "detector") is { } detector)
                    natives.Add(ParseNative(mapping, block, detector));
                else
                    rules.Add(ParseRule(mapping));
            }
            catch (SigmaFormatException exception)
            {
                diagnostics.Add(SigmaDiagnostics.Of(exception, NameOf(document) ?? file, document.Span));
            }
        }
        return new SigmaFile(rules.ToImmutable(), correlations.ToImmutable(), natives.ToImmutable(), diagnostics.ToImmutable());
    }

    private static int CountValues(ImmutableArray<SigmaAlternative> alternatives) =>
        alternatives.Sum(alternative => alternative.Items.Sum(item => item.Values.Length + CountValues(item.Elements)));

    private static string? NameOf(YamlValue document) =>
        document is YamlMapping mapping ? ((mapping["id"] ?? mapping["title"]) as YamlScalar)?.Text : null;

    private static SigmaRule ParseRule(YamlMapping document)
    {
        if (document["filter"] is not null)
            throw new SigmaFormatException(SigmaProblem.Unsupported, "filter documents are not supported yet; put the exception into the rule.");
        if (document["action"] is not null)
            throw new SigmaFormatException(SigmaProblem.Unsupported, "`action` documents (global, repeat) are not part of Sigma 2.");
        var header = ParseHeader(document);
        if (document["detection"] is not YamlMapping detection)
            throw new SigmaFormatException(SigmaProblem.Shape, "it has no `detection` mapping.");
        var logSource = ParseLogSource(document);
        var searches = ImmutableArray.CreateBuilder<SigmaSearch>();
        foreach (var (name, _, node) in detection.Entries)
        {
            if (name is not ("condition" or "timeframe"))
                searches.Add(new SigmaSearch(name, ParseSearch(node, name)));
        }
        if (searches.Sum(search => CountValues(search.Alternatives)) > MaxValues)
            throw new SigmaFormatException(SigmaProblem.Limit, $"its detection has more than {MaxValues} values.");
        if (detection["timeframe"] is { } timeframe)
            throw new SigmaFormatException(SigmaProblem.Unsupported, "`timeframe` belongs to Sigma 1; write a correlation.", timeframe.Span);
        return new SigmaRule(
            header,
            logSource,
            searches.ToImmutable(),
            ParseCondition(detection, [.. searches.Select(search => search.Name)]));
    }

    private static SigmaNative ParseNative(YamlMapping document, YamlMapping block, string detector)
    {
        if (block["parameters"] is { } parameters and not YamlMapping)
            throw new SigmaFormatException(SigmaProblem.Shape, "`parameters` must be a mapping of names to values.", parameters.Span);
        return new SigmaNative(ParseHeader(document), ParseLogSource(document), detector, block["parameters"] as YamlMapping);
    }

    private static SigmaLogSource ParseLogSource(YamlMapping document) => document["logsource"] is YamlMapping logSource
        ? new SigmaLogSource(RuleYaml.Optional(logSource, "product"), RuleYaml.Optional(logSource, "category"), RuleYaml.Optional(logSource, "service"))
        : throw new SigmaFormatException(SigmaProblem.Shape, "it has no `logsource` mapping.");

    private static SigmaHeader ParseHeader(YamlMapping document)
    {
        var title = RuleYaml.Optional(document, "title") ?? throw new SigmaFormatException(SigmaProblem.Shape, "it has no `title`.");
        var level = RuleYaml.Optional(document, "level") ?? "medium";
        if (!SeverityLabels.TryParse(level, out var severity))
        {
            throw new SigmaFormatException(
                SigmaProblem.Value,
                $"`level: {level}` is none of informational, low, medium, high, critical.",
                document["level"]!.Span);
        }
        var extension = document["landward"];
        if (extension is not (null or YamlMapping))
            throw new SigmaFormatException(SigmaProblem.Shape, "`landward` must be a mapping.", extension.Span);
        return new SigmaHeader(
            RuleYaml.Optional(document, "id") ?? title,
            RuleYaml.Optional(document, "name"),
            title,
            RuleYaml.Optional(document, "description")?.Trim() ?? string.Empty,
            severity,
            RuleYaml.Optional(document, "status"),
            [.. RuleYaml.Texts(document, "tags")],
            [.. RuleYaml.Texts(document, "references")],
            [.. RuleYaml.Texts(document, "falsepositives")],
            extension as YamlMapping,
            document.Span);
    }

    private static SigmaCondition ParseCondition(YamlMapping detection, ImmutableArray<string> names)
    {
        var node = detection["condition"] ?? throw new SigmaFormatException(SigmaProblem.Shape, "its detection has no `condition`.");
        try
        {
            var conditions = RuleYaml.Texts(detection, "condition").Select(text => SigmaConditionParser.Parse(text, names)).ToImmutableArray();
            return conditions.Length switch
            {
                0 => throw new SigmaFormatException(SigmaProblem.Condition, "it is empty."),
                1 => conditions[0],
                _ => new SigmaCondition.Any(conditions),
            };
        }
        catch (SigmaFormatException exception) when (exception.Span is null)
        {
            throw new SigmaFormatException(exception.Problem, $"the condition is wrong: {exception.Message}", node.Span);
        }
    }

    private static ImmutableArray<SigmaAlternative> ParseSearch(YamlValue node, string name)
    {
        switch (node)
        {
            case YamlMapping map when map.Entries.Length > 0:
                return [ParseMap(map)];
            case YamlSequence sequence when sequence.Items.Length > 0 && sequence.Items.All(item => item is YamlMapping):
                return [.. sequence.Items.Select(item => ParseMap((YamlMapping)item))];
            case YamlSequence sequence when sequence.Items.Length > 0 && sequence.Items.All(item => item is YamlScalar):
                var keywords = sequence.Items.Select(item => RuleYaml.Scalar(item, name)).ToImmutableArray();
                return [new SigmaAlternative([new SigmaItem(null, [], keywords, node.Span)])];
            default:
                throw new SigmaFormatException(
                    SigmaProblem.Shape, $"search `{name}` must be a map, a list of maps or a list of keywords, and not empty.", node.Span);
        }
    }

    private static SigmaAlternative ParseMap(YamlMapping map)
    {
        var items = ImmutableArray.CreateBuilder<SigmaItem>();
        foreach (var (key, span, node) in map.Entries)
        {
            var parts = key.Split('|');
            if (parts.Length == 2 && parts[0].Length > 0 && parts[1] == "element")
            {
                var elements = ParseSearch(node, parts[0]);
                if (elements.Any(element => element.Items.Any(item => item.Field is null)))
                    throw new SigmaFormatException(SigmaProblem.Shape, $"`{parts[0]}|element` takes a map of fields, or a list of them.", node.Span);
                items.Add(new SigmaItem(parts[0], ["element"], [], span) { Elements = elements });
                continue;
            }
            items.Add(new SigmaItem(parts[0].Length == 0 ? null : parts[0], [.. parts[1..]], ParseValues(node, parts[0]), span));
        }
        return new SigmaAlternative(items.ToImmutable());
    }

    private static ImmutableArray<string?> ParseValues(YamlValue node, string field)
    {
        if (node is not YamlSequence sequence)
            return [RuleYaml.Scalar(node, field)];
        if (sequence.Items.Length == 0)
            throw new SigmaFormatException(SigmaProblem.Value, $"`{field}` has an empty list of values.", node.Span);
        var values = sequence.Items.Select(item => RuleYaml.Scalar(item, field)).ToImmutableArray();
        return values.Length > 1 && values.Contains(null)
            ? throw new SigmaFormatException(SigmaProblem.Value, $"`{field}`: null may not stand in a list; give it a search of its own.", node.Span)
            : values;
    }
}
