namespace Landward.Policy.Conditions;

/// <summary>
/// One condition, compiled: operator, key, values. Source: "IAM JSON policy elements: Condition operators" and
/// "Multivalued context keys", IAM User Guide.
/// </summary>
internal sealed class Condition
{
    private readonly ConditionOperator _operator;

    // An operator that does not exist makes a condition that never holds.
    private readonly bool _known;
    private readonly ConditionOperand[] _operands;

    public Condition(ConditionSource source, bool variables)
    {
        Source = source;
        _known = ConditionOperator.TryParse(source.Operator, out _operator);
        _operands = _known ? [.. source.Values.Select(value => ConditionOperand.Compile(_operator.Comparison, value, variables))] : [];
    }

    public ConditionSource Source { get; }

    /// <summary>The values that can never be compared: not a number, not an address ...</summary>
    public IEnumerable<string> MalformedValues => _operands.Where(operand => operand.IsMalformed).Select(operand => operand.Text);

    public Truth Evaluate(RequestContext context)
    {
        if (!_known)
            return Truth.False;
        // A set operator leaves Null nothing to ask: with ForAllValues it is always true, with ForAnyValue always false
        // ("Null with qualifier", IAM policy validation check reference).
        if (_operator is { Comparison: Comparison.Null, Quantifier: not Quantifier.None })
            return Truths.From(_operator.Quantifier == Quantifier.ForAllValues);
        var value = context.Find(Source.Key);
        if (value is { Knowledge: not ContextKnowledge.Known })
            return EvaluateUnknown(value.Knowledge);
        if (_operator.Comparison == Comparison.Null)
            return Truths.From(EvaluateNull(value));
        return Truths.From(value is null ? EvaluateAbsent() : EvaluatePresent(value, context));
    }

    private Truth EvaluateUnknown(ContextKnowledge knowledge)
    {
        if (_operator.Comparison == Comparison.Null && knowledge == ContextKnowledge.PresentValueUnknown)
            return Truths.From(EvaluateNull(ContextValue.Single("present")));
        return Truth.Unknown;
    }

    private bool EvaluateNull(ContextValue? value)
    {
        var absent = value is null || value.Values.IsEmpty;
        return Array.Exists(_operands, operand => operand.Boolean == absent);
    }

    private bool EvaluateAbsent()
    {
        if (_operator.IfExists)
            return true;
        return _operator.Quantifier switch
        {
            Quantifier.ForAllValues => true,
            Quantifier.ForAnyValue => false,
            // An absent key cannot be equal to anything, so a negated operator holds.
            _ => _operator.Negated,
        };
    }

    private bool EvaluatePresent(ContextValue value, RequestContext context)
    {
        if (_operator.Quantifier == Quantifier.None)
            return !value.Multivalued && value.Values is [var single] && Holds(single, context);
        // "... or if the key value resolves to a null data set, such as an empty string".
        if (value.Values.IsEmpty || value.Values is [""])
            return _operator.Quantifier == Quantifier.ForAllValues;
        foreach (var item in value.Values)
        {
            var holds = Holds(item, context);
            if (holds && _operator.Quantifier == Quantifier.ForAnyValue)
                return true;
            if (!holds && _operator.Quantifier == Quantifier.ForAllValues)
                return false;
        }
        return _operator.Quantifier == Quantifier.ForAllValues;
    }

    // Values are alternatives; a negated operator wants none of them. A malformed side makes either form fail.
    private bool Holds(string value, RequestContext context)
    {
        foreach (var operand in _operands)
        {
            var outcome = operand.Compare(_operator.Comparison, value, context);
            if (outcome == ComparisonOutcome.Equal)
                return !_operator.Negated;
            if (outcome == ComparisonOutcome.Malformed && _operator.Negated)
                return false;
        }
        return _operator.Negated;
    }
}
