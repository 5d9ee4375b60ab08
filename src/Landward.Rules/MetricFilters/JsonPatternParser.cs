using System.Collections.Immutable;
using System.Text.Json;

namespace Landward.Rules.MetricFilters;

/// <summary>Reads <c>{ condition }</c>. Parentheses bind most, then <c>&amp;&amp;</c>, then <c>||</c>.</summary>
internal static class JsonPatternParser
{
    private const int MaxWildcardSelectors = 3;

    public static JsonPattern Parse(PatternCursor cursor)
    {
        cursor.Take("{");
        var wildcards = 0;
        var condition = Any(cursor, ref wildcards);
        if (!cursor.Take("}"))
            throw cursor.Error(cursor.AtEnd ? "the brace is not closed" : "`&&`, `||` or the closing brace must stand here");
        cursor.SkipBlanks();
        return cursor.AtEnd ? new JsonPattern(condition) : throw cursor.Error("nothing may follow the closing brace");
    }

    private static JsonCondition Any(PatternCursor cursor, ref int wildcards)
    {
        var parts = ImmutableArray.CreateBuilder<JsonCondition>();
        do
        {
            parts.Add(All(cursor, ref wildcards));
        }
        while (cursor.Take("||"));
        return parts.Count == 1 ? parts[0] : new AnyCondition(parts.ToImmutable());
    }

    private static JsonCondition All(PatternCursor cursor, ref int wildcards)
    {
        var parts = ImmutableArray.CreateBuilder<JsonCondition>();
        do
        {
            cursor.SkipBlanks();
            parts.Add(One(cursor, ref wildcards));
            cursor.SkipBlanks();
        }
        while (cursor.Take("&&"));
        return parts.Count == 1 ? parts[0] : new AllConditions(parts.ToImmutable());
    }

    private static JsonCondition One(PatternCursor cursor, ref int wildcards)
    {
        if (cursor.Take("("))
        {
            var inner = Any(cursor, ref wildcards);
            return cursor.Take(")") ? inner : throw cursor.Error("the parenthesis is not closed");
        }
        var start = cursor.Position;
        var selector = SelectorParser.Parse(cursor);
        if (selector.HasWildcard && ++wildcards > MaxWildcardSelectors)
            throw PatternCursor.Error($"a pattern may have {MaxWildcardSelectors} selectors with a wildcard", start);
        cursor.SkipBlanks();
        if (cursor.TakeWord("IS"))
            return Constant(cursor, selector);
        if (cursor.TakeWord("NOT"))
        {
            cursor.SkipBlanks();
            return cursor.TakeWord("EXISTS") ? new NotExists(selector) : throw cursor.Error("only `EXISTS` follows `NOT`");
        }
        if (cursor.TakeWord("EXISTS"))
            throw PatternCursor.Error("there is no `EXISTS`; write `= \"*\"`", start);
        if (ValueParser.Operator(cursor) is not { } operation)
            throw cursor.Error("an operator must follow the selector: =, !=, <, >, <=, >=, IS or NOT EXISTS");
        return new ValueComparison(selector, operation, ValueParser.Value(cursor, operation));
    }

    private static ConstantComparison Constant(PatternCursor cursor, Selector selector)
    {
        cursor.SkipBlanks();
        if (cursor.TakeWord("NULL"))
            return new ConstantComparison(selector, JsonValueKind.Null);
        if (cursor.TakeWord("TRUE"))
            return new ConstantComparison(selector, JsonValueKind.True);
        if (cursor.TakeWord("FALSE"))
            return new ConstantComparison(selector, JsonValueKind.False);
        throw cursor.Error("`IS` is followed by NULL, TRUE or FALSE; there is no `IS NOT`");
    }
}
