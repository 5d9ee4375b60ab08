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
}
