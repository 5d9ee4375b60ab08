using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>How far a path reaches.</summary>
public enum EscalationReach
{
    /// <summary>The user, role or resource that was asked about.</summary>
    Goal,

    /// <summary>Administrator of a member or standalone account.</summary>
    Account,

    /// <summary>Administrator of the management account.</summary>
    Organization,
}

/// <summary>One call of a step as the evaluator decided it.</summary>
/// <param name="Request">The witness: putting it to the evaluator with <paramref name="Policies"/> gives the same answer.</param>
/// <param name="AllowedBy">The Allow statements of identity-based and resource-based policies that grant it.</param>
/// <param name="Condition">What must hold; null when nothing must.</param>
public sealed record EscalationRequest(string Action, string Resource, AuthorizationRequest Request, PolicySet Policies, ImmutableArray<DecidingStatement> AllowedBy, ConditionExpression? Condition);

/// <summary>One step: from one set of permissions to the next.</summary>
/// <param name="From">ARN, or the name of an entry.</param>
/// <param name="To">ARN of the user or role whose permissions are gained.</param>
/// <param name="Becomes">What the user or role at <paramref name="To"/> is by then; null when it is what the snapshot says.</param>
/// <param name="Technique">Id of the technique, or <c>sign-in</c>, <c>runs-as</c>, <c>enters</c>.</param>
/// <param name="Through">The compute, policy, group or provider that the step goes through; null when none.</param>
/// <param name="Conditions">What must hold for the step to work, one sentence each; empty when it always works.</param>
public sealed record EscalationStep(
    string From,
    string To,
    string? Becomes,
    string Technique,
    string Title,
    string? Through,
    ImmutableArray<string> Mitre,
    ImmutableArray<EscalationRequest> Requests,
    ImmutableArray<string> Conditions)
{
    public bool IsConditional => !Conditions.IsEmpty;
}

/// <summary>The best path of one starting principal.</summary>
/// <param name="From">ARN of a user or role, account or ARN of an outsider, name of a user of Identity Center, ARN of compute or of an identity provider, <c>*</c> for everyone.</param>
/// <param name="Account">12 digits; of entries the account of the first role.</param>
/// <param name="GoalConditions">What must hold for the last one to be at the goal; empty when it is.</param>
public sealed record EscalationPath(
    string From,
    EscalationNodeKind Kind,
    string Account,
    string Goal,
    EscalationReach Reach,
    ImmutableArray<EscalationStep> Steps,
    ImmutableArray<string> GoalConditions)
{
    public bool IsConditional => !GoalConditions.IsEmpty || Steps.Any(step => step.IsConditional);
}

/// <summary>What was asked and found.</summary>
/// <param name="Administrators">Users and roles that are at the goal already, ordered.</param>
/// <param name="Paths">One for each starting principal that has any, the most dangerous first.</param>
/// <param name="OrganizationPaths">Paths to the administrator of the management account, where administrators of any account were asked for; also of administrators of other accounts.</param>
/// <param name="Cuts">Single changes that end paths, the most effective first; each was checked by searching again with the change made.</param>
/// <param name="Principals">Users and roles that were looked at.</param>
/// <param name="Partial">The snapshot misses something, so that paths may be missing.</param>
public sealed record EscalationReport(
    ImmutableArray<string> Administrators,
    ImmutableArray<EscalationPath> Paths,
    ImmutableArray<EscalationPath> OrganizationPaths,
    ImmutableArray<EscalationCut> Cuts,
    int Principals,
    long Questions,
    bool Partial);
