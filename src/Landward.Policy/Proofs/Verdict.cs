using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>The answer of <see cref="PolicyProver"/>: exactly one of the three nested records.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>No such request exists, whatever its context. The argument was verified by a checker of its own.</summary>
    /// <param name="Cover">What covers each part that was asked about.</param>
    public sealed record Proof(ImmutableArray<CoveredPart> Cover) : Verdict;

    /// <summary>A request that answers the question with yes; the evaluator confirmed it against every policy involved.</summary>
    /// <param name="By">The Allow statements that let it pass.</param>
    public sealed record Witness(AuthorizationRequest Request, ImmutableArray<StatementRef> By) : Verdict
    {
        /// <summary>The request in one line.</summary>
        public string Text => WitnessText.Of(Request);
    }

    /// <summary>Neither was found; says why. Never to be read as a proof.</summary>
    public sealed record Undecided(string Reason) : Verdict;
}

/// <summary>One part of a proof.</summary>
/// <param name="Part">The statement that could have let a request pass; null when the question itself is the part.</param>
/// <param name="By">The statements that take every request of it away: existing Allows that granted it before, Denies that refuse it.</param>
public sealed record CoveredPart(StatementRef? Part, ImmutableArray<StatementRef> By);

/// <summary>How far a query may go before it answers <see cref="Verdict.Undecided"/>. Counts work, not time, so answers are the same everywhere.</summary>
/// <param name="Steps">Cases looked at.</param>
public sealed record ProofBudget(int Steps)
{
    public static readonly ProofBudget Default = new(20_000);
}
