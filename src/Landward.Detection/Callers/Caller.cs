namespace Landward.Detection.Callers;

/// <summary>What kind of credentials made a call.</summary>
internal enum CallerKind
{
    /// <summary>The log does not say, or it is no log of calls.</summary>
    Unknown,

    /// <summary>A long-term key or a password without MFA, of a user or of root; or what was derived from one.</summary>
    LongTerm,

    /// <summary>A session of a role.</summary>
    Session,

    /// <summary>A user who used MFA.</summary>
    MultiFactor,

    /// <summary>A service of AWS on behalf of the account.</summary>
    Service,
}

/// <summary>Who made a call, as far as the weight of findings depends on it.</summary>
/// <param name="Credential">For sessions: the hash of their access key, which may be one that a long-term key was given.</param>
/// <param name="Place">For long-term keys: the hash of the user and the address it called from.</param>
internal readonly record struct Caller(CallerKind Kind, ulong Credential, ulong Place);
