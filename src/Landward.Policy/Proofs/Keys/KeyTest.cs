using System.Collections.Immutable;
using Landward.Policy.Conditions;

namespace Landward.Policy.Proofs;

/// <summary>One condition, as a question to whatever a request carries under its key: absent, one value, many values.</summary>
internal sealed class KeyTest
{
    private static readonly ConditionOperator AnyText = new(Comparison.StringLike, Negated: false, Quantifier.ForAllValues, IfExists: false);
    private static readonly ValueTest Anything = ValueTest.Compile(AnyText, ["*"], new TemplateReader(), variables: false);
    private static readonly ValueTest Nothing = ValueTest.Compile(AnyText, [], new TemplateReader(), variables: false);

    private readonly ConditionOperator _operator;

    private KeyTest(ConditionOperator op, ValueTest values, bool? absence) => (_operator, Values, WantsAbsence) = (op, values, absence);

    /// <summary>The operator over single values; says nothing for Null.</summary>
    public ValueTest Values { get; }

    /// <summary>For Null: the key must be absent, or must be present. Null for every other operator.</summary>
    public bool? WantsAbsence { get; }

    public Quantifier Quantifier => _operator.Quantifier;

    /// <summary>The only value for which the test holds; null for the conditions of policies.</summary>
    public KeyValue? Pinned { get; private init; }

    /// <summary>The key is known to be this.</summary>
    public static KeyTest Exactly(KeyValue value) => new(AnyText, Anything, null) { Pinned = value };

    /// <summary>Null when the condition never holds: an operator that does not exist, a Null without a boolean.</summary>
    public static KeyTest? Compile(ConditionSource source, TemplateReader reader, bool variables)
    {
        if (!ConditionOperator.TryParse(source.Operator, out var op))
            return null;
        if (op.Comparison != Comparison.Null)
            return new KeyTest(op, ValueTest.Compile(op, source.Values, reader, variables), null);
        var wantsAbsence = source.Values.Any(value => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));
        var wantsPresence = source.Values.Any(value => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase));
        // A set operator leaves Null nothing to ask: with ForAllValues it is always true, with ForAnyValue always false.
        if (op.Quantifier == Quantifier.ForAllValues || (op.Quantifier == Quantifier.None && wantsAbsence && wantsPresence))
            return new KeyTest(AnyText, Anything, null);
        return op.Quantifier == Quantifier.None && (wantsAbsence || wantsPresence) ? new KeyTest(op, Nothing, wantsAbsence) : null;
    }

    public bool Holds(KeyValue value)
    {
        if (Pinned is { } pinned)
            return pinned.IsAbsent == value.IsAbsent && (value.IsAbsent || (pinned.Multivalued == value.Multivalued && pinned.Values.SequenceEqual(value.Values, StringComparer.Ordinal)));
        if (WantsAbsence is { } absence)
            return absence == (value.IsAbsent || value.Values.IsEmpty);
        if (value.IsAbsent)
            return HoldsForAbsent;
        // For set operators a key without any value is as good as absent; other operators may not test a set at all.
        if (value.Values.IsEmpty)
            return Quantifier != Quantifier.None && HoldsForAbsent;
        if (Quantifier == Quantifier.None)
            return !value.Multivalued && value.Values is [var single] && Values.Holds(single);
        if (value.Values is [""])
            return Quantifier == Quantifier.ForAllValues;
        return Quantifier == Quantifier.ForAllValues ? value.Values.All(Values.Holds) : value.Values.Any(Values.Holds);
    }

    /// <summary>"If the key is not present in the request, the values don't match": true for IfExists, ForAllValues and negated operators.</summary>
    public bool HoldsForAbsent => WantsAbsence ?? (_operator.IfExists || Quantifier switch
    {
        Quantifier.ForAllValues => true,
        Quantifier.ForAnyValue => false,
        _ => _operator.Negated,
    });

    public ImmutableArray<string> Variables => Values.Variables;
}
