using System.Text.Json.Nodes;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Desired;

internal sealed partial class DesiredStateBuilder
{
    /// <summary>Long enough to look back; for good the events are in the log bucket.</summary>
    private const int LogGroupDays = 90;

    private bool HasAlarms => spec.Monitoring.Alarms.State is SettingState.Managed && AuditKey is not null;

    private string TrailLogGroupArn => $"arn:aws:logs:{HomeRegion}:{Reference.To(Reference.ManagementId)}:log-group:{LandwardNames.TrailLogGroup}:*";

    private static string TrailRoleArn => $"arn:aws:iam::{Reference.To(Reference.ManagementId)}:role/landward/{LandwardNames.TrailRole}";

    private string TrailLogGroupAddress => In(Management, HomeRegion, "log-groups/" + LandwardNames.TrailLogGroup);

    private static string TrailRoleAddress => In(Management, null, "roles/" + LandwardNames.TrailRole);

    private string AlarmTopicArn => $"arn:aws:sns:{HomeRegion}:{Reference.To(Reference.Account(AuditKey!))}:{LandwardNames.AlarmTopic}";

    /// <summary>Where the trail delivers what metric filters watch: a log group and the role that writes it, beside the trail.</summary>
    private void AddTrailLogGroup()
    {
        if (!HasAlarms)
            return;
        Add(Wave.LogArchive, ResourceKind.LogGroup, TrailLogGroupAddress, Management, HomeRegion, new JsonObject { ["name"] = LandwardNames.TrailLogGroup, ["retentionInDays"] = LogGroupDays });
        var role = Role(LandwardNames.TrailRole, RolePolicies.TrustService("cloudtrail.amazonaws.com"));
        role["inlinePolicy"] = RolePolicies.WriteLogStreams(TrailLogGroupArn);
        Add(Wave.LogArchive, ResourceKind.ServiceRole, TrailRoleAddress, Management, null, role);
    }

    /// <summary>Selected alarms are made; where the setting is managed or off, the catalogue's others are not there.</summary>
    private void AddAlarms()
    {
        var setting = spec.Monitoring.Alarms;
        if (setting.State is SettingState.Unmanaged)
            return;
        if (HasAlarms)
        {
            Add(Wave.Alerting, ResourceKind.SnsTopic, In(AuditKey!, HomeRegion, "topics/" + LandwardNames.AlarmTopic), AuditKey!, HomeRegion,
                new JsonObject { ["arn"] = AlarmTopicArn, ["policy"] = AlertDocuments.AlarmTopicPolicy(AlarmTopicArn, HomeRegion, Reference.To(Reference.ManagementId)) },
                dependsOn: Ready(AuditKey!));
        }
        foreach (var alarm in AlarmCatalogue.All)
            AddAlarm(alarm, absent: !HasAlarms || !AlarmCatalogue.IsSelected(alarm, setting.Value!.Names));
    }

    private void AddAlarm(AlarmTemplate alarm, bool absent)
    {
        var name = LandwardNames.Prefix + alarm.Id;
        var filter = Add(Wave.Alerting, ResourceKind.MetricFilter, In(Management, HomeRegion, "metric-filters/" + name), Management, HomeRegion,
            absent ? new JsonObject { ["logGroup"] = LandwardNames.TrailLogGroup, ["name"] = name } : AlertDocuments.MetricFilter(LandwardNames.TrailLogGroup, name, alarm),
            absent,
            absent ? [] : [TrailLogGroupAddress]);
        Add(Wave.Alerting, ResourceKind.MetricAlarm, In(Management, HomeRegion, "alarms/" + name), Management, HomeRegion,
            absent ? new JsonObject { ["name"] = name } : AlertDocuments.MetricAlarm(name, alarm, AlarmTopicArn),
            absent,
            absent ? [] : [filter.Address, In(AuditKey!, HomeRegion, "topics/" + LandwardNames.AlarmTopic)]);
    }
}
