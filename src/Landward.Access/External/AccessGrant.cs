using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>One way a resource lets others in, written as policies that the engine reads.</summary>
/// <param name="Source">Where it comes from; the same for all statements.</param>
/// <param name="Policy">Grants, with every Deny that also binds them.</param>
/// <param name="Gate">A second policy that must allow as well: of requests through an access point the access point's, in the bucket's ARNs.</param>
/// <param name="Facts">Condition keys that follow from the way in; null for a key that is then absent.</param>
/// <param name="Canonical">Stand-in accounts for S3 canonical user ids.</param>
internal sealed record AccessGrant(
    ExternalFindingSource Source,
    AttachedPolicy Policy,
    AttachedPolicy? Gate,
    ImmutableDictionary<string, ContextValue?> Facts,
    ImmutableDictionary<string, string> Canonical);
