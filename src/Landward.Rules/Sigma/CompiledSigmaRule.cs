using System.Collections.Immutable;
using System.Text.Json;
using Landward.Rules.Json;

namespace Landward.Rules.Sigma;

/// <summary>A rule ready to decide about events. Immutable and safe to use from several threads, each with events of its own.</summary>
public sealed class CompiledSigmaRule
{
    private readonly EventPredicate _predicate;

    internal CompiledSigmaRule(SigmaRule rule, EventPredicate predicate) => (Rule, _predicate) = (rule, predicate);

    public SigmaRule Rule { get; }

    /// <summary>For single events: the document is copied. Throws when it is nested too deeply or holds too many values.</summary>
    public bool Matches(JsonElement @event) => _predicate.Matches(SigmaDocument.Of(@event));

    public bool Matches(JsonTapeElement @event) => _predicate.Matches(new SigmaDocument(@event));

    public bool Matches(SigmaEvent @event) => _predicate.Matches(@event);

    /// <summary>
    /// The values (compared without case) one of which a field must have for the rule to match: what rules can be indexed by. Null
    /// when the rule may match other values too.
    /// </summary>
    public ImmutableHashSet<string>? Pinned(string field) => _predicate.Pinned(field);

    /// <summary>
    /// Texts of ASCII one of which a numbered field's text must contain, ignoring case, for the rule to match (unless the text is JSON
    /// itself, which rules also see in another form); null when the rule may match other texts too.
    /// </summary>
    public ImmutableArray<string>? Contained(string field) => _predicate.Contained(field);

    /// <summary>Names that members somewhere below a numbered member of the document must have, each of them, for the rule to match.</summary>
    public ImmutableHashSet<string> Members(string part) => _predicate.Members(part);

    /// <summary>Takes rules for equal that are left of the same one and ask the same, so that they need be asked once.</summary>
    public static IEqualityComparer<CompiledSigmaRule> ByQuestion { get; } =
        EqualityComparer<CompiledSigmaRule>.Create((one, other) => Equals(one?._predicate, other?._predicate), rule => rule._predicate.GetHashCode());

    /// <summary>The rule for events of which some numbered fields are known, by their paths: often decided by that.</summary>
    public CompiledSigmaRule Given(IReadOnlyDictionary<string, SigmaKnownField> known) => new(Rule, _predicate.Given(known));

    /// <summary>
    /// Two rules that match together when this one does: the first reads nothing but repeated paths, so it has the same answer for all
    /// events that say the same there.
    /// </summary>
    public (CompiledSigmaRule Repeated, CompiledSigmaRule Other) Split()
    {
        var (repeated, rest) = _predicate.Split();
        return (new(Rule, repeated), new(Rule, rest));
    }

    /// <summary>Whether the rule matches, where that does not depend on the event.</summary>
    public bool? Decided => _predicate == ConstantPredicate.Always ? true : _predicate == ConstantPredicate.Never ? false : null;

    /// <summary>Adds the texts that some part of the rule compares a numbered field with for equality.</summary>
    public void AddTexts(string field, ISet<string> texts) => _predicate.AddTexts(field, texts);
}
