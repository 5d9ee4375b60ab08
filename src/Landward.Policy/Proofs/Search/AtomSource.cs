using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>A question as policies write it.</summary>
/// <param name="Operator">Of a condition; null for actions and resources.</param>
/// <param name="Texts">The patterns or the condition's values.</param>
/// <param name="Variables">False for documents of version 2008-10-17.</param>
/// <param name="Absent">The keys whose variables take their default; null when nobody knows.</param>
/// <param name="Pinned">For a key known beforehand: what it is.</param>
internal sealed record AtomSource(string? Operator, ImmutableArray<string> Texts, bool Variables, IReadOnlySet<string>? Absent = null, KeyValue? Pinned = null)
{
    public static readonly AtomSource None = new(null, [], Variables: false);
}
