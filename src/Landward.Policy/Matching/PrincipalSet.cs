namespace Landward.Policy.Matching;

/// <summary>How closely a Principal element names a caller; decides which implicit denies a grant gets past.</summary>
internal enum PrincipalMatch
{
    None,

    /// <summary>The caller's account: the account then decides with its own policies.</summary>
    Account,

    /// <summary>The role of a session, the user of a federated session: boundary and session policy still limit.</summary>
    Issuer,

    /// <summary>The very caller, or everyone.</summary>
    Caller,
}

/// <summary>The Principal or NotPrincipal element of a statement. Source: "AWS JSON policy elements: Principal", IAM User Guide.</summary>
internal sealed class PrincipalSet
{
    private readonly PrincipalPattern[] _patterns;
    private readonly bool _negated;

    public PrincipalSet(IEnumerable<PrincipalPattern> patterns, bool negated)
    {
        _patterns = [.. patterns];
        _negated = negated;
    }

    public IReadOnlyList<PrincipalPattern> Patterns => _patterns;

    public bool IsNegated => _negated;

    /// <summary>The element is exactly everyone, <c>"*"</c>.</summary>
    public bool IsEveryone => !_negated && _patterns.Length > 0 && Array.TrueForAll(_patterns, pattern => pattern.Kind == PrincipalPatternKind.Everyone);

    /// <param name="hasBoundary">A permissions boundary is attached to the caller: then Deny with NotPrincipal always denies it.</param>
    public PrincipalMatch Match(Principal principal, Effect effect, string service, bool hasBoundary)
    {
        if (_negated)
            return IsExcluded(principal, effect, hasBoundary) ? PrincipalMatch.None : PrincipalMatch.Caller;
        var best = PrincipalMatch.None;
        foreach (var pattern in _patterns)
        {
            var match = pattern.Match(principal, effect, service);
            if (match > best)
                best = match;
        }
        return best;
    }

    /// <summary>
    /// The sessions of the caller's role that the element lists, when the caller's session name is unknown: those that
    /// Principal names, and those that NotPrincipal leaves out.
    /// </summary>
    public IEnumerable<string> SessionsOf(Principal principal) => _patterns.Select(pattern => pattern.SessionOf(principal)).OfType<string>();

    public bool ListsSomeSession(Principal principal)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.SessionOf(principal) is not null)
                return true;
        }
        return false;
    }

    private bool IsExcluded(Principal principal, Effect effect, bool hasBoundary)
    {
        if (effect == Effect.Allow)
            return Array.Exists(_patterns, pattern => pattern.Match(principal, Effect.Deny, string.Empty) != PrincipalMatch.None);
        if (hasBoundary)
            return false;
        // A session is three principals: the account, the role and the session. A Deny spares it only when all three are listed.
        var caller = Array.Exists(_patterns, pattern => pattern.Match(principal, Effect.Deny, string.Empty) == PrincipalMatch.Caller);
        if (principal.Kind != PrincipalKind.RoleSession || Array.Exists(_patterns, pattern => pattern.Kind == PrincipalPatternKind.Everyone))
            return caller || (principal.Kind == PrincipalKind.Role && Names(principal, PrincipalMatch.Issuer));
        return caller && SparesIssuer(principal);
    }

    /// <summary>A Deny with this NotPrincipal element spares those sessions of the caller's role that it lists.</summary>
    public bool SparesListedSessions(Principal principal, bool hasBoundary) => _negated && !hasBoundary && SparesIssuer(principal);

    private bool SparesIssuer(Principal principal) => Names(principal, PrincipalMatch.Issuer) && Names(principal, PrincipalMatch.Account);

    private bool Names(Principal principal, PrincipalMatch match) =>
        Array.Exists(_patterns, pattern => pattern.Match(principal, Effect.Deny, string.Empty) == match);
}
