using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>What is known about a condition key. A key that the context does not list is known to be absent.</summary>
public enum ContextKnowledge
{
    /// <summary>Present with these values.</summary>
    Known,

    /// <summary>Present, but nobody knows with what value.</summary>
    PresentValueUnknown,

    /// <summary>Nobody knows whether the request carries it.</summary>
    Unknown,
}

/// <summary>The value of one condition key of a request.</summary>
/// <param name="Values">The text of each value; one for a single-valued key.</param>
/// <param name="Multivalued">A key such as <c>aws:TagKeys</c>, which only set operators (ForAllValues, ForAnyValue) may test.</param>
public sealed record ContextValue(ImmutableArray<string> Values, bool Multivalued, ContextKnowledge Knowledge = ContextKnowledge.Known)
{
    /// <summary>The request does not carry the key, whatever is known of others.</summary>
    public static readonly ContextValue Absent = new([], Multivalued: false);

    public static ContextValue Single(string value) => new([value], Multivalued: false);

    public static ContextValue Multiple(ImmutableArray<string> values) => new(values, Multivalued: true);

    /// <summary>
    /// A decision never turns such a key into an Allow: an Allow that depends on it does not match, a Deny does. What the
    /// decision depends on tells <see cref="PolicyEvaluator.EvaluateResidual"/>.
    /// </summary>
    public static ContextValue Unknown(ContextKnowledge knowledge) => new([], Multivalued: false, knowledge);
}
