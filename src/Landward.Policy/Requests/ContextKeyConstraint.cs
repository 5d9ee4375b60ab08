namespace Landward.Policy;

/// <summary>
/// What is known of a condition key when the keys of a request are otherwise unknown. A context value is trusted only as far
/// as the constraint of its key says.
/// </summary>
/// <param name="KeyName">The key's name, compared without case; <c>/regular expression/</c> for every key that it finds.</param>
/// <param name="PresenceIsKnown">The request carries the key exactly when the context lists it.</param>
/// <param name="ValueIsKnown">With a known presence: the listed value is the request's.</param>
public sealed record ContextKeyConstraint(string KeyName, bool PresenceIsKnown, bool ValueIsKnown);
