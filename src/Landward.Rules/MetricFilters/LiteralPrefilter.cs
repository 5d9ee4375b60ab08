using System.Text;

namespace Landward.Rules.MetricFilters;

/// <summary>
/// Texts of which one must stand in the bytes of a JSON message that matches, so that most messages need not be parsed. A message with a
/// <c>\u</c> escape may spell any of them otherwise and is always parsed.
/// </summary>
internal sealed class LiteralPrefilter
{
    private readonly byte[][]? _literals;

    public LiteralPrefilter(JsonCondition condition) => _literals = Literals(condition)?.Select(Encoding.UTF8.GetBytes).ToArray();

    public bool MayMatch(ReadOnlySpan<byte> message)
    {
        if (_literals is null)
            return true;
        foreach (var literal in _literals)
        {
            if (message.IndexOf(literal) >= 0)
                return true;
        }
        return message.IndexOf("\\u"u8) >= 0;
    }

    /// <summary>Null: nothing can be said.</summary>
    private static string[]? Literals(JsonCondition condition) => condition switch
    {
        AnyCondition any => Union(any.Parts.Select(Literals)),
        AllConditions all => all.Parts.Select(Literals).Where(literals => literals is not null).MaxBy(Selectivity),
        ValueComparison { Operator: FilterOperator.Equal, Value: TextValue { HasWildcard: false } value } when IsSafe(value.Text) => [Quoted(value)],
        ValueComparison or ConstantComparison => Name(((SelectorCondition)condition).Selector),
        _ => null,
    };

    /// <summary>A text of digits may also be written as a number, without quotes.</summary>
    private static string Quoted(TextValue value) => FilterNumber.TryParse(value.Text, out _) ? string.Empty : $"\"{value.Text}\"";

    /// <summary>A comparison needs its field to be there: at least the last name of the selector.</summary>
    private static string[]? Name(Selector selector) =>
        selector.Steps.OfType<MemberStep>().LastOrDefault() is { } step && IsSafe(step.Name) ? [$"\"{step.Name}\""] : null;

    private static string[]? Union(IEnumerable<string[]?> parts)
    {
        var all = parts.ToArray();
        return Array.TrueForAll(all, part => part is not null) ? [.. all.SelectMany(part => part!).Distinct(StringComparer.Ordinal)] : null;
    }

    /// <summary>Few and long literals are rarest.</summary>
    private static int Selectivity(string[]? literals) => literals!.Min(literal => literal.Length) - literals!.Length;

    /// <summary>Characters that JSON writes in one way, but for <c>\u</c>.</summary>
    private static bool IsSafe(string text) => text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.' or ':' or ' ');
}
