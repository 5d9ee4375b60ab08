using System.Text.Json.Nodes;
using Landward.Detection.Alarms;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.CloudWatch;

/// <summary>SetAlarmState, enabling and disabling actions, and the history.</summary>
internal static class AlarmChanges
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add(CloudWatchService.Name, "SetAlarmState", SetAlarmState);
        registry.Add(CloudWatchService.Name, "EnableAlarmActions", (call, input) => Enable(call, input, true));
        registry.Add(CloudWatchService.Name, "DisableAlarmActions", (call, input) => Enable(call, input, false));
        registry.Add(CloudWatchService.Name, "DescribeAlarmHistory", AlarmHistory.Describe);
    }

    /// <summary>The state lasts until the next evaluation; actions run where it changes.</summary>
    private static JsonObject SetAlarmState(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("AlarmName", CloudWatchService.Invalid);
        var id = AlarmOperations.Id(call, name);
        var alarm = AlarmOperations.Table(call).Find(id) ?? throw AlarmOperations.NotFound(name);
        var state = AlarmStates.Parse(input.RequiredText("StateValue", CloudWatchService.Invalid))
            ?? throw new AwsErrorException(CloudWatchService.Invalid, "StateValue must be OK, ALARM or INSUFFICIENT_DATA", 400);
        if (input.Text("StateReasonData") is { } data && InputMembers.ParseObject(data) is null)
            throw new AwsErrorException("InvalidFormat", "StateReasonData is not valid JSON", 400);
        if (AlarmTable.State(alarm) == state)
            return [];
        AlarmOperations.Table(call).Update(id, changed =>
        {
            changed[AlarmTable.Pending] = alarm.Text("StateValue");
            changed["StateValue"] = state.Name();
            changed["StateReason"] = input.RequiredText("StateReason", CloudWatchService.Invalid);
            changed["StateReasonData"] = input.Text("StateReasonData");
            changed["StateUpdatedTimestamp"] = SandboxTime.Format(call.Now);
            changed["StateTransitionedTimestamp"] = SandboxTime.Format(call.Now);
        });
        return [];
    }

    private static JsonObject Enable(CallContext call, JsonObject input, bool enabled)
    {
        foreach (var name in input.Texts("AlarmNames"))
        {
            var id = AlarmOperations.Id(call, name);
            if (AlarmOperations.Table(call).Contains(id))
                AlarmOperations.Table(call).Update(id, alarm => alarm["ActionsEnabled"] = enabled);
        }
        return [];
    }
}
