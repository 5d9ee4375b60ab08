using System.Collections.Immutable;
using System.Text.Json;

namespace Landward.Rules.Sigma;

/// <summary>A compiled part of a rule. Immutable and safe to use from several threads.</summary>
internal abstract class EventPredicate
{
    public abstract bool Matches(SigmaEvent @event);

    /// <summary>
    /// The texts one of which the field must equal, ignoring case, for the predicate to hold; null when it may hold for others too.
    /// </summary>
    public virtual ImmutableHashSet<string>? Pinned(string field) => null;
}

internal sealed class AllPredicate(ImmutableArray<EventPredicate> operands) : EventPredicate
{
    public override bool Matches(SigmaEvent @event)
    {
        foreach (var operand in operands)
        {
            if (!operand.Matches(@event))
                return false;
        }
        return true;
    }

    public override ImmutableHashSet<string>? Pinned(string field)
    {
        ImmutableHashSet<string>? pinned = null;
        foreach (var operand in operands)
        {
            if (operand.Pinned(field) is { } other)
                pinned = pinned?.Intersect(other) ?? other;
        }
        return pinned;
    }
}

internal sealed class AnyPredicate(ImmutableArray<EventPredicate> operands) : EventPredicate
{
    public override bool Matches(SigmaEvent @event)
    {
        foreach (var operand in operands)
        {
            if (operand.Matches(@event))
                return true;
        }
        return false;
    }

    public override ImmutableHashSet<string>? Pinned(string field)
    {
        var pinned = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var operand in operands)
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
    public override bool Matches(SigmaEvent @event)
    {
        var missing = count;
        foreach (var operand in operands)
        {
            if (operand.Matches(@event) && --missing == 0)
                return true;
        }
        return false;
    }
}

internal sealed class NotPredicate(EventPredicate operand) : EventPredicate
{
    public override bool Matches(SigmaEvent @event) => !operand.Matches(@event);
}

/// <summary>Some value at the field's path satisfies the matcher.</summary>
/// <param name="number">The field's number, or -1.</param>
/// <param name="equals">The texts the matcher tests equality with, ignoring case; null for other tests.</param>
/// <param name="otherForm">Another form of a text that counts as well.</param>
internal sealed class FieldPredicate(
    FieldPath path, int number, TextMatcher matcher, ImmutableHashSet<string>? equals, SigmaOtherForm? otherForm) : EventPredicate
{
    private readonly (TextMatcher Matcher, SigmaOtherForm? OtherForm) _state = (matcher, otherForm);

    public override bool Matches(SigmaEvent @event)
    {
        if (number >= 0)
        {
            switch (@event.Field(number, out var text))
            {
                case SigmaFieldState.Absent:
                    return false;
                case SigmaFieldState.Text:
                    return ValueText.Matches(text, matcher, otherForm);
                default:
                    break;
            }
        }
        return path.Any(@event.Root, _state, static (value, state) => ValueText.Matches(value, state.Matcher, state.OtherForm));
    }

    public override ImmutableHashSet<string>? Pinned(string field) => path.Text == field ? equals : null;
}

/// <summary>One element of the array at the path (or the single value there) satisfies the predicate by itself.</summary>
internal sealed class ElementPredicate(FieldPath path, EventPredicate predicate) : EventPredicate
{
    public override bool Matches(SigmaEvent @event) => path.Any(@event.Root, predicate, static (value, predicate) => MatchesElement(value, predicate));

    private static bool MatchesElement(JsonElement value, EventPredicate predicate)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return predicate.Matches(new SigmaDocument(value));
        foreach (var item in value.EnumerateArray())
        {
            if (MatchesElement(item, predicate))
                return true;
        }
        return false;
    }
}

/// <summary>The field is absent, or some value at its path is null.</summary>
internal sealed class NullPredicate(FieldPath path) : EventPredicate
{
    public override bool Matches(SigmaEvent @event) =>
        !path.Any(@event.Root, 0, static (_, _) => true) || path.Any(@event.Root, 0, static (value, _) => value.ValueKind == JsonValueKind.Null);
}

/// <summary>The field is there, whatever its value.</summary>
internal sealed class PresencePredicate(FieldPath path) : EventPredicate
{
    public override bool Matches(SigmaEvent @event) => path.Any(@event.Root, 0, static (_, _) => true);
}

/// <summary>Some text of the event contains the keyword.</summary>
internal sealed class KeywordPredicate(TextMatcher matcher) : EventPredicate
{
    public override bool Matches(SigmaEvent @event) => ValueText.Matches(@event.Root, matcher, otherForm: null);
}

/// <summary>Some scalar of one field stands in a relation to some scalar of another.</summary>
internal sealed class FieldReferencePredicate(FieldPath path, FieldPath other, Func<string, string, bool> relation) : EventPredicate
{
    public override bool Matches(SigmaEvent @event)
    {
        var left = path.Scalars(@event.Root);
        var right = other.Scalars(@event.Root);
        return left.Exists(value => right.Exists(reference => relation(value, reference)));
    }
}
