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
}
