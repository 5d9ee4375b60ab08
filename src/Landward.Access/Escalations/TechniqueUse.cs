using System.Collections.Immutable;

namespace Landward.Access.Escalations;

/// <summary>A technique that works for somebody against somebody.</summary>
/// <param name="Calls">The calls, with concrete resources, each allowed always or under a condition.</param>
/// <param name="Circumstance">What must hold besides policies; null when nothing must.</param>
/// <param name="Through">The compute, policy, group or provider that it goes through; null when none.</param>
internal sealed record TechniqueUse(EscalationTechnique Technique, StepVerdict Verdict, ImmutableArray<EscalationCall> Calls, string? Circumstance, string? Through)
{
    /// <summary>The service or outsider whose admission by the trust policy the use depends on, with the call that asks for it.</summary>
    public (Policy.Principal Caller, EscalationCall Call)? Admission { get; init; }
}
