using System.Collections.Immutable;
using System.Text.Json;

namespace Landward.Rules.MetricFilters;

/// <summary>A condition of a JSON pattern.</summary>
internal abstract record JsonCondition
{
    public abstract bool Holds(JsonElement root);

    /// <summary>Decides from the fields that are known without the document, where they suffice.</summary>
    public abstract FilterAnswer Ask(FilterFields fields);

    /// <summary>One decisive part decides; without one, a part that is not known leaves the whole unknown.</summary>
    protected static FilterAnswer Ask(ImmutableArray<JsonCondition> parts, FilterFields fields, FilterAnswer decisive, FilterAnswer otherwise)
    {
        var answer = otherwise;
        foreach (var part in parts)
        {
            var asked = part.Ask(fields);
            if (asked == decisive)
                return decisive;
            if (asked == FilterAnswer.Unknown)
                answer = FilterAnswer.Unknown;
        }
        return answer;
    }
}

internal sealed record AllConditions(ImmutableArray<JsonCondition> Parts) : JsonCondition
{
    public override bool Holds(JsonElement root)
    {
        foreach (var part in Parts)
        {
            if (!part.Holds(root))
                return false;
        }
        return true;
    }

    public override FilterAnswer Ask(FilterFields fields) => Ask(Parts, fields, decisive: FilterAnswer.No, otherwise: FilterAnswer.Yes);
}

internal sealed record AnyCondition(ImmutableArray<JsonCondition> Parts) : JsonCondition
{
    public override bool Holds(JsonElement root)
    {
        foreach (var part in Parts)
        {
            if (part.Holds(root))
                return true;
        }
        return false;
    }

    public override FilterAnswer Ask(FilterFields fields) => Ask(Parts, fields, decisive: FilterAnswer.Yes, otherwise: FilterAnswer.No);
}

/// <summary>A condition on the values a selector finds.</summary>
internal abstract record SelectorCondition(Selector Selector) : JsonCondition
{
    public override bool Holds(JsonElement root) => Selector.Any(root, this);

    public override FilterAnswer Ask(FilterFields fields)
    {
        if (!fields.Numbers.TryGetValue(Selector.Text, out var number))
            return FilterAnswer.Unknown;
        var state = fields.Read(number, out var text);
        return state == FilterFieldState.Unknown ? FilterAnswer.Unknown : Answer(state, text);
    }

    /// <summary>Whether the condition holds for a value that the selector found.</summary>
    public abstract bool Holds(JsonElement value, ReadOnlySpan<byte> raw);

    protected abstract FilterAnswer Answer(FilterFieldState state, ReadOnlySpan<byte> text);

    protected static FilterAnswer Answer(bool holds) => holds ? FilterAnswer.Yes : FilterAnswer.No;
}

/// <summary>
/// <c>$.field = value</c> and the other operators. The selector must find a string or a number: on an absent field, an object, an array,
/// a truth value or null no comparison holds, <c>!=</c> included.
/// </summary>
internal sealed record ValueComparison(Selector Selector, FilterOperator Operator, FilterValue Value) : SelectorCondition(Selector)
{
    public override bool Holds(JsonElement value, ReadOnlySpan<byte> raw) => value.ValueKind switch
    {
        JsonValueKind.Number => Value.Compares(Operator, raw, isNumber: true),
        JsonValueKind.String when raw.IndexOf((byte)'\\') < 0 => Value.Compares(Operator, raw, isNumber: false),
        JsonValueKind.String => FilterText.Read(value) is { } text && Value.Compares(Operator, System.Text.Encoding.UTF8.GetBytes(text), isNumber: false),
        _ => false,
    };

    protected override FilterAnswer Answer(FilterFieldState state, ReadOnlySpan<byte> text)
    {
        if (state != FilterFieldState.Text)
            return FilterAnswer.No;
        // Without the document a truth value cannot be told from the text that spells it.
        return text is [(byte)'t', (byte)'r', (byte)'u', (byte)'e'] or [(byte)'f', (byte)'a', (byte)'l', (byte)'s', (byte)'e'] || FilterNumber.MayBe(text)
            ? FilterAnswer.Unknown
            : Answer(Value.Compares(Operator, text, isNumber: false));
    }
}

/// <summary><c>$.field IS NULL</c>, <c>IS TRUE</c>, <c>IS FALSE</c>: of a field that is there.</summary>
internal sealed record ConstantComparison(Selector Selector, JsonValueKind Kind) : SelectorCondition(Selector)
{
    public override bool Holds(JsonElement value, ReadOnlySpan<byte> raw) => value.ValueKind == Kind;

    protected override FilterAnswer Answer(FilterFieldState state, ReadOnlySpan<byte> text) => state switch
    {
        FilterFieldState.Null => Answer(Kind == JsonValueKind.Null),
        FilterFieldState.Absent => FilterAnswer.No,
        _ => Kind == JsonValueKind.Null ? FilterAnswer.No : FilterAnswer.Unknown,
    };
}

/// <summary><c>$.field NOT EXISTS</c>: the selector finds nothing at all; a null is something.</summary>
internal sealed record NotExists(Selector Selector) : SelectorCondition(Selector)
{
    public override bool Holds(JsonElement root) => !Selector.Any(root, this);

    public override bool Holds(JsonElement value, ReadOnlySpan<byte> raw) => true;

    protected override FilterAnswer Answer(FilterFieldState state, ReadOnlySpan<byte> text) => Answer(state == FilterFieldState.Absent);
}
