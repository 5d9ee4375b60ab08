using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>One call of a step.</summary>
/// <param name="Arn">The resource; <c>*</c> for actions without resource type.</param>
/// <param name="Account">The resource's owner, where its ARN does not say.</param>
/// <param name="Facts">Condition keys that follow from what the call does.</param>
/// <param name="TrustAfter">The trust policy that an earlier call of the same step wrote; null for the snapshot's.</param>
internal sealed record EscalationCall(string Action, string Arn, string? Account, RequestContext? Facts = null, AttachedPolicy? TrustAfter = null);
