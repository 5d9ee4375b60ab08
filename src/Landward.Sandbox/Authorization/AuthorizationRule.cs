using System.Collections.Immutable;

namespace Landward.Sandbox.Authorization;

/// <summary>One line of an authorization table: an action that must be allowed before the operation runs.</summary>
/// <param name="Action">The IAM action, <c>iam:CreateUser</c>.</param>
/// <param name="Resource">What the action is checked against.</param>
/// <param name="Context">Condition keys and where in the input their values stand.</param>
/// <param name="OnlyWith">The rule applies only when the input has this member; null: always.</param>
internal sealed record AuthorizationRule(
    string Action,
    ResourceTemplate Resource,
    ImmutableArray<ContextEntry> Context,
    string? OnlyWith);

/// <summary>
/// A condition key filled from the input (<c>iam:PermissionsBoundary=PermissionsBoundary</c>) or with what the operation stands for
/// (<c>iam:PassedToService='lambda.amazonaws.com'</c>).
/// </summary>
/// <param name="Path">Where in the input the values stand.</param>
/// <param name="Value">The value that is the same for every call; null: the path's.</param>
internal sealed record ContextEntry(string Key, InputPath Path, string? Value = null);
