using System.Collections.Immutable;
using Landward.Rules.Sigma;

namespace Landward.Conformance.Tests;

/// <summary>
/// A rule as a condition of SQL over two tables: <c>events(e)</c> and <c>texts(e, path, value)</c>, a row for each text under which a value
/// at a path can be matched, and one with a null value for the path's being there.
/// </summary>
internal static class SigmaSql
{
    /// <summary>Null for a rule that uses what has no translation: elements, address blocks, encodings, parts of dates.</summary>
    public static string? Translate(SigmaRule rule)
    {
        var searches = rule.Searches.ToDictionary(search => search.Name, Search, StringComparer.Ordinal);
        return searches.Values.Any(search => search is null) ? null : Condition(rule.Condition, searches!);
    }

    private static string Condition(SigmaCondition condition, Dictionary<string, string> searches) => condition switch
    {
        SigmaCondition.Search search => searches[search.Name],
        SigmaCondition.Not not => $"(NOT {Condition(not.Operand, searches)})",
        SigmaCondition.All all => Join(" AND ", all.Operands.Select(operand => Condition(operand, searches))),
        SigmaCondition.Any any => Join(" OR ", any.Operands.Select(operand => Condition(operand, searches))),
        SigmaCondition.AtLeast least => $"(({string.Join(" + ", least.Names.Select(name => $"CAST({searches[name]} AS INTEGER)"))}) >= {least.Count})",
        _ => throw new InvalidOperationException($"{condition}"),
    };

    private static string? Search(SigmaSearch search)
    {
        var alternatives = search.Alternatives.Select(alternative => alternative.Items.Select(Item).ToArray()).ToArray();
        return alternatives.Any(items => items.Any(item => item is null)) ? null : Join(" OR ", alternatives.Select(items => Join(" AND ", items!)));
    }

    private static string? Item(SigmaItem item)
    {
        if (item.Field is null || !item.Elements.IsEmpty || item.Modifiers.Any(modifier => modifier is not ("contains" or "startswith" or "endswith" or "all" or "re" or "exists" or "fieldref" or "gt" or "gte" or "lt" or "lte")))
            return null;
        if (item.Modifiers.Contains("exists"))
            return bool.Parse(item.Values[0]!) ? There(item.Field) : $"(NOT {There(item.Field)})";
        return Join(item.Modifiers.Contains("all") ? " AND " : " OR ", item.Values.Select(value => Value(item.Field, value, item.Modifiers)));
    }

    private static string Value(string field, string? value, ImmutableArray<string> modifiers)
    {
        if (value is null)
            return $"(NOT {Has(field, "value IS NOT NULL")})";
        if (modifiers.Contains("fieldref"))
            return $"(e IN (SELECT a.e FROM texts a JOIN texts b ON a.e = b.e AND lower(a.value) = lower(b.value) WHERE a.path = {Quote(field)} AND b.path = {Quote(value)}))";
        if (modifiers.Contains("re"))
            return Has(field, $"regexp_matches(value, {Quote(value)}, 's')");
        if (modifiers.FirstOrDefault(modifier => modifier is "gt" or "gte" or "lt" or "lte") is { } bound)
            return Has(field, $"TRY_CAST(value AS DOUBLE) {(bound[0] == 'g' ? '>' : '<')}{(bound.Length == 3 ? "=" : string.Empty)} {value}");
        var text = SigmaText.Parse(value);
        text = modifiers.Contains("contains") ? text.Contained() : modifiers.Contains("startswith") ? text.AtStart() : modifiers.Contains("endswith") ? text.AtEnd() : text;
        return Has(field, $"value ILIKE {Quote(Pattern(text.Characters))} ESCAPE '^'");
    }

    private static string Pattern(string characters) => string.Concat(characters.Select(character => character switch
    {
        SigmaText.Any => "%",
        SigmaText.One => "_",
        '%' or '_' or '^' => $"^{character}",
        _ => character.ToString(),
    }));

    private static string There(string field) => $"(e IN (SELECT e FROM texts WHERE path = {Quote(field)}))";

    private static string Has(string field, string condition) => $"(e IN (SELECT e FROM texts WHERE path = {Quote(field)} AND {condition}))";

    private static string Join(string between, IEnumerable<string> parts) => $"({string.Join(between, parts)})";

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
