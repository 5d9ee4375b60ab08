using System.Collections.Immutable;
using Landward.Rules.Yaml;

namespace Landward.Rules.Sigma;

/// <summary>Named searches and the condition over them: the <c>detection</c> of a rule, the <c>filter</c> of a filter.</summary>
internal static class SigmaDetectionParser
{
    private const int MaxValues = 10_000;
    private const int MaxSearches = 1000;
    private const int MaxValueLength = 16_384;
    private const int MaxElementDepth = 4;

    public static ImmutableArray<SigmaSearch> ParseSearches(YamlMapping detection, params ReadOnlySpan<string> reserved)
    {
        var searches = ImmutableArray.CreateBuilder<SigmaSearch>();
        foreach (var (name, span, node) in detection.Entries)
        {
            if (reserved.Contains(name))
                continue;
            if (name.Any(char.IsControl))
                throw new SigmaFormatException(SigmaProblem.Shape, "a search's name may have no control characters.", span);
            searches.Add(new SigmaSearch(name, ParseSearch(node, name, 0)));
        }
        if (searches.Count > MaxSearches)
            throw new SigmaFormatException(SigmaProblem.Limit, $"it has more than {MaxSearches} searches.", detection.Span);
        if (searches.Sum(search => CountValues(search.Alternatives)) > MaxValues)
            throw new SigmaFormatException(SigmaProblem.Limit, $"it has more than {MaxValues} values.", detection.Span);
        return searches.ToImmutable();
    }

    public static SigmaCondition ParseCondition(YamlMapping detection, ImmutableArray<string> names)
    {
        var node = detection["condition"] ?? throw new SigmaFormatException(SigmaProblem.Shape, "it has no `condition`.", detection.Span);
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

    private static int CountValues(ImmutableArray<SigmaAlternative> alternatives) =>
        alternatives.Sum(alternative => alternative.Items.Sum(item => item.Values.Length + CountValues(item.Elements)));

    private static ImmutableArray<SigmaAlternative> ParseSearch(YamlValue node, string name, int depth)
    {
        switch (node)
        {
            case YamlMapping map when map.Entries.Length > 0:
                return [ParseMap(map, depth)];
            case YamlSequence sequence when sequence.Items.Length > 0 && sequence.Items.All(item => item is YamlScalar):
                var keywords = sequence.Items.Select(item => Value(item, name)).ToImmutableArray();
                return [new SigmaAlternative([new SigmaItem(null, [], keywords, node.Span)])];
            case YamlSequence sequence when sequence.Items.Length > 0 && sequence.Items.All(item => item is YamlScalar or YamlMapping { Entries.Length: > 0 }):
                // Maps and keywords side by side: each is an alternative.
                return [.. sequence.Items.Select(item => item is YamlMapping map ? ParseMap(map, depth) : new SigmaAlternative([new SigmaItem(null, [], [Value(item, name)], item.Span)]))];
            default:
                throw new SigmaFormatException(
                    SigmaProblem.Shape, $"search `{name}` must be a map, a list of maps or a list of keywords, and not empty.", node.Span);
        }
    }

    private static SigmaAlternative ParseMap(YamlMapping map, int depth)
    {
        var items = ImmutableArray.CreateBuilder<SigmaItem>();
        foreach (var (key, span, node) in map.Entries)
        {
            var parts = key.Split('|');
            if (parts.Length == 2 && parts[0].Length > 0 && parts[1] == "element")
            {
                if (depth == MaxElementDepth)
                    throw new SigmaFormatException(SigmaProblem.Limit, $"`element` is nested deeper than {MaxElementDepth}.", span);
                var elements = ParseSearch(node, parts[0], depth + 1);
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
            return [Value(node, field)];
        if (sequence.Items.Length == 0)
            throw new SigmaFormatException(SigmaProblem.Value, $"`{field}` has an empty list of values.", node.Span);
        var values = sequence.Items.Select(item => Value(item, field)).ToImmutableArray();
        return values.Length > 1 && values.Contains(null)
            ? throw new SigmaFormatException(SigmaProblem.Value, $"`{field}`: null may not stand in a list; give it a search of its own.", node.Span)
            : values;
    }

    private static string? Value(YamlValue node, string field)
    {
        var value = RuleYaml.Scalar(node, field);
        return value is { Length: > MaxValueLength }
            ? throw new SigmaFormatException(SigmaProblem.Limit, $"a value of `{field}` is longer than {MaxValueLength} characters.", node.Span)
            : value;
    }
}
