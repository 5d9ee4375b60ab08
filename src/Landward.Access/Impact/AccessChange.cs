using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access;

/// <summary>What can be said about one direction of a change, for every possible request.</summary>
public enum ChangeAnswer
{
    /// <summary>Proved: nothing changes in this direction.</summary>
    Nothing,

    /// <summary>Something changes; a request shows it.</summary>
    Something,

    /// <summary>Neither was found.</summary>
    Undecided,
}

/// <summary>One direction of a change.</summary>
/// <param name="Witness">A request that changes; the evaluator confirmed it under both sets of policies.</param>
/// <param name="Reason">Why nothing could be decided.</param>
public sealed record ChangeDirection(ChangeAnswer Answer, AuthorizationRequest? Witness, string? Reason)
{
    public static readonly ChangeDirection Nothing = new(ChangeAnswer.Nothing, null, null);

    public static ChangeDirection Undecided(string reason) => new(ChangeAnswer.Undecided, null, reason);
}

/// <summary>A statement that a change adds or takes away, and what that alone does to requests.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Where">Where it is attached: a level, a principal or resource.</param>
/// <param name="Added">False when the change takes the statement away.</param>
/// <param name="Effect">What the statement itself says.</param>
public sealed record StatementChange(string Policy, string Where, PolicyStatement Statement, bool Added, Effect Effect, ChangeDirection Direction)
{
    /// <summary>Requests become denied, as opposed to allowed.</summary>
    public bool TakesAway => Added == (Effect == Effect.Deny);
}

/// <summary>Principals for which the change comes to the same: same grants, same boundary, same organization policies.</summary>
/// <param name="Principals">ARNs, ordered; at most <see cref="ListedPrincipals"/>.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Gained">Requests that only the new policies allow, one entry for each statement that lets them, with a confirmed witness.</param>
/// <param name="Lost">Requests that only the old policies allow.</param>
/// <param name="Undecided">What could not be decided and why; gained and lost are complete only when this is empty.</param>
public sealed record PrincipalClassChange(
    ImmutableArray<string> Principals, int Count, ImmutableArray<AccessDifference> Gained, ImmutableArray<AccessDifference> Lost, ImmutableArray<string> Undecided)
{
    public const int ListedPrincipals = 5;
}

/// <summary>The effect of a change on every possible request, not only on recorded ones.</summary>
/// <param name="Classes">Classes that gain or lose something, or of which that is undecided; most principals first.</param>
/// <param name="UntouchedPrincipals">Principals for which it is proved that nothing changes.</param>
/// <param name="NotAnalysed">Principals beyond the budget: nothing is claimed about them.</param>
public sealed record AccessChange(ImmutableArray<StatementChange> Statements, ImmutableArray<PrincipalClassChange> Classes, int UntouchedPrincipals, int NotAnalysed);
