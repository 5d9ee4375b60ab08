using System.Text;
using Landward.Rules.Text;

namespace Landward.Rules.MetricFilters;

/// <summary>What a value of an event is compared with.</summary>
internal abstract record FilterValue
{
    /// <summary>Compares a scalar's text, UTF-8 and unescaped.</summary>
    /// <param name="isNumber">The scalar is a JSON number.</param>
    public bool Compares(FilterOperator operation, ReadOnlySpan<byte> text, bool isNumber) => operation switch
    {
        FilterOperator.Equal => Matches(text, isNumber),
        FilterOperator.NotEqual => !Matches(text, isNumber),
        _ => Orders(operation, text, isNumber),
    };

    protected abstract bool Matches(ReadOnlySpan<byte> text, bool isNumber);

    /// <summary>Only numbers are in an order; the parser allows nothing else.</summary>
    protected virtual bool Orders(FilterOperator operation, ReadOnlySpan<byte> text, bool isNumber) => false;
}

/// <summary>A text in which <c>*</c> stands for any characters. Case counts.</summary>
internal sealed record TextValue(string Text) : FilterValue
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(Text);
    private readonly bool _isNumber = FilterNumber.TryParse(Text, out _);

    public bool HasWildcard { get; } = Text.Contains('*', StringComparison.Ordinal);

    public bool Equals(TextValue? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    protected override bool Matches(ReadOnlySpan<byte> text, bool isNumber)
    {
        if (HasWildcard)
            return StarPattern.Matches(_utf8, text, (byte)'*');
        if (text.SequenceEqual(_utf8))
            return true;
        // The number 400 and the text "400" are equal where both are numbers: AWS does not say, so the wider reading is taken.
        return isNumber && _isNumber
            && FilterNumber.TryParse(text, withExponent: true, out var left)
            && FilterNumber.TryParse(_utf8, withExponent: true, out var right)
            && FilterNumber.AreEqual(text, left, _utf8, right);
    }
}

/// <summary>A number, written without quotes.</summary>
internal sealed record NumberValue(string Text) : FilterValue
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(Text);
    private readonly double _number = FilterNumber.TryParse(Text, out var number) ? number : double.NaN;

    public bool Equals(NumberValue? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    protected override bool Matches(ReadOnlySpan<byte> text, bool isNumber) =>
        text.SequenceEqual(_utf8)
        || (FilterNumber.TryParse(text, withExponent: isNumber, out var number) && FilterNumber.AreEqual(text, number, _utf8, _number));

    protected override bool Orders(FilterOperator operation, ReadOnlySpan<byte> text, bool isNumber) =>
        FilterNumber.TryParse(text, withExponent: isNumber, out var number)
        && operation switch
        {
            FilterOperator.Greater => number > _number,
            FilterOperator.Less => number < _number,
            FilterOperator.GreaterOrEqual => number >= _number,
            FilterOperator.LessOrEqual => number <= _number,
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        };
}

/// <summary>A regular expression, anywhere in the text.</summary>
internal sealed record RegexValue(FilterRegex Regex) : FilterValue
{
    protected override bool Matches(ReadOnlySpan<byte> text, bool isNumber) => Regex.Matches(text);
}
