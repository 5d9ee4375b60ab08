using Landward.Policy;

namespace Landward.Access;

/// <summary>Who asks for what: all that the derived facts of a request depend on.</summary>
/// <param name="Known">The caller in the snapshot; null for services, strangers and anonymous requests.</param>
internal readonly record struct RequestParties(Principal Caller, AccessPrincipal? Known, string Action, AccessTarget Target);
