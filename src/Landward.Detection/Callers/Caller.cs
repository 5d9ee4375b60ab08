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

    /// <summary>A session that began with the token of a web identity: a build job, a pod. Nobody gets one with a stolen key.</summary>
    Federated,

    /// <summary>A user who used MFA, or a session that began with MFA.</summary>
    MultiFactor,

    /// <summary>A service of AWS on behalf of the account.</summary>
    Service,

    /// <summary>Somebody whose events raise nothing, by the user's word.</summary>
    Trusted,
}

/// <summary>Who made a call, as far as the weight of findings depends on it. Zero stands for what the event does not say.</summary>
/// <param name="Credential">For sessions: the hash of their access key, by which its beginning is found.</param>
/// <param name="Place">For sessions the hash of the address; for long-term keys that of the user and the address it called from.</param>
/// <param name="Role">For sessions: the hash of the role's name, which accounts of an organization share.</param>
/// <param name="Began">For sessions: the hour in which it began, counted since 1970.</param>
internal readonly record struct Caller(CallerKind Kind, ulong Credential = 0, ulong Place = 0, ulong Role = 0, long Began = 0)
{
    /// <summary>An order that nobody outside the process knows.</summary>
    public ulong Order => KeyedHash.Combine(Credential, KeyedHash.Combine(Place, Role ^ (ulong)Kind ^ (ulong)Began));
}
