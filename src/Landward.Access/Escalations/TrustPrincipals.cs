using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Whom a role's trust policy could let in.</summary>
internal static class TrustPrincipals
{
    /// <summary>The principals of the Allow statements; a statement that excepts principals counts as everybody.</summary>
    public static IEnumerable<StatementPrincipal> Of(AccessPrincipal role)
    {
        foreach (var statement in role.Trust?.Document.Statements ?? [])
        {
            if (statement.Effect != Effect.Allow)
                continue;
            if (statement.HasNotPrincipal())
            {
                yield return new StatementPrincipal("AWS", "*");
                continue;
            }
            foreach (var principal in statement.PrincipalsOf())
                yield return principal;
        }
    }
}
