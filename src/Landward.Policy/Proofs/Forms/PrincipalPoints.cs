using Landward.Policy.Matching;

namespace Landward.Policy.Proofs;

/// <summary>
/// Representatives of all callers: for each account, user, role, session, service and provider that a policy names, callers
/// that fit, and callers that fit nothing. Callers that the policies cannot tell apart need one representative.
/// </summary>
internal static class PrincipalPoints
{
    /// <summary>The caller of policies that name none.</summary>
    public static readonly Principal Attached = Principal.FromArn("arn:aws:iam::111122223333:user/example")!;

    private const int MaxPoints = 4096;
    private const string OtherName = "example";

    /// <summary>Null when there are more than a few thousand.</summary>
    public static IReadOnlyList<Principal>? Of(IEnumerable<PolicyStatement> statements, params IEnumerable<PrincipalPattern> more)
    {
        var patterns = more.ToList();
        foreach (var principals in statements.Select(statement => statement.Principals).OfType<PrincipalSet>())
            patterns.AddRange(principals.Patterns);
        patterns = [.. patterns.Distinct()];
        string[] accounts = [.. patterns.Select(pattern => pattern.Account).Where(account => account.Length > 0).Distinct(StringComparer.Ordinal)];
        var stranger = Stranger(accounts);
        var points = new List<Principal>();
        foreach (var account in accounts.Prepend(stranger))
            points.AddRange(InAccount(account, patterns));
        foreach (var id in Values(patterns, PrincipalPatternKind.UniqueId))
            points.AddRange(points.Where(point => point.UserId is null).SelectMany(point => WithId(point, id)).ToArray());
        points.AddRange(Values(patterns, PrincipalPatternKind.Service).Append("example.amazonaws.com").Select(Principal.Service));
        points.AddRange(Values(patterns, PrincipalPatternKind.Provider).Append($"arn:aws:iam::{stranger}:saml-provider/{OtherName}").Select(Principal.Federated));
        points.Add(Principal.Anonymous);
        return points.Count > MaxPoints ? null : [.. points.Distinct()];
    }

    private static IEnumerable<Principal> InAccount(string account, List<PrincipalPattern> patterns)
    {
        PrincipalPattern[] here = [.. patterns.Where(pattern => pattern.Account == account)];
        string[] users = [.. Values(here, PrincipalPatternKind.User), $"arn:aws:iam::{account}:user/{OtherName}"];
        string[] roles = [.. Values(here, PrincipalPatternKind.Role), $"arn:aws:iam::{account}:role/{OtherName}"];
        foreach (var user in users.Reverse())
            yield return Principal.FromArn(user)!;
        foreach (var role in roles.Reverse())
        {
            var name = role[(role.LastIndexOf('/') + 1)..];
            yield return Principal.FromArn($"arn:aws:sts::{account}:assumed-role/{name}/{OtherName}", role)!;
            yield return Principal.FromArn(role)!;
        }
        foreach (var session in Values(here, PrincipalPatternKind.RoleSession))
        {
            var name = Principal.FromArn(session)!.Name;
            foreach (var role in roles.Where(role => role.EndsWith("/" + name, StringComparison.Ordinal)).Append($"arn:aws:iam::{account}:role/{name}"))
                yield return Principal.FromArn(session, role)!;
            yield return Principal.FromArn(session)!;
        }
        foreach (var federated in Values(here, PrincipalPatternKind.FederatedUser).Append($"arn:aws:sts::{account}:federated-user/{OtherName}"))
        {
            foreach (var user in users)
                yield return Principal.FromArn(federated, user)!;
        }
        yield return Principal.FromArn($"arn:aws:iam::{account}:root")!;
    }

    private static IEnumerable<Principal> WithId(Principal point, string id) => point.Kind switch
    {
        PrincipalKind.User when id.StartsWith("AIDA", StringComparison.Ordinal) => [point with { UserId = id }],
        PrincipalKind.RoleSession or PrincipalKind.Role when id.StartsWith("AROA", StringComparison.Ordinal) => [point with { UserId = id + ":" + OtherName }],
        _ => [],
    };

    private static IEnumerable<string> Values(IEnumerable<PrincipalPattern> patterns, PrincipalPatternKind kind) =>
        patterns.Where(pattern => pattern.Kind == kind).Select(pattern => pattern.Value).Distinct(StringComparer.Ordinal);

    // An account that no policy names.
    private static string Stranger(string[] accounts)
    {
        var number = 999_999_999_999;
        while (accounts.Contains(number.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal))
            number--;
        return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
