using System.Buffers;
using Landward.Policy.Matching;

namespace Landward.Policy.Conditions;

internal enum ComparisonOutcome
{
    Different,
    Equal,

    /// <summary>One side cannot be read as a number, a date, an address, an ARN.</summary>
    Malformed,

    /// <summary>The policy value holds a variable whose value nobody knows.</summary>
    Unknown,
}

/// <summary>
/// One policy value of a condition, read once in the form its operator compares. Values with policy variables are read
/// again for each request, which only String, Arn and Bool operators allow.
/// </summary>
internal sealed class ConditionOperand
{
    private readonly PatternTemplate? _template;
    private readonly ArnPattern? _arn;
    private readonly decimal? _number;
    private readonly long? _instant;
    private readonly AddressRange? _range;
    private readonly byte[]? _bytes;

    private ConditionOperand(Comparison comparison, string text, bool variables)
    {
        Text = text;
        switch (comparison)
        {
            case Comparison.StringEquals or Comparison.StringEqualsIgnoreCase or Comparison.StringLike:
                _template = PatternTemplate.Parse(text, variables);
                break;
            case Comparison.Bool or Comparison.Null:
                _template = PatternTemplate.Parse(text, variables);
                Boolean = _template.HasVariables ? null : ReadBoolean(text);
                IsMalformed = Boolean is null && !_template.HasVariables;
                break;
            case Comparison.ArnLike:
                _arn = ArnPattern.Compile(text, variables);
                IsMalformed = _arn is null;
                break;
            case Comparison.IpAddress:
                _range = AddressRange.Parse(text);
                IsMalformed = _range is null;
                break;
            case Comparison.BinaryEquals:
                _bytes = ReadBase64(text);
                IsMalformed = _bytes is null;
                break;
            case >= Comparison.NumericEquals and <= Comparison.NumericGreaterThanEquals:
                _number = NumberText.Parse(text);
                IsMalformed = _number is null;
                break;
            default:
                _instant = DateText.Parse(text);
                IsMalformed = _instant is null;
                break;
        }
    }

    public string Text { get; }

    public bool IsMalformed { get; }

    public bool? Boolean { get; }

    public static ConditionOperand Compile(Comparison comparison, string text, bool variables) => new(comparison, text, variables);

    public ComparisonOutcome Compare(Comparison comparison, string value, RequestContext context)
    {
        if (IsMalformed)
            return ComparisonOutcome.Malformed;
        return comparison switch
        {
            Comparison.StringEquals => Outcome(_template!.EqualsText(value, context, StringComparison.Ordinal)),
            Comparison.StringEqualsIgnoreCase => Outcome(_template!.EqualsText(value, context, StringComparison.OrdinalIgnoreCase)),
            Comparison.StringLike => Outcome(_template!.Matches(value, context)),
            Comparison.ArnLike => _arn!.Compare(value, context),
            Comparison.Bool => CompareBoolean(value, context),
            Comparison.BinaryEquals => CompareBytes(value),
            Comparison.IpAddress => _range!.Value.Compare(value),
            >= Comparison.NumericEquals and <= Comparison.NumericGreaterThanEquals =>
                NumberText.Parse(value) is { } number ? Outcome(InOrder(comparison - Comparison.NumericEquals, number.CompareTo(_number!.Value))) : ComparisonOutcome.Malformed,
            _ => DateText.Parse(value) is { } instant ? Outcome(InOrder(comparison - Comparison.DateEquals, instant.CompareTo(_instant!.Value))) : ComparisonOutcome.Malformed,
        };
    }

    private ComparisonOutcome CompareBoolean(string value, RequestContext context)
    {
        if (ReadBoolean(value) is not { } actual)
            return ComparisonOutcome.Malformed;
        // The text of a variable that is absent equals nothing.
        return Boolean is { } expected ? Outcome(actual == expected) : Outcome(_template!.EqualsText(value, context, StringComparison.OrdinalIgnoreCase));
    }

    private ComparisonOutcome CompareBytes(string value)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(value.Length);
        var readable = Convert.TryFromBase64String(value, buffer, out var written);
        var equal = readable && buffer.AsSpan(0, written).SequenceEqual(_bytes);
        ArrayPool<byte>.Shared.Return(buffer);
        return readable ? Outcome(equal) : ComparisonOutcome.Malformed;
    }

    // The five orders stand in the same sequence for numbers and dates: =, <, <=, >, >=.
    private static bool InOrder(int order, int difference) => order switch
    {
        0 => difference == 0,
        1 => difference < 0,
        2 => difference <= 0,
        3 => difference > 0,
        _ => difference >= 0,
    };

    private static ComparisonOutcome Outcome(bool equal) => equal ? ComparisonOutcome.Equal : ComparisonOutcome.Different;

    private static ComparisonOutcome Outcome(Truth equal) => equal switch
    {
        Truth.True => ComparisonOutcome.Equal,
        Truth.False => ComparisonOutcome.Different,
        _ => ComparisonOutcome.Unknown,
    };

    private static bool? ReadBoolean(string? text)
    {
        if (string.Equals(text, "true", StringComparison.OrdinalIgnoreCase))
            return true;
        return string.Equals(text, "false", StringComparison.OrdinalIgnoreCase) ? false : null;
    }

    private static byte[]? ReadBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }
}
