using Landward.Rules.Sigma;

namespace Landward.Detection.Linting;

/// <summary>A rule's detection as a text that does not depend on names and on the order of what is ANDed or ORed.</summary>
internal static class RuleText
{
    public static string Of(SigmaRule rule) =>
        $"{rule.LogSource.Service?.ToLowerInvariant()} {Of(rule.Condition, rule.Searches.ToDictionary(search => search.Name, Of, StringComparer.Ordinal))}";

    private static string Of(SigmaCondition condition, Dictionary<string, string> searches) => condition switch
    {
        SigmaCondition.Search search => searches[search.Name],
        SigmaCondition.Not not => $"not({Of(not.Operand, searches)})",
        SigmaCondition.All all => Joined("all", all.Operands.Select(operand => Of(operand, searches))),
        SigmaCondition.Any any => Joined("any", any.Operands.Select(operand => Of(operand, searches))),
        SigmaCondition.AtLeast { Count: 1 } one => Joined("any", one.Names.Select(name => searches[name])),
        SigmaCondition.AtLeast every when every.Count == every.Names.Length => Joined("all", every.Names.Select(name => searches[name])),
        SigmaCondition.AtLeast some => Joined($"{some.Count} of", some.Names.Select(name => searches[name])),
        _ => string.Empty,
    };

    private static string Of(SigmaSearch search) => Joined("any", search.Alternatives.Select(Of));

    private static string Of(SigmaAlternative alternative) => Joined("all", alternative.Items.Select(Of));

    private static string Of(SigmaItem item)
    {
        var values = item.Values.Select(value => value is null ? "null" : $"{value.Length}:{(item.Modifiers.Contains("cased") || item.Modifiers.Contains("re") ? value : value.ToLowerInvariant())}");
        var elements = item.Elements.Select(Of);
        return $"{item.Field}|{string.Join('|', item.Modifiers.Order(StringComparer.Ordinal))}={Joined(string.Empty, values.Concat(elements))}";
    }

    private static string Joined(string word, IEnumerable<string> parts)
    {
        var ordered = parts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return ordered.Length == 1 && word is ("all" or "any") ? ordered[0] : $"{word}({string.Join(", ", ordered)})";
    }
}
