using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Policy;

namespace Landward.LandingZone.Desired;

internal sealed partial class DesiredStateBuilder
{
    /// <summary>
    /// The statements of the selected preventive controls, packed per target and attached there: the canary unit first, so
    /// that a change that hurts is seen there.
    /// </summary>
    private void AddGuardrails()
    {
        var targets = spec.Units.Select(unit => unit.Path).Prepend(string.Empty);
        foreach (var target in targets)
        {
            var statements = controls
                .Where(control => control.Definition.Behavior is ControlBehavior.Preventive
                    && control.Definition.PolicyType is PolicyType.ServiceControlPolicy
                    && control.UnitPaths.Contains(target))
                .OrderBy(control => control.Definition.Id, StringComparer.Ordinal)
                .SelectMany(control => control.Statements)
                .ToImmutableArray();
            if (statements.Length > 0)
                AddGuardrails(target, statements);
        }
        foreach (var control in controls.Where(control => control.Definition.PolicyType is not PolicyType.ServiceControlPolicy && control.Statements.Length > 0))
            _diagnostics.Add(PlanDiagnostics.ControlNotApplied(control.Definition.Id));
    }

    private void AddGuardrails(string target, ImmutableArray<string> statements)
    {
        var name = target.Length == 0 ? "root" : "units/" + target;
        var packed = PolicyPacker.Pack(statements, ControlPolicyQuota(target), name);
        _diagnostics.AddRange(packed.Diagnostics);
        if (packed.Documents.Length > 0)
            _guardrails.Add(new GuardrailPacking(name, packed.Documents.Length, packed.LowerBound, packed.IsMinimal, packed.IsProvenEqual, packed.Room));
        var wave = target == LandwardNames.CanaryUnit ? Wave.CanaryGuardrails : Wave.Guardrails;
        for (var i = 0; i < packed.Documents.Length; i++)
        {
            var policy = LandwardNames.ControlPolicy(target, i + 1);
            var document = JsonNode.Parse(packed.Documents[i])!;
            var address = "policies/" + policy;
            Add(wave, ResourceKind.ServiceControlPolicy, address, Management, null,
                PolicyProperties(policy, $"Landward: guardrails of {(target.Length == 0 ? "the organization" : target)}.", document),
                dependsOn: ControlPoliciesAddress);
            AddAttachment(wave, policy, target, address);
        }
    }

    /// <summary>The quota of a target, less the slots that policies of Landward outside the catalogue take there.</summary>
    private PolicyQuota ControlPolicyQuota(string target)
    {
        var quota = PolicyQuota.Of(PolicyKind.ServiceControlPolicy)!;
        var taken = _nodes.Count(node => node.Kind is ResourceKind.PolicyAttachment && node.Address.EndsWith("/attachments/" + target, StringComparison.Ordinal));
        return quota with { MaxPerTarget = quota.MaxPerTarget - taken };
    }
}
