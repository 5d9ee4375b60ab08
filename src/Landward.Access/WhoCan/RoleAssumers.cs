using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access;

/// <summary>One that a role's trust policy lets in. Whether its own policies and guardrails also allow sts:AssumeRole is another question.</summary>
/// <param name="Type"><c>AWS</c>, <c>Service</c>, <c>Federated</c>, or <c>IdentityCenter</c> for an assigned user or group.</param>
/// <param name="Name">ARN, service or provider; of Identity Center <c>GROUP name</c> or <c>USER name</c>.</param>
/// <param name="Members">Of a group of Identity Center: its users.</param>
/// <param name="ConditionKeys">The keys that the trust policy's statement tests; empty when it lets in without condition.</param>
public sealed record RoleAssumer(string Type, string Name, ImmutableArray<string> Members, ImmutableArray<string> ConditionKeys);

/// <summary>Who gets access by assuming a role.</summary>
public static class RoleAssumers
{
    private static readonly string[] Actions = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

    /// <summary>Those that the trust policy names; for a role of Identity Center those it is assigned to. Empty for users.</summary>
    public static ImmutableArray<RoleAssumer> Of(AccessPrincipal role)
    {
        if (!role.Assignments.IsEmpty)
            return [.. role.Assignments.Select(assignment => new RoleAssumer("IdentityCenter", $"{assignment.Kind} {assignment.Name}", assignment.Members, []))];
        var assumers = ImmutableArray.CreateBuilder<RoleAssumer>();
        foreach (var statement in role.Trust?.Document.Statements ?? [])
        {
            if (statement.Effect != Effect.Allow || !Array.Exists(Actions, action => statement.NamesAction(action)))
                continue;
            var keys = statement.ConditionsOf().Select(condition => condition.Key).Distinct(StringComparer.OrdinalIgnoreCase).ToImmutableArray();
            if (statement.HasNotPrincipal())
                assumers.Add(new RoleAssumer("AWS", "everyone but " + string.Join(", ", statement.PrincipalsOf().Select(principal => principal.Value)), [], keys));
            else
                assumers.AddRange(statement.PrincipalsOf().Select(principal => new RoleAssumer(principal.Type, principal.Value, [], keys)));
        }
        return assumers.ToImmutable();
    }
}
