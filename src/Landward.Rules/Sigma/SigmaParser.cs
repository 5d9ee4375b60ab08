using System.Collections.Immutable;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Rules.Sigma;

/// <summary>What a file of rules holds, and what is wrong with it.</summary>
/// <param name="Others">Rules that were not asked for; their detections were not read.</param>
public sealed record SigmaFile(
    ImmutableArray<SigmaRule> Rules,
    ImmutableArray<SigmaCorrelation> Correlations,
    ImmutableArray<SigmaFilter> Filters,
    ImmutableArray<SigmaNative> Natives,
    ImmutableArray<(SigmaHeader Header, SigmaLogSource LogSource)> Others,
    ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Reads Sigma 2.1 rules, correlations and filters from YAML, several documents a file. A document that is wrong becomes a diagnostic and
/// the others are read. Keys the specification does not know are passed over, as it asks. Source: sigma-specification 2.1.0.
/// </summary>
public static class SigmaParser
{
    public static SigmaFile Parse(string text, string file) => Parse(text, file, static (_, _) => true);

    /// <param name="wanted">Whether rules of a log source, and with a header, are to be read: what others contain may be wrong.</param>
    public static SigmaFile Parse(string text, string file, Func<SigmaHeader, SigmaLogSource, bool> wanted)
    {
        var others = ImmutableArray.CreateBuilder<(SigmaHeader, SigmaLogSource)>();
        var rules = ImmutableArray.CreateBuilder<SigmaRule>();
        var correlations = ImmutableArray.CreateBuilder<SigmaCorrelation>();
        var filters = ImmutableArray.CreateBuilder<SigmaFilter>();
        var natives = ImmutableArray.CreateBuilder<SigmaNative>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var document in YamlReader.ReadAll(text, file, diagnostics))
        {
            // An empty document between two `---` is nobody's mistake.
            if (document is YamlScalar { IsNull: true })
                continue;
            try
            {
                if (document is not YamlMapping mapping)
                    throw new SigmaFormatException(SigmaProblem.Shape, "a rule is a mapping of names to values.");
                if (mapping["correlation"] is { } correlation)
                    correlations.Add(SigmaCorrelationParser.Parse(ParseHeader(mapping), mapping, correlation));
                else if (mapping["filter"] is { } filter)
                    filters.Add(ParseFilter(mapping, filter));
                else if (mapping["detection"] is null && mapping["landward"] is YamlMapping block && RuleYaml.Optional(block, "detector") is { } detector)
                    natives.Add(ParseNative(mapping, block, detector));
                else if (ParseRule(mapping, wanted, others) is { } rule)
                    rules.Add(rule);
            }
            catch (SigmaFormatException exception)
            {
                diagnostics.Add(SigmaDiagnostics.Of(exception, NameOf(document) ?? file, document.Span));
            }
        }
        return new SigmaFile(rules.ToImmutable(), correlations.ToImmutable(), filters.ToImmutable(), natives.ToImmutable(), others.ToImmutable(), diagnostics.ToImmutable());
    }

    private static string? NameOf(YamlValue document) =>
        document is YamlMapping mapping ? ((mapping["id"] ?? mapping["title"]) as YamlScalar)?.Text : null;

    private static SigmaRule? ParseRule(
        YamlMapping document, Func<SigmaHeader, SigmaLogSource, bool> wanted, ImmutableArray<(SigmaHeader, SigmaLogSource)>.Builder others)
    {
        if (document["action"] is not null)
            throw new SigmaFormatException(SigmaProblem.Unsupported, "`action` documents (global, repeat) are not part of Sigma 2.");
        var header = ParseHeader(document);
        if (document["detection"] is not YamlMapping detection)
            throw new SigmaFormatException(SigmaProblem.Shape, "it has no `detection` mapping.");
        var logSource = ParseLogSource(document);
        if (!wanted(header, logSource))
        {
            others.Add((header, logSource));
            return null;
        }
        var searches = SigmaDetectionParser.ParseSearches(detection, "condition", "timeframe");
        if (detection["timeframe"] is { } timeframe)
            throw new SigmaFormatException(SigmaProblem.Unsupported, "`timeframe` belongs to Sigma 1; write a correlation.", timeframe.Span);
        return new SigmaRule(header, logSource, searches, SigmaDetectionParser.ParseCondition(detection, [.. searches.Select(search => search.Name)]));
    }

    private static SigmaFilter ParseFilter(YamlMapping document, YamlValue node)
    {
        if (node is not YamlMapping filter)
            throw new SigmaFormatException(SigmaProblem.Shape, "`filter` must be a mapping.", node.Span);
        var rules = RuleYaml.Texts(filter, "rules").ToImmutableArray();
        if (rules.IsEmpty)
            throw new SigmaFormatException(SigmaProblem.Shape, "a filter needs `rules`: a list of them, or `any`.", filter.Span);
        var searches = SigmaDetectionParser.ParseSearches(filter, "rules", "condition");
        if (searches.IsEmpty)
            throw new SigmaFormatException(SigmaProblem.Shape, "a filter needs a search.", filter.Span);
        return new SigmaFilter(
            ParseHeader(document),
            ParseLogSource(document),
            rules is ["any"] ? [] : rules,
            searches,
            SigmaDetectionParser.ParseCondition(filter, [.. searches.Select(search => search.Name)]));
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
            RuleYaml.Notes(document, "description").FirstOrDefault()?.Trim() ?? string.Empty,
            severity,
            RuleYaml.Optional(document, "status"),
            RuleYaml.Notes(document, "tags"),
            RuleYaml.Notes(document, "references"),
            RuleYaml.Notes(document, "falsepositives"),
            extension as YamlMapping,
            document.Span)
        { HasLevel = document["level"] is not null };
    }
}
