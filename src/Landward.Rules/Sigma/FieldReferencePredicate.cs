using System.Text;
using Landward.Rules.Json;
using Landward.Rules.Text;

namespace Landward.Rules.Sigma;

/// <summary>Some scalar of one field stands in a relation to some scalar of another; arrays count by their elements.</summary>
internal sealed class FieldReferencePredicate(FieldPath path, FieldPath other, TextRelation relation, bool cased) : EventPredicate
{
    public override int Cost => FieldCost.Parsed * 2;

    public override bool Matches(SigmaEvent @event) => path.Any(@event, new Outer(this, @event));

    public override bool IsRepeated => path.IsRepeated && other.IsRepeated;

    private bool Holds(ReadOnlySpan<byte> text, ReadOnlySpan<byte> reference)
    {
        if (cased)
        {
            return relation switch
            {
                TextRelation.Contains => text.IndexOf(reference) >= 0,
                TextRelation.StartsWith => text.StartsWith(reference),
                TextRelation.EndsWith => text.EndsWith(reference),
                _ => text.SequenceEqual(reference),
            };
        }
        // Most pairs differ in length or differ at once; the rest is decided on characters.
        if (relation == TextRelation.Equal && Ascii.IsValid(text))
            return text.Length == reference.Length && Ascii.EqualsIgnoreCase(text, reference);
        using var left = new Utf8Characters(text, stackalloc char[Utf8Characters.StackLength]);
        using var right = new Utf8Characters(reference, stackalloc char[Utf8Characters.StackLength]);
        return relation switch
        {
            TextRelation.Contains => left.Span.Contains(right.Span, StringComparison.OrdinalIgnoreCase),
            TextRelation.StartsWith => left.Span.StartsWith(right.Span, StringComparison.OrdinalIgnoreCase),
            TextRelation.EndsWith => left.Span.EndsWith(right.Span, StringComparison.OrdinalIgnoreCase),
            _ => left.Span.Equals(right.Span, StringComparison.OrdinalIgnoreCase),
        };
    }

    private readonly struct Outer(FieldReferencePredicate predicate, SigmaEvent @event) : IValueTest
    {
        public bool Holds(JsonTapeElement value)
        {
            foreach (var item in value.Items())
            {
                if (Holds(item))
                    return true;
            }
            return ValueText.TryGet(value, out _) && predicate.Reaches(@event, value);
        }
    }

    private bool Reaches(SigmaEvent @event, JsonTapeElement value) => other.Any(@event, new Inner(this, value));

    private readonly struct Inner(FieldReferencePredicate predicate, JsonTapeElement left) : IValueTest
    {
        public bool Holds(JsonTapeElement value)
        {
            foreach (var item in value.Items())
            {
                if (Holds(item))
                    return true;
            }
            return ValueText.TryGet(left, out var text) && ValueText.TryGet(value, out var reference) && predicate.Holds(text, reference);
        }
    }
}
