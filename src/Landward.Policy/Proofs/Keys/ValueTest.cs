using System.Collections.Immutable;
using Landward.Policy.Conditions;

namespace Landward.Policy.Proofs;

/// <summary>The kinds of value an operator compares; texts, booleans and ARNs are all sets of texts.</summary>
internal enum ValueFamily
{
    Text,
    Number,
    Instant,
    Address,
    Binary,
}

/// <summary>
/// The operator of a condition over one value of its key, as the evaluator compares it: positive operators want one of the
/// operands, negated ones none of them, and what cannot be read makes either fail.
/// </summary>
internal sealed class ValueTest
{
    private static readonly TextPattern[] Booleans = [Folded("true"), Folded("false")];

    /// <summary>Holds for every text but the empty one.</summary>
    public static readonly ValueTest NotEmpty = new() { Comparison = Comparison.StringLike, IsNegated = false, Patterns = [TextPattern.Parse("?*")] };

    public required Comparison Comparison { get; init; }

    public required bool IsNegated { get; init; }

    /// <summary>A negated operator with an operand that cannot be read never holds.</summary>
    public bool HasMalformedOperand { get; private init; }

    /// <summary>The condition lists no operand at all.</summary>
    public bool IsEmpty { get; private init; }

    /// <summary>Only the evaluator can tell what it holds for: a variable with a default, or one whose case is folded.</summary>
    public bool IsVague { get; private init; }

    /// <summary>The operands as sets of texts; of the Text family only.</summary>
    public TextPattern[] Patterns { get; private init; } = [];

    /// <summary>The texts the operator can read; null when it reads every text. Of the Text family only.</summary>
    public TextPattern[]? Readable { get; private init; }

    public ImmutableArray<decimal> Numbers { get; private init; } = [];

    public ImmutableArray<long> Instants { get; private init; } = [];

    public ImmutableArray<AddressRange> Ranges { get; private init; } = [];

    public ImmutableArray<byte[]> Blobs { get; private init; } = [];

    /// <summary>The keys of the policy variables in its operands.</summary>
    public ImmutableArray<string> Variables { get; private init; } = [];

    public ValueFamily Family => Comparison switch
    {
        Comparison.IpAddress => ValueFamily.Address,
        Comparison.BinaryEquals => ValueFamily.Binary,
        >= Comparison.NumericEquals and <= Comparison.NumericGreaterThanEquals => ValueFamily.Number,
        >= Comparison.DateEquals and <= Comparison.DateGreaterThanEquals => ValueFamily.Instant,
        _ => ValueFamily.Text,
    };

    public static ValueTest Compile(ConditionOperator op, ImmutableArray<string> operands, TemplateReader reader, bool variables)
    {
        var test = new ValueTest { Comparison = op.Comparison, IsNegated = op.Negated, IsEmpty = operands.IsEmpty };
        return test.Family == ValueFamily.Text ? CompileText(op, operands, reader, variables) : CompileTyped(op, operands, test.Family);
    }

    /// <summary>Whether the condition holds for a value.</summary>
    public bool Holds(string value)
    {
        if (IsNegated && !IsEmpty && (HasMalformedOperand || !CanRead(value)))
            return false;
        return EqualsSome(value) != IsNegated;
    }

    /// <summary>The value is of the operator's type.</summary>
    public bool CanRead(string value) => Family switch
    {
        ValueFamily.Number => NumberText.Parse(value) is not null,
        ValueFamily.Instant => DateText.Parse(value) is not null,
        ValueFamily.Address => AddressRange.Parse(value) is not null && !value.Contains('/', StringComparison.Ordinal),
        ValueFamily.Binary => ReadBase64(value) is not null,
        _ => Readable is null || Array.Exists(Readable, pattern => pattern.Matches(value)),
    };

    private bool EqualsSome(string value)
    {
        switch (Family)
        {
            case ValueFamily.Number:
                return NumberText.Parse(value) is { } number && Numbers.Any(operand => InOrder(Comparison - Comparison.NumericEquals, number.CompareTo(operand)));
            case ValueFamily.Instant:
                return DateText.Parse(value) is { } instant && Instants.Any(operand => InOrder(Comparison - Comparison.DateEquals, instant.CompareTo(operand)));
            case ValueFamily.Address:
                return Ranges.Any(range => range.Compare(value) == ComparisonOutcome.Equal);
            case ValueFamily.Binary:
                return ReadBase64(value) is { } bytes && Blobs.Any(blob => blob.AsSpan().SequenceEqual(bytes));
            default:
                foreach (var pattern in Patterns)
                {
                    if (pattern.Matches(value))
                        return true;
                }
                return false;
        }
    }

    private static ValueTest CompileText(ConditionOperator op, ImmutableArray<string> operands, TemplateReader reader, bool variables)
    {
        var isArn = op.Comparison == Comparison.ArnLike;
        var readings = operands.Select(operand => isArn
            ? reader.ReadArn(operand, variables)
            : reader.Read(operand, variables, wildcards: op.Comparison == Comparison.StringLike)).ToArray();
        string[] keys = [.. readings.SelectMany(reading => reading.Variables)];
        var patterns = op.Comparison switch
        {
            Comparison.Bool => operands.Where(IsBoolean).Select(Folded),
            Comparison.StringEqualsIgnoreCase => readings.Select(reading => Fold(reading.Pattern!)),
            _ => readings.Select(reading => reading.Pattern).OfType<TextPattern>(),
        };
        return new ValueTest
        {
            Comparison = op.Comparison,
            IsNegated = op.Negated,
            IsEmpty = operands.IsEmpty,
            HasMalformedOperand = readings.Any(reading => reading.IsMalformed),
            // One token for a variable does not say in which case its value is written, nor that it may be a boolean.
            IsVague = readings.Any(reading => reading.IsVague) || (keys.Length > 0 && op.Comparison is Comparison.Bool or Comparison.StringEqualsIgnoreCase),
            Patterns = [.. patterns],
            Readable = isArn ? [TextPattern.AnyArn] : op.Comparison == Comparison.Bool ? Booleans : null,
            Variables = [.. keys],
        };
    }

    private static ValueTest CompileTyped(ConditionOperator op, ImmutableArray<string> operands, ValueFamily family)
    {
        decimal?[] numbers = family == ValueFamily.Number ? [.. operands.Select(NumberText.Parse)] : [];
        long?[] instants = family == ValueFamily.Instant ? [.. operands.Select(DateText.Parse)] : [];
        AddressRange?[] ranges = family == ValueFamily.Address ? [.. operands.Select(AddressRange.Parse)] : [];
        byte[]?[] blobs = family == ValueFamily.Binary ? [.. operands.Select(ReadBase64)] : [];
        return new ValueTest
        {
            Comparison = op.Comparison,
            IsNegated = op.Negated,
            IsEmpty = operands.IsEmpty,
            HasMalformedOperand = numbers.Contains(null) || instants.Contains(null) || ranges.Contains(null) || blobs.Contains(null),
            Numbers = [.. numbers.OfType<decimal>()],
            Instants = [.. instants.OfType<long>()],
            Ranges = [.. ranges.OfType<AddressRange>()],
            Blobs = [.. blobs.OfType<byte[]>()],
        };
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

    private static TextPattern Fold(TextPattern pattern) =>
        pattern.With(symbol => symbol is >= 0 and <= char.MaxValue ? Symbols.Folded((char)symbol) : symbol);

    private static TextPattern Folded(string text) => Fold(TextPattern.Literal(text));

    private static bool IsBoolean(string text) =>
        string.Equals(text, "true", StringComparison.OrdinalIgnoreCase) || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);

    private static byte[]? ReadBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }
}
