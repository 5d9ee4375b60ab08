using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Planning;

/// <summary>What each change endangers.</summary>
internal sealed class RiskLabels(Spec spec)
{
    private static readonly FrozenSet<ResourceKind> Costly = new[]
    {
        ResourceKind.KmsKey, ResourceKind.LogBucket, ResourceKind.ConfigRecorder, ResourceKind.GuardDutyDetector, ResourceKind.GuardDutyOrganization, ResourceKind.SecurityHub,
        ResourceKind.LogGroup, ResourceKind.MetricAlarm,
    }.ToFrozenSet();

    private static readonly FrozenSet<ResourceKind> Watching = new[]
    {
        ResourceKind.OrganizationTrail, ResourceKind.DelegatedAdministrator, ResourceKind.ConfigRecorder, ResourceKind.DeliveryChannel, ResourceKind.ConfigAggregator,
        ResourceKind.GuardDutyDetector, ResourceKind.GuardDutyOrganization, ResourceKind.SecurityHub, ResourceKind.Analyzer, ResourceKind.TrustedAccess,
        ResourceKind.ServiceControlPolicy, ResourceKind.PolicyAttachment, ResourceKind.RootCredentialsManagement, ResourceKind.S3AccountPublicAccessBlock, ResourceKind.EbsDefaultEncryption,
        ResourceKind.MetricFilter, ResourceKind.MetricAlarm,
    }.ToFrozenSet();

    private static readonly FrozenSet<ResourceKind> Holding = new[] { ResourceKind.Account, ResourceKind.OrganizationalUnit, ResourceKind.LogBucket, ResourceKind.KmsKey }.ToFrozenSet();

    public ImmutableArray<Risk> Of(ResourceNode node, ChangeAction action, JsonObject? before, JsonObject? after)
    {
        var risks = ImmutableArray.CreateBuilder<Risk>();
        if (action is ChangeAction.Delete && Holding.Contains(node.Kind))
            risks.Add(Risk.Destroy);
        if (action is not ChangeAction.Delete && node.Kind is ResourceKind.ServiceControlPolicy && LockoutCheck.DeniesApply(after!["document"]!, spec.Organization.Regions))
            risks.Add(Risk.Lockout);
        if (LosesCoverage(node, action, before, after))
            risks.Add(Risk.CoverageLoss);
        if ((action is ChangeAction.Create && Costly.Contains(node.Kind))
            || (action is ChangeAction.Create && node.Kind is ResourceKind.Analyzer && after!["unusedAccessAge"] is not null))
            risks.Add(Risk.Cost);
        return risks.ToImmutable();
    }

    private static bool LosesCoverage(ResourceNode node, ChangeAction action, JsonObject? before, JsonObject? after)
    {
        if (!Watching.Contains(node.Kind))
            return false;
        return action switch
        {
            ChangeAction.Delete => true,
            ChangeAction.Update => node.Kind switch
            {
                // The old administrator loses its view until the new one has it.
                ResourceKind.DelegatedAdministrator => true,
                ResourceKind.GuardDutyOrganization => Rank(before) > Rank(after),
                ResourceKind.ServiceControlPolicy => Statements(before) > Statements(after),
                _ => false,
            },
            _ => false,
        };
    }

    private static int Rank(JsonObject? properties) => (properties?["autoEnable"]?.GetValue<string>()) switch { "ALL" => 2, "NEW" => 1, _ => 0 };

    private static int Statements(JsonObject? properties) => properties?["document"]?["Statement"] is JsonArray list ? list.Count : 0;
}
