namespace Landward.Policy.Proofs;

/// <summary>How many steps a query may still take.</summary>
internal sealed class SearchBudget(int steps)
{
    private const int BoxesPerStep = 4096;

    private int _left = steps;

    /// <summary>One step, and one more for every few thousand boxes it looks at.</summary>
    public bool TrySpend(int boxes) => (_left -= 1 + (boxes / BoxesPerStep)) >= 0;
}

/// <summary>Why a query has no answer.</summary>
internal static class Reasons
{
    public const string Budget = "the search was given up after its budget of steps";
    public const string Unconfirmed = "a request was found that the evaluator does not confirm";

    public const string Unverified = "an argument was found that its checker does not verify";

    public static string Dimension(string name) => $"the conditions on `{name}` are too many to be told apart";

    /// <summary>The search speaks of "some character that no policy mentions" with private-use characters, so policies must not hold any; null when they do not.</summary>
    public static Verdict.Undecided? Unreadable(string text) =>
        text.AsSpan().ContainsAnyInRange(Symbols.Fresh, Symbols.LastReserved) ? new Verdict.Undecided("a policy holds private-use characters (U+E000 to U+F8FF), which IAM does not allow") : null;

    public static Verdict.Undecided? Unreadable(params PolicySet[] sets) =>
        sets.SelectMany(PolicySets.Policies).Select(policy => Unreadable(policy.Document.Text)).FirstOrDefault(found => found is not null);
}
