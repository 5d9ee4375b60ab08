using System.Collections.Immutable;
using Landward.Policy.Proofs;

namespace Landward.Policy;

/// <summary>
/// The custom policy checks of IAM Access Analyzer: CheckNoNewAccess, CheckAccessNotGranted and CheckNoPublicAccess, with a
/// request as witness for every statement that fails. Source: "IAM Access Analyzer custom policy checks", IAM User Guide.
/// </summary>
public static class PolicyChecks
{
    /// <summary>Does the new document allow nothing that the existing one does not allow?</summary>
    public static PolicyCheck NoNewAccess(PolicyDocument existing, PolicyDocument newer, PolicyKind kind, ProofBudget? budget = null) => Check(
        newer,
        "The modified permissions do not grant new access compared to your existing policy.",
        "The modified permissions grant new access compared to your existing policy.",
        "New access in the statement with",
        index => Reasons.Unreadable(existing.Text + newer.Text) ?? new DocumentComparison(newer, existing, kind).Decide(Steps(budget), index));

    /// <summary>
    /// Does the document allow none of the accesses? An access with actions only means any of them on any resource, one with
    /// resources only any action on any of them.
    /// </summary>
    public static PolicyCheck AccessNotGranted(PolicyDocument document, PolicyKind kind, IReadOnlyList<AccessQuestion> accesses, ProofBudget? budget = null) => Check(
        document,
        "The policy document does not grant access to perform the listed actions or resources.",
        "The policy document grants access to perform one or more of the listed actions or resources.",
        "One or more of the listed actions or resources in the statement with",
        index => FirstOf(accesses.Select(access => Reasons.Unreadable(document.Text) ?? DocumentQuestion.Decide(access, document, kind, Steps(budget), index))));

    /// <summary>Can no stranger use a resource with this policy?</summary>
    /// <param name="resourceType">One of <see cref="PublicAccess.ResourceTypes"/>.</param>
    public static PolicyCheck NoPublicAccess(PolicyDocument document, string resourceType, ProofBudget? budget = null)
    {
        var kind = resourceType == PublicAccess.TrustPolicy ? PolicyKind.Trust : PolicyKind.Resource;
        var question = PublicAccess.Question(document, resourceType);
        return Check(
            document,
            "The resource policy does not grant public access for the given resource type.",
            "The resource policy grants public access for the given resource type.",
            "Public access granted in the statement with",
            index => Reasons.Unreadable(document.Text) ?? DocumentQuestion.Decide(question, document, kind, Steps(budget), index));
    }

    /// <summary>Some statement has a Principal element, as the policies of resources do.</summary>
    public static bool NamesPrincipals(PolicyDocument document) => document.Statements.Any(statement => statement.Principals is not null);

    private static PolicyCheck Check(PolicyDocument document, string pass, string fail, string reason, Func<int, Verdict> decide)
    {
        var reasons = ImmutableArray.CreateBuilder<PolicyCheckReason>();
        string? undecided = null;
        foreach (var statement in document.Statements.Where(statement => statement.Effect == Effect.Allow))
        {
            switch (decide(statement.Index))
            {
                case Verdict.Witness witness:
                    var name = statement.Sid is { Length: > 0 } sid ? $"sid: {sid}" : $"index: {statement.Index}";
                    reasons.Add(new PolicyCheckReason($"{reason} {name}.", statement.Index, statement.Sid, witness.Request));
                    break;
                case Verdict.Undecided no:
                    undecided ??= $"Statement {statement.Sid ?? statement.Index.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {no.Reason}.";
                    break;
                default:
                    break;
            }
        }
        return reasons.Count > 0 ? new PolicyCheck(PolicyCheckResult.Fail, fail, reasons.ToImmutable(), undecided)
            : undecided is not null ? new PolicyCheck(PolicyCheckResult.Undecided, "The check could not be decided.", [], undecided)
            : new PolicyCheck(PolicyCheckResult.Pass, pass, [], null);
    }

    // A witness answers at once; without one, what is undecided stays so.
    private static Verdict FirstOf(IEnumerable<Verdict> verdicts)
    {
        Verdict? undecided = null;
        Verdict? proof = null;
        foreach (var verdict in verdicts)
        {
            if (verdict is Verdict.Witness)
                return verdict;
            if (verdict is Verdict.Undecided)
                undecided ??= verdict;
            proof ??= verdict;
        }
        return undecided ?? proof ?? new Verdict.Proof([]);
    }

    private static SearchBudget Steps(ProofBudget? budget) => new((budget ?? ProofBudget.Default).Steps);
}
