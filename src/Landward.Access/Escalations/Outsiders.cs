using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Callers from outside the snapshot. What their own account allows them is theirs to decide: everything.</summary>
internal static class Outsiders
{
    public static readonly ImmutableArray<string> Federations = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

    private static readonly AttachedPolicy Everything = new(
        PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""").Document!, "the other account's policies", PolicyKind.Identity);

    /// <param name="principal">The trusted principal; null for any of the account. The root user cannot assume roles, so some role stands for the account.</param>
    public static AccessPrincipal Actor(string account, Principal? principal) =>
        new() { Principal = principal ?? Principal.FromArn($"arn:aws:iam::{account}:role/any")!, Identity = [Everything] };
}
