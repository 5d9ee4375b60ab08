using System.Text.Json;

namespace Landward.Rules.EventPatterns;

/// <summary>The value of a <c>numeric</c> expression: one comparison, or a lower bound followed by an upper one.</summary>
internal static class NumericRangeParser
{
    public static NumericRange Parse(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw new EventPatternFormatException("Value of numeric must be an array.");
        var items = value.EnumerateArray().ToArray();
        if (items.Length == 0 || items[0].ValueKind != JsonValueKind.String)
            throw new EventPatternFormatException($"Invalid member in numeric match: {(items.Length == 0 ? "]" : items[0].GetRawText())}");
        switch (items[0].GetString()!)
        {
            case "=":
                var equal = Number(items, 1, "equals");
                RequireEnd(items);
                return new NumericRange(equal, OpenBottom: false, equal, OpenTop: false);
            case "<":
                var below = Number(items, 1, "<");
                RequireEnd(items);
                return new NumericRange(double.NegativeInfinity, OpenBottom: false, below, OpenTop: true);
            case "<=":
                var most = Number(items, 1, "<=");
                RequireEnd(items);
                return new NumericRange(double.NegativeInfinity, OpenBottom: false, most, OpenTop: false);
            case ">":
                return Complete(items, Number(items, 1, ">"), openBottom: true);
            case ">=":
                return Complete(items, Number(items, 1, ">="), openBottom: false);
            case var other:
                throw new EventPatternFormatException($"Unrecognized numeric range operator: {other}");
        }
    }

    /// <summary>Rejects a number that a double does not hold exactly.</summary>
    public static double RequireComparable(JsonElement value) =>
        ExactNumber.Parse(value.GetRawText()) ?? throw new EventPatternFormatException($"Cannot compare number : {value.GetRawText()}");

    private static NumericRange Complete(JsonElement[] items, double bottom, bool openBottom)
    {
        if (items.Length == 2)
            return new NumericRange(bottom, openBottom, double.PositiveInfinity, OpenTop: false);
        if (items[2].ValueKind != JsonValueKind.String)
            throw new EventPatternFormatException($"Bad value in numeric range: {items[2].GetRawText()}");
        var name = items[2].GetString()!;
        if (name is not ("<" or "<="))
            throw new EventPatternFormatException($"Bad numeric range operator: {name}");
        var top = Number(items, 3, name);
        if (items.Length > 4)
            throw new EventPatternFormatException("Too many terms in numeric range expression");
        if (bottom >= top)
            throw new EventPatternFormatException("Bottom must be less than top");
        return new NumericRange(bottom, openBottom, top, OpenTop: name == "<");
    }

    private static double Number(JsonElement[] items, int index, string name) =>
        index < items.Length && items[index].ValueKind == JsonValueKind.Number
            ? RequireComparable(items[index])
            : throw new EventPatternFormatException($"Value of {name} must be numeric");

    private static void RequireEnd(JsonElement[] items)
    {
        if (items.Length > 2)
            throw new EventPatternFormatException("Too many elements in numeric expression");
    }
}
