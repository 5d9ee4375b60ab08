using Landward.Logs;

namespace Landward.Detection.Organizations;

/// <summary>Questions that facts about the organization answer at once.</summary>
internal sealed class OrganizationConditionGate(OrganizationGate facts) : MatchGate
{
    public override bool Concerns(RuleExtension extension) => extension.Organization is { Conditions.IsEmpty: false };

    public override GateAnswer Ask(RuleExtension extension, CloudTrailEvent @event) =>
        facts.Holds(@event, extension.Organization!.Conditions) ? GateAnswer.Yes : GateAnswer.No;

    public override void Merge(MatchGate other)
    {
        // INVARIANT: the facts are given before the run; nothing is learnt from events.
    }
}
