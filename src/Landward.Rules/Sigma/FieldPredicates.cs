using System.Collections.Immutable;
using System.Text.Json;
using Landward.Rules.Json;

namespace Landward.Rules.Sigma;

/// <summary>What asking about a field costs.</summary>
internal static class FieldCost
{
    /// <summary>Answered from bytes.</summary>
    public const int Numbered = 1;

    /// <summary>A part of the document must be parsed.</summary>
    public const int Parsed = 50;

    /// <summary>The whole document must be parsed and searched.</summary>
    public const int Whole = 500;

    public static int Of(FieldPath path) => path.Number >= 0 ? Numbered : Parsed;
}

/// <summary>Some value at the field's path satisfies the matcher.</summary>
/// <param name="equals">The texts the matcher tests equality with, ignoring case; null for other tests.</param>
/// <param name="otherForm">Another form of a text that counts as well.</param>
internal sealed class FieldPredicate(FieldPath path, TextMatcher matcher, ImmutableHashSet<string>? equals, SigmaOtherForm? otherForm) : EventPredicate
{
    public override int Cost => FieldCost.Of(path) + (equals is null ? matcher.Cost : 0);

    public override bool IsRepeated => path.IsRepeated;

    /// <summary>The text that the field must contain, without case, where that is all it asks; else null.</summary>
    public string? ContainedText => matcher is CaselessMatcher { IsContainment: true, Contained: [var text] } ? text : null;

    public override bool Matches(SigmaEvent @event)
    {
        if (path.Number >= 0)
        {
            switch (@event.Field(path.Number, out var text))
            {
                case SigmaFieldState.Absent or SigmaFieldState.Null:
                    return false;
                case SigmaFieldState.Text:
                    return matcher.Matches(text, @event) || ValueText.MatchesOtherwise(text, matcher, otherForm, @event.Embedded);
                default:
                    break;
            }
        }
        return path.Any(@event, new Test(matcher, otherForm));
    }

    public override ImmutableHashSet<string>? Pinned(string field) => path.Text == field ? equals : null;

    public override ImmutableArray<string>? Contained(string field) =>
        path.Number >= 0 && path.Text == field && otherForm is null ? matcher.Contained : null;

    public override ImmutableHashSet<string> Members(string part) => path.Members(part);

    public override EventPredicate Given(IReadOnlyDictionary<string, SigmaKnownField> known)
    {
        if (path.Number < 0 || !known.TryGetValue(path.Text, out var field))
            return this;
        if (field.State != SigmaFieldState.Text)
            return ConstantPredicate.Never;
        if (equals is null && matcher.IgnoresCase && field.Texts() is { } texts)
            return ConstantPredicate.Of(Array.Exists(texts, text => matcher.Matches(text)));
        // A test with regard to case may fail where the one without holds.
        return equals is null || field.IsOneOf(equals) is not { } isOne || (isOne && !matcher.IgnoresCase) ? this : ConstantPredicate.Of(isOne);
    }

    public override void AddTexts(string field, ISet<string> texts)
    {
        if (path.Number >= 0 && path.Text == field && equals is not null)
            texts.UnionWith(equals);
    }

    private readonly struct Test(TextMatcher matcher, SigmaOtherForm? otherForm) : IValueTest
    {
        public bool Holds(JsonTapeElement value) => ValueText.Matches(value, matcher, otherForm);
    }
}

/// <summary>One element of the array at the path (or the single value there) satisfies the predicate by itself.</summary>
internal sealed class ElementPredicate(FieldPath path, EventPredicate predicate) : EventPredicate
{
    public override int Cost => FieldCost.Parsed * 2;

    public override bool IsRepeated => path.IsRepeated;

    public override ImmutableHashSet<string> Members(string part) => path.Members(part);

    public override bool Matches(SigmaEvent @event) => path.Any(@event, new Test(@event, predicate));

    private readonly struct Test(SigmaEvent @event, EventPredicate predicate) : IValueTest
    {
        public bool Holds(JsonTapeElement value)
        {
            if (value.Kind != JsonValueKind.Array)
                return predicate.Matches(@event.Element(value));
            foreach (var item in value.Items())
            {
                if (Holds(item))
                    return true;
            }
            return false;
        }
    }
}

/// <summary>The field is absent, or some value at its path is null.</summary>
internal sealed class NullPredicate(FieldPath path) : EventPredicate
{
    public override int Cost => FieldCost.Of(path);

    public override bool IsRepeated => path.IsRepeated;

    public override bool Matches(SigmaEvent @event)
    {
        if (path.Number >= 0 && @event.Field(path.Number, out _) is not SigmaFieldState.Unknown and var state)
            return state != SigmaFieldState.Text;
        return path.Any(@event, default(IsNull)) || !path.Any(@event, default(IsThere));
    }

    public override EventPredicate Given(IReadOnlyDictionary<string, SigmaKnownField> known) =>
        path.Number >= 0 && known.TryGetValue(path.Text, out var field) ? ConstantPredicate.Of(field.State != SigmaFieldState.Text) : this;

    private readonly struct IsNull : IValueTest
    {
        public bool Holds(JsonTapeElement value) => value.Kind == JsonValueKind.Null;
    }
}

/// <summary>The field is there, whatever its value.</summary>
internal sealed class PresencePredicate(FieldPath path) : EventPredicate
{
    public override int Cost => FieldCost.Of(path);

    public override bool IsRepeated => path.IsRepeated;

    public override bool Matches(SigmaEvent @event)
    {
        if (path.Number >= 0 && @event.Field(path.Number, out _) is not SigmaFieldState.Unknown and var state)
            return state != SigmaFieldState.Absent;
        return path.Any(@event, default(IsThere));
    }

    public override ImmutableHashSet<string> Members(string part) => path.Members(part);

    public override EventPredicate Given(IReadOnlyDictionary<string, SigmaKnownField> known) =>
        path.Number >= 0 && known.TryGetValue(path.Text, out var field) ? ConstantPredicate.Of(field.State != SigmaFieldState.Absent) : this;
}

internal readonly struct IsThere : IValueTest
{
    public bool Holds(JsonTapeElement value) => true;
}

/// <summary>Some text of the event contains the keyword.</summary>
internal sealed class KeywordPredicate(TextMatcher matcher) : EventPredicate
{
    public override int Cost => FieldCost.Whole;

    public override bool Matches(SigmaEvent @event) => ValueText.Matches(@event.Root, matcher, otherForm: null);
}
