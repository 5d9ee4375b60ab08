using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>What is asked of the search: a caller, some actions that all statements treat alike, and limits on the keys a caller brings.</summary>
/// <param name="Action">Stands for all actions of its group.</param>
/// <param name="Limits">Conditions on keys that do not follow from the caller, each to hold or not to hold.</param>
internal sealed record GrantQuestion(Caller Caller, string Action, string Resource, ImmutableArray<(Predicate Predicate, bool Holds)> Limits);

/// <summary>Exactly one of the nested records.</summary>
internal abstract record GrantAnswer
{
    private GrantAnswer()
    {
    }

    /// <param name="Request">Allowed by the evaluator.</param>
    public sealed record Granted(AuthorizationRequest Request, DecidingStatement? By) : GrantAnswer;

    /// <summary>No request of this kind is allowed.</summary>
    public sealed record NotGranted : GrantAnswer
    {
        public static readonly NotGranted Instance = new();
    }

    public sealed record Undecided(string Reason) : GrantAnswer;
}
