using System.Collections.Immutable;

namespace Landward.Rules.MetricFilters;

/// <summary>Reads terms: all must occur, <c>-term</c> must not, of several <c>?term</c> one must.</summary>
internal static class TextPatternParser
{
    public static FilterSyntax Parse(PatternCursor cursor)
    {
        if (cursor.Current == '%')
            return Expression(cursor);
        var all = ImmutableArray.CreateBuilder<string>();
        var any = ImmutableArray.CreateBuilder<string>();
        var none = ImmutableArray.CreateBuilder<string>();
        while (!cursor.AtEnd)
        {
            // The user guide's own example leaves a blank after the minus: "ERROR" - "Exiting".
            var terms = cursor.Take("?") ? any : cursor.Take("-") ? none : all;
            cursor.SkipBlanks();
            terms.Add(Term(cursor));
            cursor.SkipBlanks();
        }
        // " " is how the command line writes the empty pattern.
        return any.Count == 0 && none.Count == 0 && all.All(string.IsNullOrWhiteSpace)
            ? new EveryEvent()
            : new TextTerms(all.ToImmutable(), any.ToImmutable(), none.ToImmutable());
    }

    private static TextExpression Expression(PatternCursor cursor)
    {
        var regex = cursor.TakeRegex();
        cursor.SkipBlanks();
        return cursor.AtEnd ? new TextExpression(regex) : throw cursor.Error("a regular expression stands alone, or in a JSON or space-delimited pattern");
    }

    private static string Term(PatternCursor cursor)
    {
        if (cursor.AtEnd)
            throw cursor.Error("a term must follow");
        if (cursor.Current == '"')
            return cursor.TakeQuoted();
        var start = cursor.Position;
        var term = cursor.TakeWhile(character => !char.IsWhiteSpace(character));
        return term.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
            ? term
            : throw PatternCursor.Error("a term with other characters than letters, digits and `_` must stand in double quotes", start, $"Invalid character(s) in term '{term}'");
    }
}
