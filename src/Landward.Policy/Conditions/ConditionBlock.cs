using System.Collections.Immutable;

namespace Landward.Policy.Conditions;

/// <summary>One operator, key and list of values as the parser read them.</summary>
internal sealed record ConditionSource(string Operator, string Key, ImmutableArray<string> Values);

/// <summary>The Condition element: every condition must hold.</summary>
internal sealed class ConditionBlock
{
    public ConditionBlock(ImmutableArray<ConditionSource> sources, bool variables) =>
        Conditions = [.. sources.Select(source => new Condition(source, variables))];

    public ImmutableArray<Condition> Conditions { get; }

    public Truth Evaluate(RequestContext context)
    {
        var result = Truth.True;
        foreach (var condition in Conditions)
        {
            result = Truths.And(result, condition.Evaluate(context));
            if (result == Truth.False)
                break;
        }
        return result;
    }
}
