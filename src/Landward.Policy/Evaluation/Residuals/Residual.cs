using System.Collections.Immutable;
using Landward.Policy.Conditions;

namespace Landward.Policy.Evaluation;

/// <summary>
/// Builds expressions in their simplest form: no group in a group of its kind, no group of one, no operand twice. An operand
/// that several statements ask for carries them all as sources.
/// </summary>
internal static class Residual
{
    public static readonly ConditionExpression Always = new ConditionExpression.All([]);
    public static readonly ConditionExpression Never = new ConditionExpression.Any([]);

    public static ConditionExpression.Leaf Leaf(Condition condition, DecidingStatement by) =>
        new(condition.Source.Operator, condition.Source.Key, condition.Source.Values, Inverted: false, [by]) { Compiled = condition };

    public static bool IsAlways(ConditionExpression expression) => expression is ConditionExpression.All { Operands.IsEmpty: true };

    public static bool IsNever(ConditionExpression expression) => expression is ConditionExpression.Any { Operands.IsEmpty: true };

    public static ConditionExpression All(params ReadOnlySpan<ConditionExpression> operands)
    {
        var group = new Group();
        foreach (var operand in operands)
        {
            if (IsNever(operand))
                return Never;
            if (operand is ConditionExpression.All { Operands: var nested })
                group.AddRange(nested);
            else
                group.Add(operand);
        }
        return group.Operands is [var only] ? only : new ConditionExpression.All([.. group.Operands]);
    }

    public static ConditionExpression Any(params ReadOnlySpan<ConditionExpression> operands)
    {
        var group = new Group();
        foreach (var operand in operands)
        {
            if (IsAlways(operand))
                return Always;
            if (operand is ConditionExpression.Any { Operands: var nested })
                group.AddRange(nested);
            else
                group.Add(operand);
        }
        return group.Operands is [var only] ? only : new ConditionExpression.Any([.. group.Operands]);
    }

    /// <summary>Operands in order of their first appearance, by what they say.</summary>
    private sealed class Group
    {
        private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

        public List<ConditionExpression> Operands { get; } = [];

        public void AddRange(ImmutableArray<ConditionExpression> operands)
        {
            foreach (var operand in operands)
                Add(operand);
        }

        public void Add(ConditionExpression operand)
        {
            if (_places.TryAdd(Meaning(operand), Operands.Count))
            {
                Operands.Add(operand);
                return;
            }
            var place = _places[Meaning(operand)];
            Operands[place] = Merge(Operands[place], operand);
        }

        private static ConditionExpression Merge(ConditionExpression first, ConditionExpression second) => (first, second) switch
        {
            (ConditionExpression.Leaf one, ConditionExpression.Leaf other) => one with { Sources = Union(one.Sources, other.Sources), Inverted = one.Inverted && other.Inverted },
            (ConditionExpression.SessionName one, ConditionExpression.SessionName other) => one with { Sources = Union(one.Sources, other.Sources) },
            _ => first,
        };

        private static ImmutableArray<DecidingStatement> Union(ImmutableArray<DecidingStatement> one, ImmutableArray<DecidingStatement> other) =>
            [.. one.Concat(other).Distinct()];

        private static string Meaning(ConditionExpression expression) => expression switch
        {
            ConditionExpression.Leaf leaf => $"{leaf.Operator.ToUpperInvariant()}\n{leaf.Key.ToUpperInvariant()}\n{leaf.Compiled?.HasVariables}\n{string.Join('\n', leaf.Values.Select(value => $"{value.Length}:{value}"))}",
            ConditionExpression.SessionName session => $"session {session.Inverted} {string.Join('\n', session.Names)}",
            ConditionExpression.Resource resource => $"resource {resource.Inverted} {System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(resource.Statement.Statement)}",
            ConditionExpression.Not not => $"not({Meaning(not.Operand)})",
            ConditionExpression.All all => $"all({string.Join('\r', all.Operands.Select(Meaning))})",
            ConditionExpression.Any any => $"any({string.Join('\r', any.Operands.Select(Meaning))})",
            _ => throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType(), null),
        };
    }
}
