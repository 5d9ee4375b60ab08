using System.Collections.Immutable;

namespace Landward.Rules.Sigma;

/// <summary>A compiled part of a rule. Immutable and safe to use from several threads.</summary>
internal abstract class EventPredicate
{
    /// <summary>Roughly what deciding costs: operands are asked the cheap ones first, which changes nothing but the time.</summary>
    public abstract int Cost { get; }

    public abstract bool Matches(SigmaEvent @event);

    /// <summary>The operands from cheap to dear.</summary>
    protected static EventPredicate[] Ordered(ImmutableArray<EventPredicate> operands) => [.. operands.OrderBy(operand => operand.Cost)];

    /// <summary>
    /// The texts one of which the field must equal, ignoring case, for the predicate to hold; null when it may hold for others too.
    /// </summary>
    public virtual ImmutableHashSet<string>? Pinned(string field) => null;
}

internal sealed class AllPredicate(ImmutableArray<EventPredicate> operands) : EventPredicate
{
    private readonly EventPredicate[] _operands = Ordered(operands);

    public override int Cost { get; } = operands.Sum(operand => operand.Cost);

    public override bool Matches(SigmaEvent @event)
    {
        foreach (var operand in _operands)
        {
            if (!operand.Matches(@event))
                return false;
        }
        return true;
    }

    public override ImmutableHashSet<string>? Pinned(string field)
    {
        ImmutableHashSet<string>? pinned = null;
        foreach (var operand in _operands)
        {
            if (operand.Pinned(field) is { } other)
                pinned = pinned?.Intersect(other) ?? other;
        }
        return pinned;
    }
}

internal sealed class AnyPredicate(ImmutableArray<EventPredicate> operands) : EventPredicate
{
    private readonly EventPredicate[] _operands = Ordered(operands);

    public override int Cost { get; } = operands.Sum(operand => operand.Cost);

    public override bool Matches(SigmaEvent @event)
    {
        foreach (var operand in _operands)
        {
            if (operand.Matches(@event))
                return true;
        }
        return false;
    }

    public override ImmutableHashSet<string>? Pinned(string field)
    {
        var pinned = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var operand in _operands)
        {
            if (operand.Pinned(field) is not { } other)
                return null;
            pinned = pinned.Union(other);
        }
        return pinned;
    }
}

internal sealed class AtLeastPredicate(int count, ImmutableArray<EventPredicate> operands) : EventPredicate
{
    private readonly EventPredicate[] _operands = Ordered(operands);

    public override int Cost { get; } = operands.Sum(operand => operand.Cost);

    public override bool Matches(SigmaEvent @event)
    {
        var missing = count;
        foreach (var operand in _operands)
        {
            if (operand.Matches(@event) && --missing == 0)
                return true;
        }
        return false;
    }
}

internal sealed class NotPredicate(EventPredicate operand) : EventPredicate
{
    public override int Cost => operand.Cost;

    public override bool Matches(SigmaEvent @event) => !operand.Matches(@event);
}
