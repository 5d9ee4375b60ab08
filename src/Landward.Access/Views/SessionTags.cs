using Landward.Policy;

namespace Landward.Access;

/// <summary>Whether whoever assumes a role can choose its <c>aws:PrincipalTag</c> values.</summary>
internal static class SessionTags
{
    /// <summary>
    /// "The role trust policy must allow the sts:TagSession action" to pass session tags, and a session tag overrides the role's tag
    /// with the same key. Source: "Pass session tags in AWS STS", IAM User Guide.
    /// </summary>
    public static bool CanBePassed(AccessPrincipal role)
    {
        foreach (var statement in role.Trust?.Document.Statements ?? [])
        {
            if (statement.Effect == Effect.Allow && statement.NamesAction("sts:TagSession"))
                return true;
        }
        return false;
    }
}
