using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Landward.Rules.MetricFilters;

namespace Landward.Tests.Rules.MetricFilters;

/// <summary>Filter patterns evaluated the slow way: strings and nodes, every selector expanded to the list of its values.</summary>
internal static class NaiveFilterEvaluator
{
    public static bool Matches(FilterSyntax syntax, string message) => syntax switch
    {
        EveryEvent => true,
        TextTerms terms when terms.All.IsEmpty && terms.None.IsEmpty => terms.Any.Any(term => message.Contains(term, StringComparison.Ordinal)),
        TextTerms terms => terms.All.All(term => message.Contains(term, StringComparison.Ordinal)) && !terms.None.Any(term => message.Contains(term, StringComparison.Ordinal)),
        JsonPattern pattern => Holds(pattern.Condition, JsonNode.Parse(message)!),
        _ => throw new ArgumentOutOfRangeException(nameof(syntax)),
    };

    private static bool Holds(JsonCondition condition, JsonNode root) => condition switch
    {
        AllConditions all => all.Parts.All(part => Holds(part, root)),
        AnyCondition any => any.Parts.Any(part => Holds(part, root)),
        NotExists absent => Values(absent.Selector, root).Count == 0,
        ConstantComparison constant => Values(constant.Selector, root).Exists(value => (value?.GetValueKind() ?? System.Text.Json.JsonValueKind.Null) == constant.Kind),
        ValueComparison comparison => Values(comparison.Selector, root).Exists(value => Compares(comparison, value)),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static List<JsonNode?> Values(Selector selector, JsonNode root)
    {
        List<JsonNode?> values = [root];
        foreach (var step in selector.Steps)
        {
            values =
            [
                .. values.SelectMany(value => step switch
                {
                    MemberStep member when value is JsonObject map => map.ContainsKey(member.Name) ? [map[member.Name]] : [],
                    ElementStep element when value is JsonArray list => list.Skip(element.Index).Take(1),
                    AnyElementStep when value is JsonArray list => list,
                    AnyMemberStep when value is JsonObject map => map.Select(pair => pair.Value),
                    _ => Enumerable.Empty<JsonNode?>(),
                }),
            ];
        }
        return values;
    }

    private static bool Compares(ValueComparison comparison, JsonNode? value)
    {
        if (value is not JsonValue scalar || scalar.GetValueKind() is not (System.Text.Json.JsonValueKind.String or System.Text.Json.JsonValueKind.Number))
            return false;
        var isNumber = scalar.GetValueKind() == System.Text.Json.JsonValueKind.Number;
        var text = isNumber ? scalar.ToJsonString() : scalar.GetValue<string>();
        var equal = comparison.Value switch
        {
            TextValue { Text: var pattern } => Regex.IsMatch(text, $"^(?:{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)})\\z", RegexOptions.Singleline)
                || (isNumber && Number(pattern, true) is { } left && Number(text, true) == left),
            NumberValue { Text: var number } => text == number || (Number(text, isNumber) is { } found && found == Number(number, true)),
            RegexValue expression => Regex.IsMatch(text, expression.Regex.Source),
            _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
        };
        if (comparison.Operator is FilterOperator.Equal or FilterOperator.NotEqual)
            return equal == (comparison.Operator == FilterOperator.Equal);
        if (Number(text, isNumber) is not { } here || Number(((NumberValue)comparison.Value).Text, true) is not { } bound)
            return false;
        return comparison.Operator switch
        {
            FilterOperator.Greater => here > bound,
            FilterOperator.Less => here < bound,
            FilterOperator.GreaterOrEqual => here >= bound,
            _ => here <= bound,
        };
    }

    private static double? Number(string text, bool withExponent) =>
        Regex.IsMatch(text, withExponent ? @"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\z" : @"^[+-]?\d+(\.\d+)?\z") ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
