using System.Collections.Immutable;

namespace Landward.Rules.Sigma;

/// <summary>A compiled part of a rule. Immutable and safe to use from several threads.</summary>
internal abstract class EventPredicate
{
    /// <summary>Roughly what deciding costs: operands are asked the cheap ones first, which changes nothing but the time.</summary>
    public abstract int Cost { get; }

    public abstract bool Matches(SigmaEvent @event);

    /// <summary>Whether it reads nothing but repeated paths, as <see cref="SigmaEnvironment.IsRepeated"/> says.</summary>
    public virtual bool IsRepeated => false;

    /// <summary>Two predicates that hold together when this one does; of the first <see cref="IsRepeated"/> is true.</summary>
    public virtual (EventPredicate Repeated, EventPredicate Other) Split() =>
        IsRepeated ? (this, ConstantPredicate.Always) : (ConstantPredicate.Always, this);

    /// <summary>The operands from cheap to dear.</summary>
    protected static EventPredicate[] Ordered(ImmutableArray<EventPredicate> operands) => [.. operands.OrderBy(operand => operand.Cost)];

    /// <summary>
    /// The texts one of which the field must equal, ignoring case, for the predicate to hold; null when it may hold for others too.
    /// </summary>
    public virtual ImmutableHashSet<string>? Pinned(string field) => null;

    /// <summary>
    /// Texts of ASCII one of which the field's text must contain, ignoring case, for the predicate to hold; null when it may hold for
    /// others too.
    /// </summary>
    public virtual ImmutableArray<string>? Contained(string field) => null;

    /// <summary>Names that members below a numbered member of the document must have, each of them, for the predicate to hold.</summary>
    public virtual ImmutableHashSet<string> Members(string part) => [];

    /// <summary>What is left to decide about events of which some fields are known, by their paths.</summary>
    public virtual EventPredicate Given(IReadOnlyDictionary<string, SigmaKnownField> known) => this;

    /// <summary>Adds the texts that some part of the predicate compares the field with for equality.</summary>
    public virtual void AddTexts(string field, ISet<string> texts)
    {
    }
}

internal sealed class AllPredicate(ImmutableArray<EventPredicate> operands) : EventPredicate
{
    private readonly EventPredicate[] _operands = Ordered([.. operands.SelectMany(operand => operand is AllPredicate all ? all._operands : [operand])]);

    public override int Cost { get; } = operands.Sum(operand => operand.Cost);

    public override bool IsRepeated { get; } = operands.All(operand => operand.IsRepeated);

    public override bool Matches(SigmaEvent @event)
    {
        foreach (var operand in _operands)
        {
            if (!operand.Matches(@event))
                return false;
        }
        return true;
    }

    /// <summary>The same operands, and not others that ask the same.</summary>
    public override bool Equals(object? obj) => obj is AllPredicate other && _operands.AsSpan().SequenceEqual(other._operands);

    public override int GetHashCode() => HashCode.Combine(_operands.Length, _operands[0]);

    public override (EventPredicate Repeated, EventPredicate Other) Split()
    {
        var parts = _operands.ToLookup(operand => operand.IsRepeated);
        return (SigmaCompiler.All([.. parts[true]]), SigmaCompiler.All([.. parts[false]]));
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

    public override ImmutableHashSet<string> Members(string part) => [.. _operands.SelectMany(operand => operand.Members(part))];

    /// <summary>Of the operands that say something, the one with the longest texts: they stand in the fewest events.</summary>
    public override ImmutableArray<string>? Contained(string field) => _operands
        .Select(operand => operand.Contained(field))
        .OfType<ImmutableArray<string>>()
        .OrderByDescending(texts => texts.IsEmpty ? int.MaxValue : texts.Min(text => text.Length))
        .Select(texts => (ImmutableArray<string>?)texts)
        .FirstOrDefault();

    public override EventPredicate Given(IReadOnlyDictionary<string, SigmaKnownField> known)
    {
        var left = _operands.Select(operand => operand.Given(known)).Where(operand => operand != ConstantPredicate.Always).ToImmutableArray();
        if (left.SequenceEqual(_operands))
            return this;
        return left.Contains(ConstantPredicate.Never) ? ConstantPredicate.Never : SigmaCompiler.All(left);
    }

    public override void AddTexts(string field, ISet<string> texts) => Array.ForEach(_operands, operand => operand.AddTexts(field, texts));
}

internal sealed class AnyPredicate(ImmutableArray<EventPredicate> operands) : EventPredicate
{
    private readonly EventPredicate[] _operands = Ordered(operands);

    public override int Cost { get; } = operands.Sum(operand => operand.Cost);

    public override bool IsRepeated { get; } = operands.All(operand => operand.IsRepeated);

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

    public override ImmutableHashSet<string> Members(string part) =>
        _operands.Select(operand => operand.Members(part)).Aggregate((some, others) => some.Intersect(others));

    public override ImmutableArray<string>? Contained(string field)
    {
        var contained = _operands.Select(operand => operand.Contained(field)).ToArray();
        return Array.Exists(contained, texts => texts is null) ? null : [.. contained.SelectMany(texts => texts!.Value).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    public override EventPredicate Given(IReadOnlyDictionary<string, SigmaKnownField> known)
    {
        var left = _operands.Select(operand => operand.Given(known)).Where(operand => operand != ConstantPredicate.Never).ToImmutableArray();
        if (left.SequenceEqual(_operands))
            return this;
        return left.Contains(ConstantPredicate.Always) ? ConstantPredicate.Always : SigmaCompiler.Any(left);
    }

    public override void AddTexts(string field, ISet<string> texts) => Array.ForEach(_operands, operand => operand.AddTexts(field, texts));
}

internal sealed class AtLeastPredicate(int count, ImmutableArray<EventPredicate> operands) : EventPredicate
{
    private readonly EventPredicate[] _operands = Ordered(operands);

    public override int Cost { get; } = operands.Sum(operand => operand.Cost);

    public override bool IsRepeated { get; } = operands.All(operand => operand.IsRepeated);

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

    public override EventPredicate Given(IReadOnlyDictionary<string, SigmaKnownField> known)
    {
        var left = _operands.Select(operand => operand.Given(known)).ToArray();
        var missing = count - left.Count(operand => operand == ConstantPredicate.Always);
        var open = left.Where(operand => operand is not ConstantPredicate).ToImmutableArray();
        if (left.AsSpan().SequenceEqual(_operands))
            return this;
        if (missing <= 0)
            return ConstantPredicate.Always;
        return open.Length < missing ? ConstantPredicate.Never : SigmaCompiler.AtLeast(missing, open);
    }

    public override void AddTexts(string field, ISet<string> texts) => Array.ForEach(_operands, operand => operand.AddTexts(field, texts));
}

internal sealed class NotPredicate(EventPredicate operand) : EventPredicate
{
    public override int Cost => operand.Cost;

    public override bool IsRepeated => operand.IsRepeated;

    public override bool Matches(SigmaEvent @event) => !operand.Matches(@event);

    public override EventPredicate Given(IReadOnlyDictionary<string, SigmaKnownField> known) => operand.Given(known) switch
    {
        var decided when decided == ConstantPredicate.Always => ConstantPredicate.Never,
        var decided when decided == ConstantPredicate.Never => ConstantPredicate.Always,
        var left => ReferenceEquals(left, operand) ? this : new NotPredicate(left),
    };

    public override void AddTexts(string field, ISet<string> texts) => operand.AddTexts(field, texts);
}
