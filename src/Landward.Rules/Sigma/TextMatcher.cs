using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Landward.Rules.Text;

namespace Landward.Rules.Sigma;

/// <summary>Decides about the string form of a scalar, in UTF-8.</summary>
internal abstract class TextMatcher
{
    public abstract bool Matches(ReadOnlySpan<byte> text);

    /// <summary>The same about a field's text, with what the event remembers.</summary>
    public virtual bool Matches(ReadOnlySpan<byte> text, SigmaEvent @event) => Matches(text);

    /// <summary>What deciding costs, beside equality.</summary>
    public virtual int Cost => 1;

    /// <summary>Whether a text that matches makes every text that contains it match.</summary>
    public virtual bool IsContainment => false;

    /// <summary>Whether a text and the same in other case are decided alike.</summary>
    public virtual bool IgnoresCase => false;

    /// <summary>Texts of ASCII one of which, ignoring case, is in every text that matches; null when there are none.</summary>
    public virtual ImmutableArray<string>? Contained => null;
}

/// <summary>One of several texts, ignoring case.</summary>
internal sealed class TextSetMatcher : TextMatcher
{
    private readonly IReadOnlyCollection<string> _texts;
    private readonly CaselessTable<bool> _ascii;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>>? _others;

    public TextSetMatcher(IReadOnlyCollection<string> texts)
    {
        _texts = texts;
        _ascii = new CaselessTable<bool>(texts.Where(text => Ascii.IsValid(text)).Select(text => KeyValuePair.Create(text, value: true)));
        var others = texts.Where(text => !Ascii.IsValid(text)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _others = others.Count == 0 ? null : others.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public override int Cost => 0;

    public override bool IgnoresCase => true;

    public override ImmutableArray<string>? Contained => _others is null && !_texts.Contains(string.Empty) ? [.. _texts] : null;

    public override bool Matches(ReadOnlySpan<byte> text)
    {
        if (_ascii.TryGet(text, out _))
            return true;
        if (_others is not { } others || Ascii.IsValid(text))
            return false;
        using var characters = new Utf8Characters(text, stackalloc char[Utf8Characters.StackLength]);
        return others.Contains(characters.Span);
    }
}

/// <summary>A regular expression, built when it is first asked.</summary>
internal sealed class RegexMatcher(string pattern, RegexOptions options) : TextMatcher
{
    private Regex? _regex;

    public override int Cost => 10;

    /// <summary>Throws <see cref="ArgumentException"/> or <see cref="NotSupportedException"/> for what cannot be built. Two threads may both build it.</summary>
    public Regex Build() => _regex ??= new Regex(pattern, options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public override bool Matches(ReadOnlySpan<byte> text)
    {
        using var characters = new Utf8Characters(text, stackalloc char[Utf8Characters.StackLength]);
        return Build().IsMatch(characters.Span);
    }
}

/// <summary>Any of the address blocks; what is no address is outside.</summary>
internal sealed class AddressBlockMatcher(AddressBlockRange[] blocks) : TextMatcher
{
    public override int Cost => 3;

    public override bool Matches(ReadOnlySpan<byte> text) => AddressText.TryParse(text, out var address, out var isV4) && Holds(address, isV4);

    public override bool Matches(ReadOnlySpan<byte> text, SigmaEvent @event) =>
        @event.Addresses.TryParse(text, out var address, out var isV4) && Holds(address, isV4);

    private bool Holds(UInt128 address, bool isV4)
    {
        foreach (ref readonly var block in blocks.AsSpan())
        {
            if (isV4 == block.IsV4 && address >= block.First && address <= block.Last)
                return true;
        }
        return false;
    }
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
    public override bool Matches(ReadOnlySpan<byte> text) =>
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
    public override bool Matches(ReadOnlySpan<byte> text)
    {
        using var characters = new Utf8Characters(text, stackalloc char[Utf8Characters.StackLength]);
        return DateTimeOffset.TryParse(characters.Span, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && NumberMatcher.Holds(comparison, Part(date.UtcDateTime), bound);
    }

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
