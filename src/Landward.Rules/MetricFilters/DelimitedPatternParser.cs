using System.Collections.Immutable;

namespace Landward.Rules.MetricFilters;

/// <summary>Reads <c>[field, field = value, ...]</c>.</summary>
internal static class DelimitedPatternParser
{
    public static DelimitedPattern Parse(PatternCursor cursor)
    {
        cursor.Take("[");
        var slots = ImmutableArray.CreateBuilder<DelimitedSlot>();
        do
        {
            cursor.SkipBlanks();
            var start = cursor.Position;
            var slot = Slot(cursor);
            // Two ellipses could be filled in several ways; the AWS CDK refuses them too.
            if (slot.IsEllipsis && slots.Any(other => other.IsEllipsis))
                throw PatternCursor.Error("a pattern may have one ellipsis", start);
            slots.Add(slot);
            cursor.SkipBlanks();
        }
        while (cursor.Take(","));
        if (!cursor.Take("]"))
            throw cursor.Error(cursor.AtEnd ? "the bracket is not closed" : "a comma, `&&`, `||` or the closing bracket must stand here");
        cursor.SkipBlanks();
        return cursor.AtEnd ? new DelimitedPattern(slots.ToImmutable()) : throw cursor.Error("nothing may follow the closing bracket");
    }

    private static DelimitedSlot Slot(PatternCursor cursor)
    {
        if (cursor.Take(DelimitedSlot.Ellipsis))
            return new DelimitedSlot(DelimitedSlot.Ellipsis, null);
        var name = Name(cursor);
        cursor.SkipBlanks();
        if (ValueParser.Operator(cursor) is not { } operation)
            return new DelimitedSlot(name, null);
        var alternatives = ImmutableArray.CreateBuilder<ImmutableArray<FieldComparison>>();
        var conjunction = ImmutableArray.CreateBuilder<FieldComparison>();
        conjunction.Add(new FieldComparison(name, operation, ValueParser.Value(cursor, operation)));
        for (cursor.SkipBlanks(); ; cursor.SkipBlanks())
        {
            if (cursor.Take("||"))
                alternatives.Add(conjunction.DrainToImmutable());
            else if (!cursor.Take("&&"))
                break;
            conjunction.Add(Comparison(cursor));
        }
        alternatives.Add(conjunction.DrainToImmutable());
        return new DelimitedSlot(string.Empty, new FieldCondition(alternatives.ToImmutable()));
    }

    private static FieldComparison Comparison(PatternCursor cursor)
    {
        cursor.SkipBlanks();
        var name = Name(cursor);
        cursor.SkipBlanks();
        return name.Length > 0 && ValueParser.Operator(cursor) is { } operation
            ? new FieldComparison(name, operation, ValueParser.Value(cursor, operation))
            : throw cursor.Error("a field's name and an operator must follow");
    }

    private static string Name(PatternCursor cursor) =>
        cursor.TakeWhile(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
}
