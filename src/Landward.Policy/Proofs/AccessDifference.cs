using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>Requests whose answer changes because of one statement, within what that statement speaks of.</summary>
/// <param name="Statement">A grant of the side that allows, or a Deny of the side that does not.</param>
/// <param name="Actions">The statement's actions as written.</param>
/// <param name="ActionsAreExcluded">They are its NotAction: all others.</param>
/// <param name="Resources">The statement's resources as written; empty when it names none.</param>
/// <param name="ResourcesAreExcluded">They are its NotResource.</param>
/// <param name="Conditions">The statement's conditions in words.</param>
/// <param name="Witness">One request whose answer changes, confirmed by the evaluator on both sides.</param>
public sealed record AccessDifference(
    StatementRef Statement,
    ImmutableArray<string> Actions,
    bool ActionsAreExcluded,
    ImmutableArray<string> Resources,
    bool ResourcesAreExcluded,
    ImmutableArray<string> Conditions,
    AuthorizationRequest Witness)
{
    /// <summary>The witness in one line.</summary>
    public string WitnessLine => WitnessText.Of(Witness);

    internal static AccessDifference Of(StatementRef reference, PolicyStatement? statement, AuthorizationRequest witness) =>
        statement is null
            ? new AccessDifference(reference, [witness.Action], false, [witness.Resource], false, [], witness)
            : new AccessDifference(
                reference,
                statement.Actions.IsDefault ? statement.NotActions : statement.Actions,
                statement.Actions.IsDefault,
                !statement.Resources.IsDefault ? statement.Resources : !statement.NotResources.IsDefault ? statement.NotResources : [],
                !statement.NotResources.IsDefault,
                [.. statement.Conditions.Conditions.Select(condition => $"{condition.Source.Operator} {condition.Source.Key} {string.Join(", ", condition.Source.Values)}")],
                witness);
}

/// <summary>What two sets of policies answer differently.</summary>
/// <param name="Gained">Requests only the newer policies allow, one entry for each statement that lets them.</param>
/// <param name="Lost">Requests only the older policies allow.</param>
/// <param name="Undecided">What could not be decided, and why; a side is complete only when this is empty.</param>
public sealed record AccessDifferences(ImmutableArray<AccessDifference> Gained, ImmutableArray<AccessDifference> Lost, ImmutableArray<string> Undecided)
{
    /// <summary>Both sets allow exactly the same requests, proven.</summary>
    public bool IsProvenEqual => Gained.IsEmpty && Lost.IsEmpty && Undecided.IsEmpty;
}
