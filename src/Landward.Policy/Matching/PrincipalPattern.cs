using System.Collections.Frozen;
using Landward.Model;

namespace Landward.Policy.Matching;

internal enum PrincipalPatternKind
{
    /// <summary>Names nobody: a malformed value or a partial wildcard.</summary>
    Nobody,
    Everyone,
    Account,
    User,
    Role,
    RoleSession,
    FederatedUser,
    UniqueId,
    Service,
    Provider,
    CanonicalUser,
}

/// <summary>One value of a Principal element.</summary>
internal sealed record PrincipalPattern(PrincipalPatternKind Kind, string Value, string Account)
{
    // "You can use a wildcard (*) to specify all principals", AWS services among them (AWS JSON policy elements: Principal).
    // A role is the exception: its trust policy must name the service that may assume it (Create a role to delegate
    // permissions to an AWS service).
    private static readonly FrozenSet<string> ServicesMustBeNamed = FrozenSet.ToFrozenSet(["iam"], StringComparer.Ordinal);

    public static PrincipalPattern ForAws(string value)
    {
        if (value == "*")
            return new(PrincipalPatternKind.Everyone, value, string.Empty);
        if (AccountId.TryParse(value, out _))
            return new(PrincipalPatternKind.Account, value, value);
        if (value.Contains('*', StringComparison.Ordinal) || value.Contains('?', StringComparison.Ordinal))
            return new(PrincipalPatternKind.Nobody, value, string.Empty);
        if (IsUniqueId(value))
            return new(PrincipalPatternKind.UniqueId, value, string.Empty);
        if (Principal.FromArn(value) is not { } principal)
            return new(PrincipalPatternKind.Nobody, value, string.Empty);
        var kind = principal.Kind switch
        {
            PrincipalKind.Root => PrincipalPatternKind.Account,
            PrincipalKind.User => PrincipalPatternKind.User,
            PrincipalKind.Role => PrincipalPatternKind.Role,
            PrincipalKind.RoleSession => PrincipalPatternKind.RoleSession,
            _ => PrincipalPatternKind.FederatedUser,
        };
        return new(kind, value, principal.Account);
    }

    public PrincipalMatch Match(Principal principal, Effect effect, string service) => Kind switch
    {
        PrincipalPatternKind.Everyone => EveryoneMatches(principal, effect, service) ? PrincipalMatch.Caller : PrincipalMatch.None,
        PrincipalPatternKind.Account when principal.Account == Account =>
            principal.Kind == PrincipalKind.Root ? PrincipalMatch.Caller : PrincipalMatch.Account,
        PrincipalPatternKind.User => Caller(principal.Kind == PrincipalKind.User && principal.Arn == Value)
            ?? Issuer(principal.Kind == PrincipalKind.FederatedUser && principal.IssuerArn == Value),
        PrincipalPatternKind.Role => Issuer(NamesRoleOf(principal)),
        PrincipalPatternKind.RoleSession => Caller(principal is { Kind: PrincipalKind.RoleSession, SessionNameIsUnknown: false } && principal.Arn == Value) ?? PrincipalMatch.None,
        PrincipalPatternKind.FederatedUser => Caller(principal.Kind == PrincipalKind.FederatedUser && principal.Arn == Value) ?? PrincipalMatch.None,
        PrincipalPatternKind.UniqueId when principal.UniqueId == Value =>
            principal.Kind == PrincipalKind.User ? PrincipalMatch.Caller : PrincipalMatch.Issuer,
        PrincipalPatternKind.Service => Caller(principal.Kind == PrincipalKind.Service && string.Equals(principal.Arn, Value, StringComparison.OrdinalIgnoreCase)) ?? PrincipalMatch.None,
        PrincipalPatternKind.Provider => Caller(principal.Kind == PrincipalKind.Federated && principal.Arn == Value) ?? PrincipalMatch.None,
        _ => PrincipalMatch.None,
    };

    /// <summary>The name of the session that the pattern names, when it is one of the caller's role and the caller's name is unknown.</summary>
    public string? SessionOf(Principal principal)
    {
        if (Kind != PrincipalPatternKind.RoleSession || principal is not ({ Kind: PrincipalKind.Role } or { Kind: PrincipalKind.RoleSession, SessionNameIsUnknown: true }))
            return null;
        // arn:aws:sts::A:assumed-role/R/S
        var parts = Value.Split('/');
        return principal.Account == Account && parts[1] == principal.Name ? parts[2] : null;
    }

    private static bool EveryoneMatches(Principal principal, Effect effect, string service) =>
        principal.Kind != PrincipalKind.Service || effect == Effect.Deny || !ServicesMustBeNamed.Contains(service);

    // A session's ARN has lost the role's path. Role names are unique in an account whatever their path, so without the
    // role's own ARN the name decides.
    private bool NamesRoleOf(Principal principal) => principal.Kind switch
    {
        PrincipalKind.Role => principal.Arn == Value,
        PrincipalKind.RoleSession when principal.IssuerArn is { } role => role == Value,
        PrincipalKind.RoleSession => principal.Account == Account && IsNamed(principal.Name) && IsInPartitionOf(principal.Arn),
        _ => false,
    };

    private bool IsNamed(string name) => Value.EndsWith(name, StringComparison.Ordinal) && Value[^(name.Length + 1)] == '/';

    private bool IsInPartitionOf(string arn) => arn.AsSpan().StartsWith(Value.AsSpan(0, Value.IndexOf(':', "arn:".Length) + 1), StringComparison.Ordinal);

    private static PrincipalMatch? Caller(bool matches) => matches ? PrincipalMatch.Caller : null;

    private static PrincipalMatch Issuer(bool matches) => matches ? PrincipalMatch.Issuer : PrincipalMatch.None;

    private static bool IsUniqueId(string value) =>
        value.Length is >= 16 and <= 128 && (value.StartsWith("AIDA", StringComparison.Ordinal) || value.StartsWith("AROA", StringComparison.Ordinal))
        && value.All(char.IsAsciiLetterOrDigit);
}
