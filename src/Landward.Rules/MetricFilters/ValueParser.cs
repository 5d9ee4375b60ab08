namespace Landward.Rules.MetricFilters;

/// <summary>Reads an operator and what stands to its right.</summary>
internal static class ValueParser
{
    public static FilterOperator? Operator(PatternCursor cursor)
    {
        if (cursor.Take("!="))
            return FilterOperator.NotEqual;
        if (cursor.Take(">="))
            return FilterOperator.GreaterOrEqual;
        if (cursor.Take("<="))
            return FilterOperator.LessOrEqual;
        if (cursor.Take("="))
            return FilterOperator.Equal;
        if (cursor.Take(">"))
            return FilterOperator.Greater;
        return cursor.Take("<") ? FilterOperator.Less : null;
    }

    public static FilterValue Value(PatternCursor cursor, FilterOperator operation)
    {
        cursor.SkipBlanks();
        var start = cursor.Position;
        FilterValue value = cursor.Current switch
        {
            '"' => new TextValue(cursor.TakeQuoted()),
            '%' => new RegexValue(cursor.TakeRegex()),
            '\'' => throw cursor.Error("texts stand in double quotes; single quotes are not valid"),
            _ => Bare(cursor),
        };
        if (operation is not (FilterOperator.Equal or FilterOperator.NotEqual) && value is not NumberValue)
            throw PatternCursor.Error("`<`, `>`, `<=` and `>=` compare with a number", start);
        return value;
    }

    /// <summary>Published patterns also have dots, stars, dashes, colons and slashes outside quotes (<c>kms.amazonaws.com</c>, <c>123.123.*</c>).</summary>
    private static FilterValue Bare(PatternCursor cursor)
    {
        var text = cursor.TakeWhile(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '*' or '-' or ':' or '/' or '+');
        if (text.Length == 0)
            throw cursor.Error(cursor.AtEnd ? "a value must follow" : $"a value with `{cursor.Current}` must stand in double quotes");
        return FilterNumber.TryParse(text, out _) ? new NumberValue(text) : new TextValue(text);
    }
}
