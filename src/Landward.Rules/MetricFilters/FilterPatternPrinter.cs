using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Landward.Rules.MetricFilters;

/// <summary>Writes a pattern so that reading it gives the same pattern: one blank between parts, texts in double quotes.</summary>
internal static class FilterPatternPrinter
{
    public static string Print(FilterSyntax syntax) => syntax switch
    {
        EveryEvent => string.Empty,
        TextTerms terms => Print(terms),
        TextExpression expression => $"%{expression.Regex.Source}%",
        JsonPattern pattern => $"{{ {Print(pattern.Condition)} }}",
        DelimitedPattern pattern => $"[{string.Join(", ", pattern.Slots.Select(Print))}]",
        _ => throw new ArgumentOutOfRangeException(nameof(syntax), syntax, null),
    };

    public static string Print(JsonCondition condition) => condition switch
    {
        AnyCondition any => string.Join(" || ", any.Parts.Select(part => Inner(part, part is AnyCondition))),
        AllConditions all => string.Join(" && ", all.Parts.Select(part => Inner(part, part is AnyCondition or AllConditions))),
        ValueComparison comparison => $"{comparison.Selector} {Sign(comparison.Operator)} {Print(comparison.Value)}",
        ConstantComparison { Kind: JsonValueKind.Null } comparison => $"{comparison.Selector} IS NULL",
        ConstantComparison comparison => $"{comparison.Selector} IS {(comparison.Kind == JsonValueKind.True ? "TRUE" : "FALSE")}",
        NotExists absent => $"{absent.Selector} NOT EXISTS",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    private static string Inner(JsonCondition part, bool needsParentheses) => needsParentheses ? $"({Print(part)})" : Print(part);

    private static string Print(TextTerms terms)
    {
        var parts = terms.All.Select(Term).Concat(terms.Any.Select(term => "?" + Term(term))).Concat(terms.None.Select(term => "-" + Term(term)));
        return string.Join(' ', parts);
    }

    private static string Term(string term) => term.Length > 0 && term.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') ? term : Quote(term);

    private static string Print(DelimitedSlot slot) =>
        slot.Condition is { } condition
            ? string.Join(" || ", condition.Alternatives.Select(Print))
            : slot.Name;

    private static string Print(ImmutableArray<FieldComparison> conjunction) =>
        string.Join(" && ", conjunction.Select(comparison => $"{comparison.Name} {Sign(comparison.Operator)} {Print(comparison.Value)}".TrimStart()));

    private static string Print(FilterValue value) => value switch
    {
        TextValue text => Quote(text.Text),
        NumberValue number => number.Text,
        RegexValue expression => $"%{expression.Regex.Source}%",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
    };

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                quoted.Append('\\');
            quoted.Append(character);
        }
        return quoted.Append('"').ToString();
    }

    private static string Sign(FilterOperator operation) => operation switch
    {
        FilterOperator.Equal => "=",
        FilterOperator.NotEqual => "!=",
        FilterOperator.Greater => ">",
        FilterOperator.Less => "<",
        FilterOperator.GreaterOrEqual => ">=",
        FilterOperator.LessOrEqual => "<=",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };
}
