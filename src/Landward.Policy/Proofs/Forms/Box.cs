using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>
/// The requests that a statement, or a part of one, matches: a conjunction of literals over different questions. A statement
/// is several boxes when its resources have policy variables or its principals depend on the resource's service.
/// </summary>
/// <param name="Literals">In ascending order, each once.</param>
/// <param name="Origin">Null for a limit that no statement draws.</param>
internal sealed record Box(ImmutableArray<int> Literals, StatementRef? Origin)
{
    public static Box Of(IEnumerable<int> literals, StatementRef? origin) => new([.. literals.Distinct().Order()], origin);

    /// <summary>Every literal of this box is one of the other's, so that every request of the other is one of this.</summary>
    public bool IsContainedIn(Box other)
    {
        var at = 0;
        foreach (var literal in Literals)
        {
            while (at < other.Literals.Length && other.Literals[at] < literal)
                at++;
            if (at == other.Literals.Length || other.Literals[at] != literal)
                return false;
        }
        return true;
    }

    public Box And(params IEnumerable<int> more) => Of(Literals.Concat(more), Origin);
}
