using System.Collections.Immutable;
using Landward.Policy.Conditions;

namespace Landward.Policy.Proofs;

/// <summary>
/// Whether conditions on one key exclude each other: for an absent key, one value and many values in turn. Conditions on
/// texts are languages; the others change their answer only at their operands, and the evaluator's own conditions are asked there.
/// </summary>
internal sealed class ConditionChecker(PatternReader reader, KeyShape shape)
{
    private static readonly AtomSource NotEmpty = new("StringLike", ["?*"], Variables: false);

    private string _key = string.Empty;

    public bool Exclude((AtomSource Source, bool Holds)[] wanted, string key)
    {
        _key = key;
        if (Array.Find(wanted, item => item.Source.Pinned is not null && item.Holds).Source?.Pinned is { } pinned)
            return wanted.Any(item => item.Source.Pinned is null && !UsesVariables(item.Source) && Asks(item.Source, pinned) != item.Holds);
        var rest = wanted.Where(item => item.Source.Pinned is null).ToArray();
        return (!shape.MayBeAbsent || rest.Any(item => Asks(item.Source, KeyValue.Absent) != item.Holds))
            && (!shape.MayBeSingle || ExcludesOne(rest))
            && (!shape.MayBeMany || ExcludesMany(rest));
    }

    private bool ExcludesOne((AtomSource Source, bool Holds)[] wanted)
    {
        var probe = KeyValue.Single(string.Empty);
        // Set operators take one empty text for no value; the others compare it like any text.
        if (wanted.Any(item => QuantifierOf(item.Source) != Quantifier.None) && wanted.All(item => UsesVariables(item.Source) || Asks(item.Source, probe) == item.Holds))
            return false;
        if (wanted.Any(item => IsNull(item.Source) && Asks(item.Source, KeyValue.Single("x")) != item.Holds))
            return true;
        (AtomSource, bool)[] values = [.. wanted.Where(item => !IsNull(item.Source)).Select(item => (item.Source with { Operator = WithoutQuantifier(item.Source.Operator!) }, item.Holds))];
        return NoValue(values) || (wanted.Any(item => QuantifierOf(item.Source) != Quantifier.None) && NoValue([.. values, (NotEmpty, true)]));
    }

    private bool ExcludesMany((AtomSource Source, bool Holds)[] wanted)
    {
        if (wanted.All(item => Asks(item.Source, KeyValue.Many([])) == item.Holds))
            return false;
        if (wanted.Any(item => IsNull(item.Source) && Asks(item.Source, KeyValue.Many(["x"])) != item.Holds))
            return true;
        var sets = wanted.Where(item => !IsNull(item.Source)).ToArray();
        if (sets.Any(item => QuantifierOf(item.Source) == Quantifier.None && item.Holds))
            return true;
        var quantified = sets.Where(item => QuantifierOf(item.Source) != Quantifier.None).ToArray();
        var every = quantified.Where(item => (QuantifierOf(item.Source) == Quantifier.ForAllValues) == item.Holds).ToArray();
        var some = quantified.Except(every).ToArray();
        return some.Any(one => NoValue([.. every.Append(one).Select(item => (item.Source with { Operator = WithoutQuantifier(item.Source.Operator!) }, item.Holds))]));
    }

    /// <summary>No single value is as the conditions want it.</summary>
    private bool NoValue((AtomSource Source, bool Holds)[] wanted)
    {
        var texts = wanted.Where(item => IsText(item.Source)).ToArray();
        var typed = wanted.Where(item => !IsText(item.Source)).ToArray();
        // Each kind by itself excludes enough, or nothing is sure.
        return (texts.Length > 0 && NoText(texts, 0, [], [])) || (typed.Length > 0 && !Probes(typed).Any(probe => typed.All(item => Asks(item.Source, KeyValue.Single(probe)) == item.Holds)));
    }

    private bool NoText((AtomSource Source, bool Holds)[] wanted, int index, ImmutableList<AtomSource> inside, ImmutableList<(AtomSource Source, bool Readable)> outside)
    {
        if (index == wanted.Length)
            return NoText(inside, outside);
        var (source, holds) = wanted[index];
        var op = OperatorOf(source);
        var isArn = op.Comparison == Comparison.ArnLike;
        var readable = isArn ? new AtomSource("ArnLike", ["*"], Variables: false) : null;
        if (!op.Negated)
            return holds ? NoText(wanted, index + 1, inside.Add(source), outside) : NoText(wanted, index + 1, inside, outside.Add((source, false)));
        if (isArn && source.Texts.Any(text => PatternReader.SplitArn(text, source.Variables) is null))
            return holds || NoText(wanted, index + 1, inside, outside);
        if (source.Texts.IsEmpty)
            return !holds || NoText(wanted, index + 1, inside, outside);
        if (holds)
            return NoText(wanted, index + 1, readable is null ? inside : inside.Add(readable), outside.Add((source, false)));
        return NoText(wanted, index + 1, inside.Add(source), outside) && (readable is null || NoText(wanted, index + 1, inside, outside.Add((readable, true))));
    }

    private bool NoText(ImmutableList<AtomSource> inside, ImmutableList<(AtomSource Source, bool Readable)> outside)
    {
        Element[][] unwanted = [.. outside.SelectMany(item => item.Source.Texts.Select(text => Read(text, item.Source, narrow: true, opaque: true))).OfType<Element[]>()];
        List<Element[]> List(AtomSource source, bool opaque) => [.. source.Texts.Select(text => Read(text, source, narrow: false, opaque)).OfType<Element[]>()];
        List<List<Element[]>> wanted = inside.IsEmpty ? [[[new Element(null, IsRun: true)]]] : [.. inside.Select(source => List(source, inside.Count == 1))];
        return TextLanguage.IsEmpty(wanted, unwanted)
            || (inside.Count > 1 && inside.Any(source => source.Variables && TextLanguage.IsEmpty([List(source, opaque: true)], unwanted)));
    }

    private Element[]? Read(string text, AtomSource source, bool narrow, bool opaque)
    {
        var op = OperatorOf(source);
        return op.Comparison switch
        {
            Comparison.ArnLike => reader.ReadArn(text, source, narrow, opaque),
            Comparison.Bool when source.Variables && text.Contains("${", StringComparison.Ordinal) => narrow ? null : [new Element(null, IsRun: true)],
            Comparison.Bool when text.ToLowerInvariant() is not ("true" or "false") => null,
            _ => reader.Read(text, source, op.Comparison == Comparison.StringLike, false, op.Comparison is Comparison.StringEqualsIgnoreCase or Comparison.Bool, narrow, opaque)?.ToArray(),
        };
    }

    /// <summary>Values at and beside every operand.</summary>
    private static IEnumerable<string> Probes((AtomSource Source, bool Holds)[] typed)
    {
        string[] operands = [.. typed.SelectMany(item => item.Source.Texts)];
        var numbers = operands.Select(NumberText.Parse).OfType<decimal>().Order().ToArray();
        var instants = operands.Select(DateText.Parse).OfType<long>().ToArray();
        var ranges = operands.Select(AddressRange.Parse).OfType<AddressRange>().ToArray();
        string[] fixedProbes = ["?", "0", "2000-01-01", "192.0.2.77", "2001:db8:77::77", "/w==", "/f8="];
        return fixedProbes.Concat(operands)
            .Concat(numbers.SelectMany((number, i) => new[] { number - 1, number + 1, i > 0 ? (number + numbers[i - 1]) / 2 : number }).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            .Concat(instants.SelectMany(instant => new[] { instant - 1, instant + 1 }).Where(ticks => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks).Select(ticks => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture)))
            .Concat(ranges.SelectMany(range => Beside(range)));
    }

    private static IEnumerable<string> Beside(AddressRange range)
    {
        var width = range.IsIPv6 ? 128 : 32;
        var size = range.PrefixLength == 0 ? UInt128.Zero : UInt128.One << (width - range.PrefixLength);
        foreach (var address in (UInt128[])[range.Network, range.Network - 1, range.Network + size - 1, range.Network + size])
        {
            var bytes = new byte[16];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
            yield return new System.Net.IPAddress(range.IsIPv6 ? bytes : bytes[12..]).ToString();
        }
    }

    private bool Asks(AtomSource source, KeyValue value)
    {
        var context = new RequestContext.Builder();
        if (!value.IsAbsent)
            context.Add(_key, new ContextValue(value.Values, value.Multivalued));
        return new Condition(new ConditionSource(source.Operator!, _key, source.Texts), source.Variables).Evaluate(context.Build()) == Truth.True;
    }

    private static bool UsesVariables(AtomSource source) => source.Variables && source.Texts.Any(text => text.Contains("${", StringComparison.Ordinal));

    private static bool IsNull(AtomSource source) => OperatorOf(source).Comparison == Comparison.Null;

    private static bool IsText(AtomSource source) => OperatorOf(source).Comparison
        is Comparison.StringEquals or Comparison.StringEqualsIgnoreCase or Comparison.StringLike or Comparison.Bool or Comparison.ArnLike;

    private static Quantifier QuantifierOf(AtomSource source) => OperatorOf(source).Quantifier;

    // Statements with an operator that does not exist match nothing and take no part.
    private static ConditionOperator OperatorOf(AtomSource source) =>
        ConditionOperator.TryParse(source.Operator!, out var op) ? op : throw new System.Diagnostics.UnreachableException();

    private static string WithoutQuantifier(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
