using System.Text.Json.Nodes;
using Landward.Detection.Alarms;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.CloudWatch;

/// <summary>
/// The alarms of all accounts. Members: those of <c>PutMetricAlarm</c> or <c>PutCompositeAlarm</c>, Account, Region, AlarmArn,
/// AlarmConfigurationUpdatedTimestamp, StateValue, StateReason, StateReasonData, StateUpdatedTimestamp, StateTransitionedTimestamp;
/// <see cref="Pending"/> and <see cref="Suppression"/>, which no answer shows.
/// </summary>
internal static class AlarmTable
{
    /// <summary>A state that a call has set and whose actions are still to run: OldState.</summary>
    public const string Pending = "Pending";

    /// <summary>A composite alarm's suppression: By, State, Since.</summary>
    public const string Suppression = "Suppression";

    /// <summary>Id: account, Region and name, with U+0000 between them.</summary>
    public static ResourcePartition Partition { get; } = new(CloudWatchService.Name, StateLayout.AnyAccount, ResourceKey.Global, "alarm");

    public static string Id(string account, string region, string name) => $"{account}\0{region}\0{name}";

    public static string Prefix(string account, string region) => $"{account}\0{region}\0";

    public static string Arn(string account, string region, string name) => $"arn:aws:cloudwatch:{region}:{account}:alarm:{name}";

    public static bool IsComposite(JsonObject alarm) => alarm["AlarmRule"] is not null;

    public static AlarmState State(JsonObject alarm) => AlarmStates.Parse(alarm.Text("StateValue")) ?? AlarmState.InsufficientData;

    /// <summary>The definition of a metric alarm, without what the sandbox keeps beside it.</summary>
    public static (AlarmDefinition? Alarm, string? Error) Read(JsonObject alarm)
    {
        var settings = alarm.Copy();
        foreach (var name in (string[])[
            "Account", "Region", "AlarmArn", "AlarmConfigurationUpdatedTimestamp", "StateValue", "StateReason", "StateReasonData",
            "StateUpdatedTimestamp", "StateTransitionedTimestamp", Pending, Suppression])
            settings.Remove(name);
        return AlarmDefinitionReader.Read(settings);
    }
}
