using System.Collections.Immutable;
using System.Globalization;

namespace Landward.Rules.MetricFilters;

/// <summary>Reads selectors.</summary>
internal static class SelectorParser
{
    private const int MaxWildcards = 1;

    /// <summary>Whether a name can be written without quotes.</summary>
    public static bool IsPlain(string name) => name.Length > 0 && name.All(IsPlain);

    public static Selector Parse(PatternCursor cursor)
    {
        var start = cursor.Position;
        if (!cursor.Take("$"))
            throw cursor.Error("a selector must stand here, and selectors start with `$.`");
        if (cursor.Current != '.')
            throw cursor.Error("`$` must be followed by `.` and a name");
        var steps = ImmutableArray.CreateBuilder<SelectorStep>();
        while (Step(cursor) is { } step)
            steps.Add(step);
        var selector = new Selector(steps.ToImmutable());
        if (selector.Steps.Count(step => step is AnyElementStep or AnyMemberStep) > MaxWildcards)
            throw PatternCursor.Error("a selector may have one wildcard", start);
        return selector;
    }

    private static SelectorStep? Step(PatternCursor cursor)
    {
        if (cursor.Take(".['"))
        {
            var name = cursor.TakeWhile(character => character != '\'');
            return name.Length > 0 && cursor.Take("']") ? new MemberStep(name) : throw cursor.Error("a quoted name is not closed by `']`");
        }
        if (cursor.Take(".*"))
            return new AnyMemberStep();
        if (cursor.Take("."))
        {
            var name = cursor.TakeWhile(IsPlain);
            return name.Length > 0 ? new MemberStep(name) : throw cursor.Error("a name of letters, digits, `_` and `-` must follow the dot");
        }
        if (cursor.Take("[*]"))
            return new AnyElementStep();
        if (cursor.Take("["))
        {
            var digits = cursor.TakeWhile(char.IsAsciiDigit);
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && cursor.Take("]")
                ? new ElementStep(index)
                : throw cursor.Error("an element is `[n]` or `[*]`");
        }
        return null;
    }

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';
}
