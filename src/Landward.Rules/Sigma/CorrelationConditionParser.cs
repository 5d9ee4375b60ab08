using System.Collections.Immutable;
using System.Globalization;
using Landward.Rules.Yaml;

namespace Landward.Rules.Sigma;

/// <summary>The <c>condition</c> of a correlation: bounds and fields, or an expression over its rules.</summary>
internal static class CorrelationConditionParser
{
    /// <summary>An expression is multiplied out into sets of rules; more of them than this are a mistake or an attack.</summary>
    private const int MaxSets = 256;

    private static readonly Dictionary<string, SigmaComparison> Comparisons = new(StringComparer.Ordinal)
    {
        ["lt"] = SigmaComparison.Less,
        ["lte"] = SigmaComparison.LessOrEqual,
        ["gt"] = SigmaComparison.Greater,
        ["gte"] = SigmaComparison.GreaterOrEqual,
        ["eq"] = SigmaComparison.Equal,
        ["neq"] = SigmaComparison.NotEqual,
    };

    internal sealed record Parsed(
        SigmaNumberCondition Number, ImmutableArray<string> Fields, decimal? Percentile, ImmutableArray<ImmutableArray<int>> Presence);

    public static Parsed Parse(YamlMapping block, SigmaCorrelationType type, ImmutableArray<string> rules)
    {
        var temporal = type is SigmaCorrelationType.Temporal or SigmaCorrelationType.TemporalOrdered;
        switch (block["condition"])
        {
            case null when temporal:
                return new Parsed(new SigmaNumberCondition([]), [], null, [[.. Enumerable.Range(0, rules.Length)]]);
            case YamlScalar { IsNull: false } expression when temporal:
                return new Parsed(new SigmaNumberCondition([]), [], null, ParseExpression(expression, type, rules));
            case YamlMapping bounds:
                return ParseBounds(block, bounds, type, rules);
            default:
                throw new SigmaFormatException(SigmaProblem.Shape, "a correlation needs a `condition` mapping.", block.Span);
        }
    }

    private static Parsed ParseBounds(YamlMapping block, YamlMapping condition, SigmaCorrelationType type, ImmutableArray<string> rules)
    {
        var bounds = ImmutableArray.CreateBuilder<SigmaBound>();
        decimal? percentile = null;
        foreach (var (name, span, node) in condition.Entries)
        {
            if (name == "field")
                continue;
            if (name == "percentile" && type == SigmaCorrelationType.ValuePercentile)
                percentile = Number(name, node);
            else if (Comparisons.TryGetValue(name, out var comparison))
                bounds.Add(new SigmaBound(comparison, Number(name, node, type is SigmaCorrelationType.EventCount or SigmaCorrelationType.ValueCount)));
            else
                throw new SigmaFormatException(SigmaProblem.Shape, $"`{name}` is no comparison of a correlation of this type.{Model.Suggestion.DidYouMean(name, Comparisons.Keys)}", span);
        }
        if (bounds.Count == 0)
            throw new SigmaFormatException(SigmaProblem.Shape, "the `condition` has no comparison (gte, lt ...).", condition.Span);
        if (percentile is < 0 or > 100)
            throw new SigmaFormatException(SigmaProblem.Value, $"`percentile: {percentile}` is not between 0 and 100.", condition.Span);
        var fields = condition["field"] is null ? SigmaCorrelationParser.Fields(block, "field") : SigmaCorrelationParser.Fields(condition, "field");
        var number = new SigmaNumberCondition(bounds.ToImmutable());
        switch (type)
        {
            case SigmaCorrelationType.EventCount:
                return new Parsed(number, [], null, []);
            case SigmaCorrelationType.Temporal:
                return new Parsed(number, [], null, []);
            case SigmaCorrelationType.TemporalOrdered:
                return new Parsed(new SigmaNumberCondition([]), [], null, Subsequences(number, rules.Length, condition));
            default:
                if (fields.IsEmpty)
                    throw new SigmaFormatException(SigmaProblem.Shape, "a correlation of values needs `condition.field`.", block.Span);
                if (fields.Length > 1 && type is SigmaCorrelationType.ValueSum or SigmaCorrelationType.ValueAverage)
                    throw new SigmaFormatException(SigmaProblem.Unsupported, "a sum or mean has one `condition.field`.", condition.Span);
                return new Parsed(number, fields, percentile, []);
        }
    }

    /// <summary>At least so many of the rules, in their order. Fewer than all is a choice of which; a most cannot be said of an order.</summary>
    private static ImmutableArray<ImmutableArray<int>> Subsequences(SigmaNumberCondition number, int rules, YamlMapping condition)
    {
        var least = Enumerable.Range(1, rules).FirstOrDefault(count => number.Holds(count));
        if (least == 0 || !Enumerable.Range(least, rules - least + 1).All(count => number.Holds(count)))
        {
            throw new SigmaFormatException(
                SigmaProblem.Unsupported, $"a temporal_ordered can ask for at least so many of its {rules} rules, not for at most or exactly so many.", condition.Span);
        }
        var sets = new List<ImmutableArray<int>> { ImmutableArray<int>.Empty };
        for (var rule = 0; rule < rules; rule++)
        {
            foreach (var set in sets.ToArray())
            {
                if (set.Length < least)
                    sets.Add(set.Add(rule));
            }
            sets.RemoveAll(set => set.Length + rules - rule - 1 < least);
            Check(sets.Count, condition);
        }
        return [.. sets.Where(set => set.Length == least)];
    }

    private static ImmutableArray<ImmutableArray<int>> ParseExpression(YamlScalar text, SigmaCorrelationType type, ImmutableArray<string> rules)
    {
        SigmaCondition expression;
        try
        {
            expression = SigmaConditionParser.Parse(text.Text, rules);
        }
        catch (SigmaFormatException exception) when (exception.Span is null)
        {
            throw new SigmaFormatException(exception.Problem, $"the condition is wrong: {exception.Message}", text.Span);
        }
        var sets = Sets(expression, rules, text);
        return type == SigmaCorrelationType.Temporal || sets.Count == 1
            ? [.. sets.Select(set => set.Order().ToImmutableArray())]
            : throw new SigmaFormatException(SigmaProblem.Unsupported, "the rules of a temporal_ordered can only be joined by `and`.", text.Span);
    }

    /// <summary>The expression multiplied out: it holds when all rules of one of the sets matched.</summary>
    private static List<ImmutableHashSet<int>> Sets(SigmaCondition condition, ImmutableArray<string> rules, YamlScalar text)
    {
        switch (condition)
        {
            case SigmaCondition.Search search:
                return [[rules.IndexOf(search.Name)]];
            case SigmaCondition.Any any:
                return Checked([.. any.Operands.SelectMany(operand => Sets(operand, rules, text))], text);
            case SigmaCondition.All all:
                List<ImmutableHashSet<int>> product = [[]];
                foreach (var operand in all.Operands)
                {
                    var factors = Sets(operand, rules, text);
                    product = Checked([.. product.SelectMany(left => factors.Select(left.Union))], text);
                }
                return product;
            case SigmaCondition.AtLeast atLeast:
                List<ImmutableHashSet<int>> chosen = [[]];
                foreach (var rule in atLeast.Names.Select(name => rules.IndexOf(name)))
                    chosen = Checked([.. chosen, .. chosen.Where(set => set.Count < atLeast.Count).Select(set => set.Add(rule))], text);
                return [.. chosen.Where(set => set.Count == atLeast.Count)];
            default:
                throw new SigmaFormatException(SigmaProblem.Unsupported, "`not` has no meaning in a window that slides: an event may always come later.", text.Span);
        }
    }

    private static List<ImmutableHashSet<int>> Checked(List<ImmutableHashSet<int>> sets, YamlScalar text)
    {
        Check(sets.Count, text);
        return sets;
    }

    private static void Check(int sets, YamlValue node)
    {
        if (sets > MaxSets)
            throw new SigmaFormatException(SigmaProblem.Limit, $"the condition allows more than {MaxSets} combinations of rules.", node.Span);
    }

    private static decimal Number(string name, YamlValue node, bool whole = false)
    {
        var text = RuleYaml.Scalar(node, name);
        var style = whole ? NumberStyles.AllowLeadingSign : NumberStyles.Float;
        return decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SigmaFormatException(SigmaProblem.Value, $"`{name}: {text}` is no {(whole ? "whole " : string.Empty)}number.", node.Span);
    }
}
