using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>
/// When a set of policies allows requests of one class of callers: some box of every clause of <paramref name="Gates"/> matches, no
/// box of <paramref name="Denies"/> does, and some grant has a matching box in each of its clauses.
/// </summary>
internal sealed record StackForm(
    ImmutableArray<ImmutableArray<Box>> Gates, ImmutableArray<Box> Denies, ImmutableArray<ImmutableArray<ImmutableArray<Box>>> Grants)
{
    /// <summary>
    /// The ways in which a request is not allowed though no Deny matches: each is a list of boxes none of which matches. A gate
    /// without matching box is one; so is one missing clause of every grant.
    /// </summary>
    public IEnumerable<ImmutableArray<Box>> Refusals()
    {
        foreach (var gate in Gates)
            yield return gate;
        var missing = new List<HashSet<int>> { new() };
        var clauses = Grants.SelectMany(grant => grant).ToArray();
        var start = 0;
        foreach (var grant in Grants)
        {
            var first = start;
            missing = [.. missing.SelectMany(chosen => grant.Select((_, index) => chosen.Append(Canonical(clauses, first + index)).ToHashSet()))];
            start += grant.Length;
        }
        var smallest = missing.Where(chosen => !missing.Exists(other => other.IsProperSubsetOf(chosen))).DistinctBy(chosen => string.Join(',', chosen.Order()));
        foreach (var chosen in smallest)
            yield return [.. chosen.Order().SelectMany(index => clauses[index]).Distinct()];
    }

    // Grants share clauses, such as the boundary's: the first that says the same stands for all.
    private static int Canonical(ImmutableArray<Box>[] clauses, int index) => Array.FindIndex(clauses, clause => clause == clauses[index]);
}
