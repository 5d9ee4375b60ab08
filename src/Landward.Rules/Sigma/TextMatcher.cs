using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Landward.Rules.Sigma;

/// <summary>Decides about the string form of a scalar.</summary>
internal abstract class TextMatcher
{
    public abstract bool Matches(ReadOnlySpan<char> text);
}

/// <summary>One of several texts, ignoring case.</summary>
internal sealed class TextSetMatcher : TextMatcher
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public TextSetMatcher(IEnumerable<string> texts) =>
        _lookup = texts.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public override bool Matches(ReadOnlySpan<char> text) => _lookup.Contains(text);
}

internal sealed class RegexMatcher(Regex regex) : TextMatcher
{
    public override bool Matches(ReadOnlySpan<char> text) => regex.IsMatch(text);
}

/// <summary>An address block; what is no address is outside.</summary>
internal sealed class AddressBlockMatcher(IPNetwork network) : TextMatcher
{
    public override bool Matches(ReadOnlySpan<char> text) => IPAddress.TryParse(text, out var address) && network.Contains(address);
}

internal enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
}

/// <summary>Decimal comparison; a text that is no number is neither less nor greater.</summary>
internal sealed class NumberMatcher(Comparison comparison, decimal bound) : TextMatcher
{
    public override bool Matches(ReadOnlySpan<char> text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Holds(comparison, number, bound);

    public static bool Holds(Comparison comparison, decimal number, decimal bound) => comparison switch
    {
        Comparison.Less => number < bound,
        Comparison.LessOrEqual => number <= bound,
        Comparison.Greater => number > bound,
        Comparison.GreaterOrEqual => number >= bound,
        Comparison.Equal => number == bound,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };
}

/// <summary>A part of a date (<c>hour</c>, in UTC) compared with a number.</summary>
internal sealed class DatePartMatcher(string part, Comparison comparison, decimal bound) : TextMatcher
{
    public override bool Matches(ReadOnlySpan<char> text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
        && NumberMatcher.Holds(comparison, Part(date.UtcDateTime), bound);

    private int Part(DateTime date) => part switch
    {
        "minute" => date.Minute,
        "hour" => date.Hour,
        "day" => date.Day,
        "week" => ISOWeek.GetWeekOfYear(date),
        "month" => date.Month,
        "year" => date.Year,
        _ => throw new InvalidOperationException(part),
    };
}
