using System.Collections.Immutable;

namespace Landward.Rules.Sigma;

/// <summary>The boolean expression that ties the searches of a rule together.</summary>
public abstract record SigmaCondition
{
    private SigmaCondition()
    {
    }

    /// <summary>A search by its name.</summary>
    public sealed record Search(string Name) : SigmaCondition;

    public sealed record Not(SigmaCondition Operand) : SigmaCondition;

    public sealed record All(ImmutableArray<SigmaCondition> Operands) : SigmaCondition;

    public sealed record Any(ImmutableArray<SigmaCondition> Operands) : SigmaCondition;

    /// <summary><c>2 of x*</c>: at least that many of the searches.</summary>
    public sealed record AtLeast(int Count, ImmutableArray<string> Names) : SigmaCondition;
}
