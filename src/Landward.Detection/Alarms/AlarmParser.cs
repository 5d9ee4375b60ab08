using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Rules.MetricFilters;
using Landward.Rules.Sigma;
using Landward.Rules.Yaml;

namespace Landward.Detection.Alarms;

/// <summary>
/// Reads a document of an alarm file: <c>title, id, description, level, tags ...</c> as in a rule; <c>filter</c> with the properties of
/// <c>AWS::Logs::MetricFilter</c> and <c>alarm</c> with those of <c>AWS::CloudWatch::Alarm</c>, or <c>composite</c> with an
/// <c>AlarmRule</c>; and the block <c>landward</c>.
/// </summary>
internal static class AlarmParser
{
    private static readonly string[] Keys = ["title", "id", "description", "frameworks", "references", "tags", "level", "status", "falsepositives", "filter", "alarm", "composite", "landward"];
    private static readonly string[] FilterMembers = ["FilterPattern", "MetricTransformations"];

    /// <summary>Null when the document is wrong; then there is a diagnostic.</summary>
    public static AlarmDocument? Parse(YamlValue node, bool firstParty, ICollection<Diagnostic> diagnostics)
    {
        var name = node is YamlMapping { } named ? ((named["id"] ?? named["title"]) as YamlScalar)?.Text ?? "without a title" : "without a title";
        try
        {
            if (node is not YamlMapping document)
                throw new FormatException("an alarm is a mapping of names to values.");
            var header = Header(document);
            var extension = RuleExtensionParser.Parse(header, firstParty);
            if (extension.Organization is not null || extension.Type is null)
                throw new FormatException("alarms take neither `org` nor `generate`.");
            var alarm = new AlarmDocument(header, extension, null, null, null, Source(document), [.. Texts(document, "frameworks")], firstParty);
            return document["composite"] is null ? Metric(alarm, diagnostics) : Composite(alarm, diagnostics);
        }
        catch (FormatException exception)
        {
            diagnostics.Add(AlarmDiagnostics.Shape(name, exception.Message, node.Span));
            return null;
        }
    }

    private static SigmaHeader Header(YamlMapping document)
    {
        foreach (var (key, _, _) in document.Entries)
        {
            if (!Keys.Contains(key))
                throw new FormatException($"`{key}` is not known.{Suggestion.DidYouMean(key, Keys)}");
        }
        var title = RuleTexts.Optional(document, "title") ?? throw new FormatException("it needs a `title`.");
        var id = RuleTexts.Optional(document, "id") ?? throw new FormatException("it needs an `id`, which is the alarm's name.");
        return new SigmaHeader(
            id,
            null,
            title,
            RuleTexts.Optional(document, "description") ?? string.Empty,
            Enum.TryParse<Severity>(RuleTexts.Optional(document, "level") ?? "medium", ignoreCase: true, out var level) && Enum.IsDefined(level)
                ? level
                : throw new FormatException("`level` must be informational, low, medium, high or critical."),
            RuleTexts.Optional(document, "status"),
            [.. Texts(document, "tags")],
            [.. Texts(document, "references")],
            [.. Texts(document, "falsepositives")],
            document["landward"] as YamlMapping,
            document.Span);
    }

    private static IEnumerable<string> Texts(YamlMapping document, string key) => document[key] switch
    {
        null => [],
        YamlSequence list => list.Items.Select(item => RuleTexts.Text(item, key)),
        var one => [RuleTexts.Text(one, key)],
    };

    private static JsonObject Source(YamlMapping document)
    {
        var source = new JsonObject();
        foreach (var key in (string[])["filter", "alarm", "composite"])
        {
            if (document[key] is { } part)
                source[key] = YamlJson.ToJson(part) as JsonObject ?? throw new FormatException($"`{key}` must be a mapping.");
        }
        return source;
    }

    private static AlarmDocument? Metric(AlarmDocument document, ICollection<Diagnostic> diagnostics)
    {
        if (document.Source["alarm"] is not JsonObject written)
            throw new FormatException("it needs `alarm`, or `composite`.");
        var settings = written.DeepClone().AsObject();
        settings["AlarmName"] = document.Id;
        if (document.Source["filter"] is JsonObject filter)
        {
            if (Filter(document, filter, diagnostics) is not { } compiled)
                return null;
            document = document with { Filter = compiled };
            settings["Namespace"] ??= compiled.Transformation.MetricNamespace;
            settings["MetricName"] ??= compiled.Transformation.MetricName;
        }
        var (alarm, error) = AlarmDefinitionReader.Read(settings);
        if (alarm is not null)
            return document with { Alarm = alarm };
        diagnostics.Add(AlarmDiagnostics.Definition(document.Id, error!, document.Header.Span));
        return null;
    }

    private static MetricFilter? Filter(AlarmDocument document, JsonObject filter, ICollection<Diagnostic> diagnostics)
    {
        if (filter.Unknown(FilterMembers) is { } unknown)
            throw new FormatException($"`filter.{unknown}` is not known.{Suggestion.DidYouMean(unknown, FilterMembers)}");
        if (filter.Scalar("FilterPattern") is not { } text)
            throw new FormatException("`filter` needs a `FilterPattern`.");
        var (pattern, problem) = FilterPattern.Parse(text);
        if (pattern is null)
        {
            diagnostics.Add(AlarmDiagnostics.Pattern(document.Id, problem!, document.Header.Span));
            return null;
        }
        if (filter.Member("MetricTransformations") is not JsonArray { Count: 1 } list || list[0] is not JsonObject source)
            throw new FormatException("`filter` needs one entry in `MetricTransformations`.");
        var (transformation, error) = MetricTransformationReader.Read(source, pattern);
        if (transformation is null)
        {
            diagnostics.Add(AlarmDiagnostics.Transformation(document.Id, error!, document.Header.Span));
            return null;
        }
        AlarmLint.Check(document, pattern, diagnostics);
        return new MetricFilter(pattern, transformation);
    }

    private static AlarmDocument? Composite(AlarmDocument document, ICollection<Diagnostic> diagnostics)
    {
        var composite = (JsonObject)document.Source["composite"]!;
        if (document.Source.Count > 1)
            throw new FormatException("a composite alarm has neither `filter` nor `alarm`.");
        if (composite.Unknown(["AlarmRule"]) is { } unknown)
            throw new FormatException($"`composite.{unknown}` is not known; only `AlarmRule` is.");
        var (rule, error) = CompositeRule.Parse(composite.Scalar("AlarmRule") ?? string.Empty);
        if (rule is not null)
            return document with { Composite = rule };
        diagnostics.Add(AlarmDiagnostics.Composite(document.Id, $"{error!.Reason}, at character {error.Position + 1} of the rule", document.Header.Span));
        return null;
    }
}
