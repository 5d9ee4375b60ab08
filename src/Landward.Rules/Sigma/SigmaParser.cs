using System.Collections.Immutable;
using Landward.Model;
using YamlDotNet.RepresentationModel;

namespace Landward.Rules.Sigma;

/// <summary>What a file of rules holds, and what is wrong with it.</summary>
public sealed record SigmaFile(
    ImmutableArray<SigmaRule> Rules, ImmutableArray<SigmaCorrelation> Correlations, ImmutableArray<Diagnostic> Diagnostics);

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
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        IReadOnlyList<YamlMappingNode> documents;
        try
        {
            documents = RuleYaml.Load(text, file);
        }
        catch (SigmaFormatException exception)
        {
            diagnostics.Add(SigmaDiagnostics.Of(exception, file, new SourceSpan(file, 1, 1)));
            return new SigmaFile([], [], diagnostics.ToImmutable());
        }
        foreach (var document in documents)
        {
            try
            {
                if (RuleYaml.Find(document, "correlation") is { } correlation)
                    correlations.Add(SigmaCorrelationParser.Parse(ParseHeader(document, file), correlation, file));
                else
                    rules.Add(ParseRule(document, file));
            }
            catch (SigmaFormatException exception)
            {
                diagnostics.Add(SigmaDiagnostics.Of(exception, NameOf(document) ?? file, RuleYaml.Span(document, file)));
            }
        }
        return new SigmaFile(rules.ToImmutable(), correlations.ToImmutable(), diagnostics.ToImmutable());
    }

    private static int CountValues(ImmutableArray<SigmaAlternative> alternatives) =>
        alternatives.Sum(alternative => alternative.Items.Sum(item => item.Values.Length + CountValues(item.Elements)));

    private static string? NameOf(YamlMappingNode document) =>
        ((RuleYaml.Find(document, "id") ?? RuleYaml.Find(document, "title")) as YamlScalarNode)?.Value;

    private static SigmaRule ParseRule(YamlMappingNode document, string file)
    {
        if (RuleYaml.Find(document, "filter") is not null)
            throw new SigmaFormatException(SigmaProblem.Unsupported, "filter documents are not supported yet; put the exception into the rule.");
        if (RuleYaml.Find(document, "action") is not null)
            throw new SigmaFormatException(SigmaProblem.Unsupported, "`action` documents (global, repeat) are not part of Sigma 2.");
        var header = ParseHeader(document, file);
        if (RuleYaml.Find(document, "detection") is not YamlMappingNode detection)
            throw new SigmaFormatException(SigmaProblem.Shape, "it has no `detection` mapping.");
        if (RuleYaml.Find(document, "logsource") is not YamlMappingNode logSource)
            throw new SigmaFormatException(SigmaProblem.Shape, "it has no `logsource` mapping.");
        var searches = ImmutableArray.CreateBuilder<SigmaSearch>();
        foreach (var (key, node) in detection.Children)
        {
            var name = RuleYaml.Scalar(key, "detection", file) ?? string.Empty;
            if (name is not ("condition" or "timeframe"))
                searches.Add(new SigmaSearch(name, ParseSearch(node, name, file)));
        }
        if (searches.Sum(search => CountValues(search.Alternatives)) > MaxValues)
            throw new SigmaFormatException(SigmaProblem.Limit, $"its detection has more than {MaxValues} values.");
        if (RuleYaml.Find(detection, "timeframe") is { } timeframe)
            throw new SigmaFormatException(SigmaProblem.Unsupported, "`timeframe` belongs to Sigma 1; write a correlation.", RuleYaml.Span(timeframe, file));
        return new SigmaRule(
            header,
            new SigmaLogSource(Optional(logSource, "product", file), Optional(logSource, "category", file), Optional(logSource, "service", file)),
            searches.ToImmutable(),
            ParseCondition(detection, [.. searches.Select(search => search.Name)], file));
    }

    private static SigmaHeader ParseHeader(YamlMappingNode document, string file)
    {
        var title = Optional(document, "title", file) ?? throw new SigmaFormatException(SigmaProblem.Shape, "it has no `title`.");
        var level = Optional(document, "level", file) ?? "medium";
        if (!SeverityLabels.TryParse(level, out var severity))
        {
            throw new SigmaFormatException(
                SigmaProblem.Value,
                $"`level: {level}` is none of informational, low, medium, high, critical.",
                RuleYaml.Span(RuleYaml.Find(document, "level")!, file));
        }
        var extension = RuleYaml.Find(document, "landward");
        if (extension is not (null or YamlMappingNode))
            throw new SigmaFormatException(SigmaProblem.Shape, "`landward` must be a mapping.", RuleYaml.Span(extension, file));
        return new SigmaHeader(
            Optional(document, "id", file) ?? title,
            Optional(document, "name", file),
            title,
            Optional(document, "description", file)?.Trim() ?? string.Empty,
            severity,
            Optional(document, "status", file),
            [.. RuleYaml.Texts(RuleYaml.Find(document, "tags"), "tags", file)],
            [.. RuleYaml.Texts(RuleYaml.Find(document, "references"), "references", file)],
            [.. RuleYaml.Texts(RuleYaml.Find(document, "falsepositives"), "falsepositives", file)],
            extension as YamlMappingNode,
            RuleYaml.Span(document, file));
    }

    private static string? Optional(YamlMappingNode mapping, string key, string file) =>
        RuleYaml.Find(mapping, key) is { } node ? RuleYaml.Scalar(node, key, file) : null;

    private static SigmaCondition ParseCondition(YamlMappingNode detection, ImmutableArray<string> names, string file)
    {
        var node = RuleYaml.Find(detection, "condition") ?? throw new SigmaFormatException(SigmaProblem.Shape, "its detection has no `condition`.");
        try
        {
            var conditions = RuleYaml.Texts(node, "condition", file).Select(text => SigmaConditionParser.Parse(text, names)).ToImmutableArray();
            return conditions.Length switch
            {
                0 => throw new SigmaFormatException(SigmaProblem.Condition, "it is empty."),
                1 => conditions[0],
                _ => new SigmaCondition.Any(conditions),
            };
        }
        catch (SigmaFormatException exception) when (exception.Span is null)
        {
            throw new SigmaFormatException(exception.Problem, $"the condition is wrong: {exception.Message}", RuleYaml.Span(node, file));
        }
    }

    private static ImmutableArray<SigmaAlternative> ParseSearch(YamlNode node, string name, string file)
    {
        switch (node)
        {
            case YamlMappingNode map when map.Children.Count > 0:
                return [ParseMap(map, file)];
            case YamlSequenceNode sequence when sequence.Children.Count > 0 && sequence.Children.All(item => item is YamlMappingNode):
                return [.. sequence.Children.Select(item => ParseMap((YamlMappingNode)item, file))];
            case YamlSequenceNode sequence when sequence.Children.Count > 0 && sequence.Children.All(item => item is YamlScalarNode):
                var keywords = sequence.Children.Select(item => RuleYaml.Scalar(item, name, file)).ToImmutableArray();
                return [new SigmaAlternative([new SigmaItem(null, [], keywords, RuleYaml.Span(node, file))])];
            default:
                throw new SigmaFormatException(
                    SigmaProblem.Shape, $"search `{name}` must be a map, a list of maps or a list of keywords, and not empty.", RuleYaml.Span(node, file));
        }
    }

    private static SigmaAlternative ParseMap(YamlMappingNode map, string file)
    {
        var items = ImmutableArray.CreateBuilder<SigmaItem>();
        foreach (var (key, node) in map.Children)
        {
            var parts = (RuleYaml.Scalar(key, "field", file) ?? string.Empty).Split('|');
            if (parts.Length == 2 && parts[0].Length > 0 && parts[1] == "element")
            {
                var elements = ParseSearch(node, parts[0], file);
                if (elements.Any(element => element.Items.Any(item => item.Field is null)))
                    throw new SigmaFormatException(SigmaProblem.Shape, $"`{parts[0]}|element` takes a map of fields, or a list of them.", RuleYaml.Span(node, file));
                items.Add(new SigmaItem(parts[0], ["element"], [], RuleYaml.Span(key, file)) { Elements = elements });
                continue;
            }
            items.Add(new SigmaItem(parts[0].Length == 0 ? null : parts[0], [.. parts[1..]], ParseValues(node, parts[0], file), RuleYaml.Span(key, file)));
        }
        return new SigmaAlternative(items.ToImmutable());
    }

    private static ImmutableArray<string?> ParseValues(YamlNode node, string field, string file)
    {
        if (node is not YamlSequenceNode sequence)
            return [RuleYaml.Scalar(node, field, file)];
        if (sequence.Children.Count == 0)
            throw new SigmaFormatException(SigmaProblem.Value, $"`{field}` has an empty list of values.", RuleYaml.Span(node, file));
        var values = sequence.Children.Select(item => RuleYaml.Scalar(item, field, file)).ToImmutableArray();
        return values.Length > 1 && values.Contains(null)
            ? throw new SigmaFormatException(SigmaProblem.Value, $"`{field}`: null may not stand in a list; give it a search of its own.", RuleYaml.Span(node, file))
            : values;
    }
}
