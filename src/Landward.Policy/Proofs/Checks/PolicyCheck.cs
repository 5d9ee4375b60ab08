using System.Collections.Immutable;

namespace Landward.Policy;

public enum PolicyCheckResult
{
    Pass,
    Fail,

    /// <summary>Neither was found: never to be read as a pass.</summary>
    Undecided,
}

/// <summary>The answer of a check, in the shape of IAM Access Analyzer's custom policy checks.</summary>
/// <param name="Reasons">One for each statement that fails the check.</param>
/// <param name="Undecided">Why the check is undecided; null otherwise.</param>
public sealed record PolicyCheck(PolicyCheckResult Result, string Message, ImmutableArray<PolicyCheckReason> Reasons, string? Undecided);

/// <summary>A statement that fails a check.</summary>
/// <param name="StatementIndex">Its place in the document, starting at 0.</param>
/// <param name="Witness">A request that shows it, confirmed by the evaluator.</param>
public sealed record PolicyCheckReason(string Description, int StatementIndex, string? StatementId, AuthorizationRequest Witness)
{
    /// <summary>The witness in one line.</summary>
    public string WitnessLine => WitnessText.Of(Witness);
}
