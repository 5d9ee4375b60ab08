using System.Collections.Immutable;
using Landward.Policy.Conditions;

namespace Landward.Policy.Evaluation;

/// <summary>
/// The opposite of a condition in the words of the policy language, true exactly when the condition is false for every
/// context whose values have the type of their key.
/// </summary>
internal static class ConditionInversion
{
    public static ConditionExpression Invert(Condition condition, DecidingStatement by)
    {
        var opposite = new Opposite(condition, by);
        if (condition.Operator is not { } op || condition.Source.Values.IsEmpty || condition.MalformedValues.Any())
            return opposite.Not();
        return op switch
        {
            { Comparison: Comparison.Null } => opposite.IsNull(!condition.TestsAbsence),
            { Comparison: Comparison.BinaryEquals } => opposite.Not(),
            { Quantifier: Quantifier.ForAllValues } => Residual.All(opposite.IsNull(false), Elements(condition, op, "ForAnyValue:", opposite)),
            { Quantifier: Quantifier.ForAnyValue } => Residual.Any(opposite.IsNull(true), Elements(condition, op, "ForAllValues:", opposite)),
            // The opposite of a negated operator is false for an absent key by itself.
            { IfExists: true, Negated: true } => Elements(condition, op, string.Empty, opposite),
            { IfExists: true } => Residual.All(opposite.IsNull(false), Elements(condition, op, string.Empty, opposite)),
            _ => Single(condition, op, opposite),
        };
    }

    /// <summary>A plain operator: false for an absent key, unless it is negated; then its opposite must be true, or false.</summary>
    private static ConditionExpression Single(Condition condition, ConditionOperator op, Opposite opposite)
    {
        if (ConditionOperator.OppositeOf(condition.Source.Operator) is not null)
            return Elements(condition, op, string.Empty, opposite);
        // The opposite of "less than", and of a Bool, says nothing of an absent key by itself.
        return Each(condition, op, string.Empty, "IfExists", opposite);
    }

    /// <summary>The opposite of the comparison itself for one value of a key that is there.</summary>
    private static ConditionExpression Elements(Condition condition, ConditionOperator op, string quantifier, Opposite opposite)
    {
        if (ConditionOperator.OppositeOf(condition.Source.Operator) is { } name)
            return opposite.Leaf(quantifier + name, condition.Source.Values);
        // "Some value is neither less than 1 nor less than 5" is no conjunction over the policy's values.
        if (quantifier == "ForAnyValue:" && condition.Source.Values.Length > 1)
            return opposite.Not();
        return Each(condition, op, quantifier, string.Empty, opposite);
    }

    // Values are alternatives, so the opposite of each must hold.
    private static ConditionExpression Each(Condition condition, ConditionOperator op, string quantifier, string suffix, Opposite opposite) =>
        Residual.All([.. condition.Source.Values.Select(value => EachValue(op, value) is var (name, text) && name is not null
            ? opposite.Leaf(quantifier + name + suffix, [text])
            : opposite.Not())]);

    private static (string? Name, string Value) EachValue(ConditionOperator op, string value) => op.Comparison switch
    {
        Comparison.NumericLessThan => ("NumericGreaterThanEquals", value),
        Comparison.NumericLessThanEquals => ("NumericGreaterThan", value),
        Comparison.NumericGreaterThan => ("NumericLessThanEquals", value),
        Comparison.NumericGreaterThanEquals => ("NumericLessThan", value),
        Comparison.DateLessThan => ("DateGreaterThanEquals", value),
        Comparison.DateLessThanEquals => ("DateGreaterThan", value),
        Comparison.DateGreaterThan => ("DateLessThanEquals", value),
        Comparison.DateGreaterThanEquals => ("DateLessThan", value),
        Comparison.Bool when string.Equals(value, "true", StringComparison.OrdinalIgnoreCase) => ("Bool", "false"),
        Comparison.Bool when string.Equals(value, "false", StringComparison.OrdinalIgnoreCase) => ("Bool", "true"),
        _ => (null, value),
    };

    /// <summary>Makes the parts of one condition's opposite.</summary>
    private readonly struct Opposite(Condition condition, DecidingStatement by)
    {
        public ConditionExpression Leaf(string op, ImmutableArray<string> values)
        {
            var source = new ConditionSource(op, condition.Source.Key, values);
            return new ConditionExpression.Leaf(op, source.Key, values, Inverted: true, [by]) { Compiled = new Condition(source, condition.HasVariables) };
        }

        public ConditionExpression IsNull(bool absent) => Leaf("Null", [absent ? "true" : "false"]);

        public ConditionExpression Not() => new ConditionExpression.Not(Residual.Leaf(condition, by));
    }
}
