using Landward.Policy.Proofs;

namespace Landward.Policy;

/// <summary>
/// Proves facts about policies for every possible request, or shows a request that refutes them. Exact for the language's
/// matching and conditions; the same question always gives the same answer.
/// </summary>
public static class PolicyProver
{
    /// <summary>Does <paramref name="newer"/> allow no request that <paramref name="older"/> does not allow?</summary>
    /// <param name="kind">What the documents are attached to; decides what Principal means.</param>
    /// <returns>A proof, a request that only the newer document allows, or undecided.</returns>
    public static Verdict NoNewAccess(PolicyDocument newer, PolicyDocument older, PolicyKind kind, ProofBudget? budget = null) =>
        Reasons.Unreadable(newer.Text + older.Text) ?? new DocumentComparison(newer, older, kind).Decide(new SearchBudget((budget ?? ProofBudget.Default).Steps));

    /// <summary>Does a document, alone, allow some request of the question?</summary>
    /// <returns>A request that it allows, a proof that it allows none, or undecided.</returns>
    public static Verdict FindAllowed(AccessQuestion question, PolicyDocument document, PolicyKind kind, ProofBudget? budget = null) =>
        Reasons.Unreadable(document.Text) ?? DocumentQuestion.Decide(question, document, kind, new SearchBudget((budget ?? ProofBudget.Default).Steps));

    /// <summary>Do the newer policies, all gates together, allow no request of the scope that the older ones do not allow?</summary>
    public static Verdict NoNewAccess(PolicySet newer, PolicySet older, AccessScope scope, ProofBudget? budget = null) =>
        Reasons.Unreadable(newer, older) ?? new StackComparison(newer, older, scope).Decide(new SearchBudget((budget ?? ProofBudget.Default).Steps));

    /// <summary>Do the policies, all gates together, allow some request of the question within the scope?</summary>
    /// <returns>A request that they allow, a proof that they allow none, or undecided.</returns>
    public static Verdict FindAllowed(AccessQuestion question, PolicySet policies, AccessScope scope, ProofBudget? budget = null) =>
        Reasons.Unreadable(policies) ?? new StackQuestion(question, policies, scope).Decide(new SearchBudget((budget ?? ProofBudget.Default).Steps));

    /// <summary>What the newer policies allow that the older ones do not, and the other way round, by statement.</summary>
    /// <param name="budget">For each statement that may make a difference.</param>
    public static AccessDifferences Differences(PolicySet newer, PolicySet older, AccessScope scope, ProofBudget? budget = null)
    {
        if (Reasons.Unreadable(newer, older) is { } unreadable)
            return new AccessDifferences([], [], [unreadable.Reason]);
        SearchBudget Budget() => new((budget ?? ProofBudget.Default).Steps);
        var gained = new StackComparison(newer, older, scope).Differences(Budget);
        var lost = new StackComparison(older, newer, scope).Differences(Budget);
        static AccessDifference Swapped(AccessDifference item) => item with { Statement = item.Statement with { Side = item.Statement.Side == "new" ? "existing" : "new" } };
        return new AccessDifferences(gained.Found, [.. lost.Found.Select(Swapped)], [.. gained.Undecided.Concat(lost.Undecided).Distinct(StringComparer.Ordinal)]);
    }
}
