using Landward.Policy;

namespace Landward.LandingZone.Desired;

/// <summary>The service control policies of one target and what is left of its quota.</summary>
/// <param name="Target"><c>root</c> or <c>units/</c> and the unit's path.</param>
/// <param name="Documents">How many documents the guardrails take.</param>
/// <param name="LowerBound">No packing takes fewer.</param>
/// <param name="IsMinimal">Fewer are proven impossible.</param>
/// <param name="IsProvenEqual">The documents are proven to decide every request as the guardrails' statements do.</param>
public sealed record GuardrailPacking(string Target, int Documents, int LowerBound, bool IsMinimal, bool IsProvenEqual, PackingRoom Room)
{
    public override string ToString() =>
        $"{Target}: {Documents} {(Documents == 1 ? "policy" : "policies")}{(IsMinimal ? string.Empty : $" (may not be the fewest; at least {LowerBound})")}, room for {Room}{(IsProvenEqual ? string.Empty : "; equality with the guardrails is not proven")}";
}
