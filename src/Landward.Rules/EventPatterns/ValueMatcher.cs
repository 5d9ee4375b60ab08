using System.Collections.Immutable;
using System.Text.Json;

namespace Landward.Rules.EventPatterns;

/// <summary>One admissible value of a field. <c>{"exists": false}</c> is none: it is a property of the field.</summary>
internal abstract record ValueMatcher
{
    public abstract bool Matches(EventField field);
}

/// <summary>A string literal; one that is an IP address also matches the address's other spellings.</summary>
internal sealed record LiteralText(string Text) : ValueMatcher
{
    private readonly System.Net.IPAddress? _address = IpAddressText.TryParse(Text, out var address) ? address : null;

    public override bool Matches(EventField field) =>
        field.Kind == JsonValueKind.String
        && (field.Text == Text || (_address is not null && IpAddressText.TryParse(field.Text, out var other) && other.Equals(_address)));
}

internal sealed record ExactText(string Text) : ValueMatcher
{
    public override bool Matches(EventField field) => field.Kind == JsonValueKind.String && field.Text == Text;
}

/// <summary>A number literal: numerically equal, or the same text when a double cannot hold it.</summary>
internal sealed record LiteralNumber(string Text) : ValueMatcher
{
    private readonly double? _value = ExactNumber.Parse(Text);

    public override bool Matches(EventField field) =>
        field.Kind == JsonValueKind.Number && (field.Text == Text || (_value is { } value && field.Number == value));
}

/// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
internal sealed record LiteralConstant(JsonValueKind Kind) : ValueMatcher
{
    public override bool Matches(EventField field) => field.Kind == Kind;
}

internal sealed record TextPrefix(string Prefix, bool IgnoreCase) : ValueMatcher
{
    private readonly string _prefix = IgnoreCase ? CaseFolding.Fold(Prefix) : Prefix;

    public override bool Matches(EventField field) =>
        field.Kind == JsonValueKind.String
        && (IgnoreCase ? CaseFolding.Fold(field.Text) : field.Text).StartsWith(_prefix, StringComparison.Ordinal);
}

internal sealed record TextSuffix(string Suffix, bool IgnoreCase) : ValueMatcher
{
    private readonly string _suffix = IgnoreCase ? CaseFolding.Fold(Suffix) : Suffix;

    public override bool Matches(EventField field) =>
        field.Kind == JsonValueKind.String
        && (IgnoreCase ? CaseFolding.Fold(field.Text) : field.Text).EndsWith(_suffix, StringComparison.Ordinal);
}

internal sealed record TextIgnoringCase(string Text) : ValueMatcher
{
    private readonly string _folded = CaseFolding.Fold(Text);

    public override bool Matches(EventField field) => field.Kind == JsonValueKind.String && CaseFolding.Fold(field.Text) == _folded;
}

internal sealed record Wildcard(WildcardText Pattern) : ValueMatcher
{
    public override bool Matches(EventField field) => field.Kind == JsonValueKind.String && Pattern.Matches(field.Text);
}

/// <summary>Every present value that none of the excluded ones matches, of whatever JSON type.</summary>
internal sealed record AnythingBut(ImmutableArray<ValueMatcher> Excluded) : ValueMatcher
{
    public override bool Matches(EventField field)
    {
        foreach (var matcher in Excluded)
        {
            if (matcher.Matches(field))
                return false;
        }
        return true;
    }
}

/// <summary>A range of numbers; a missing bound is an infinity.</summary>
internal sealed record NumericRange(double Bottom, bool OpenBottom, double Top, bool OpenTop) : ValueMatcher
{
    public override bool Matches(EventField field) =>
        field.Number is { } number
        && (OpenBottom ? number > Bottom : number >= Bottom)
        && (OpenTop ? number < Top : number <= Top);
}

internal sealed record InAddressBlock(AddressBlock Block) : ValueMatcher
{
    public override bool Matches(EventField field) =>
        field.Kind == JsonValueKind.String && IpAddressText.TryParse(field.Text, out var address) && Block.Contains(address);
}

/// <summary><c>{"exists": true}</c>: any scalar, <c>null</c> included.</summary>
internal sealed record Present : ValueMatcher
{
    public override bool Matches(EventField field) => true;
}
