using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.LandingZone.Specification;

/// <summary>Who may enter which account. Null members are unmanaged.</summary>
public sealed record AccessSpec
{
    public IdentityCenterSpec? IdentityCenter { get; init; }

    public BreakGlassSpec? BreakGlass { get; init; }

    public bool? CentralRootManagement { get; init; }

    public PasswordPolicySpec? PasswordPolicy { get; init; }
}

public sealed record IdentityCenterSpec(
    ImmutableArray<string> Groups,
    ImmutableArray<PermissionSetSpec> PermissionSets,
    ImmutableArray<AssignmentSpec> Assignments);

/// <param name="ManagedPolicies">ARNs of AWS managed policies.</param>
/// <param name="InlinePolicy">The content of the policy file.</param>
public sealed record PermissionSetSpec(
    string Name,
    string? Description,
    ImmutableArray<string> ManagedPolicies,
    JsonObject? InlinePolicy,
    BoundarySpec? Boundary,
    TimeSpan Session,
    SourceSpan Span);

/// <summary>A permissions boundary: an AWS managed policy, or the content of a policy file that is made a customer managed policy in each account.</summary>
/// <param name="ManagedPolicyArn">Set for an AWS managed policy.</param>
/// <param name="Document">Set for a policy file.</param>
public sealed record BoundarySpec(string? ManagedPolicyArn, JsonObject? Document);

public sealed record AssignmentSpec(string Group, string PermissionSet, Selector Accounts, SourceSpan Span);

/// <param name="AccountKey">A key of the spec's accounts or <c>management</c>.</param>
public sealed record BreakGlassSpec(ImmutableArray<string> Users, string AccountKey);

/// <summary>Null members are unmanaged.</summary>
public sealed record PasswordPolicySpec(int? MinimumLength, int? ReusePrevention, int? MaxAgeDays);
