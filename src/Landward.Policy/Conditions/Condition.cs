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
    private readonly ContextKey _key;

    public Condition(ConditionSource source, bool variables)
    {
        Source = source;
        HasVariables = variables;
        _key = new ContextKey(source.Key);
        _known = ConditionOperator.TryParse(source.Operator, out _operator);
        _operands = _known ? [.. source.Values.Select(value => ConditionOperand.Compile(_operator.Comparison, value, variables))] : [];
    }

    public ConditionSource Source { get; }

    /// <summary>The document's version gives <c>${...}</c> its meaning.</summary>
    public bool HasVariables { get; }

    /// <summary>Null for an operator that does not exist.</summary>
    public ConditionOperator? Operator => _known ? _operator : null;

    /// <summary>The values that can never be compared: not a number, not an address ...</summary>
    public IEnumerable<string> MalformedValues => _operands.Where(operand => operand.IsMalformed).Select(operand => operand.Text);

    /// <summary>One of the values is <c>true</c>, which the Null operator takes as a question for absence.</summary>
    public bool TestsAbsence => HasOperand(true);

    public Truth Evaluate(RequestContext context)
    {
        if (!_known)
            return Truth.False;
        // A set operator leaves Null nothing to ask: with ForAllValues it is always true, with ForAnyValue always false
        // ("Null with qualifier", IAM policy validation check reference).
        if (_operator is { Comparison: Comparison.Null, Quantifier: not Quantifier.None })
            return Truths.From(_operator.Quantifier == Quantifier.ForAllValues);
        var value = context.Find(_key);
        if (value is { Knowledge: not ContextKnowledge.Known })
            return EvaluateUnknown(value.Knowledge);
        if (value is null || value is { Values.IsEmpty: true, Multivalued: false })
            return Truths.From(EvaluateAbsent());
        // For Null and the set operators an empty set is as good as absent; other operators may not test a set at all.
        if (value.Values.IsEmpty)
            return Truths.From((_operator.Comparison == Comparison.Null || _operator.Quantifier != Quantifier.None) && EvaluateAbsent());
        return _operator.Comparison == Comparison.Null ? Truths.From(HasOperand(false)) : EvaluatePresent(value, context);
    }

    private Truth EvaluateUnknown(ContextKnowledge knowledge)
    {
        if (_operator.Comparison != Comparison.Null)
            return Truth.Unknown;
        if (knowledge == ContextKnowledge.PresentValueUnknown)
            return Truths.From(HasOperand(false));
        var (ifAbsent, ifPresent) = (HasOperand(true), HasOperand(false));
        return ifAbsent == ifPresent ? Truths.From(ifAbsent) : Truth.Unknown;
    }

    private bool EvaluateAbsent()
    {
        if (_operator.Comparison == Comparison.Null)
            return HasOperand(true);
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

    private bool HasOperand(bool boolean)
    {
        foreach (var operand in _operands)
        {
            if (operand.Boolean == boolean)
                return true;
        }
        return false;
    }

    private Truth EvaluatePresent(ContextValue value, RequestContext context)
    {
        if (_operator.Quantifier == Quantifier.None)
            return !value.Multivalued && value.Values is [var single] ? Holds(single, context) : Truth.False;
        // "... or if the key value resolves to a null data set, such as an empty string".
        if (value.Values is [""])
            return Truths.From(_operator.Quantifier == Quantifier.ForAllValues);
        var any = _operator.Quantifier == Quantifier.ForAnyValue;
        var result = any ? Truth.False : Truth.True;
        foreach (var item in value.Values)
        {
            var holds = Holds(item, context);
            result = any ? Truths.Or(result, holds) : Truths.And(result, holds);
        }
        return result;
    }

    // Values are alternatives; a negated operator wants none of them. A malformed side makes either form fail.
    private Truth Holds(string value, RequestContext context)
    {
        var unknown = false;
        foreach (var operand in _operands)
        {
            var outcome = operand.Compare(_operator.Comparison, value, context);
            if (outcome == ComparisonOutcome.Equal)
                return Truths.From(!_operator.Negated);
            if (outcome == ComparisonOutcome.Malformed && _operator.Negated)
                return Truth.False;
            unknown |= outcome == ComparisonOutcome.Unknown;
        }
        return unknown ? Truth.Unknown : Truths.From(_operator.Negated);
    }
}
