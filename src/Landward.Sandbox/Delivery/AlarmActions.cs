using System.Text.Json.Nodes;
using Landward.Detection.Alarms;
using Landward.Model;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services;
using Landward.Sandbox.Services.CloudWatch;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Delivery;

/// <summary>What a change of an alarm's state does: history, an event on the default bus, and the actions of the new state.</summary>
internal sealed class AlarmActions(ServiceCalls services, EventDelivery events)
{
    private const string Principal = "cloudwatch.amazonaws.com";

    /// <summary>Notes the change in the history and on the event bus.</summary>
    public void Announce(StateTransaction state, JsonObject alarm, AlarmState from, DateTimeOffset at)
    {
        var to = AlarmTable.State(alarm);
        AlarmHistory.Add(state, services.Parts.Ids, at, alarm, "StateUpdate", $"Alarm updated from {from.Name()} to {to.Name()}", new JsonObject
        {
            ["version"] = "1.0",
            ["oldState"] = new JsonObject { ["stateValue"] = from.Name() },
            ["newState"] = new JsonObject { ["stateValue"] = to.Name(), ["stateReason"] = alarm.Text("StateReason") },
        });
        var detail = new JsonObject
        {
            ["alarmName"] = alarm.Text("AlarmName"),
            ["state"] = new JsonObject { ["value"] = to.Name(), ["reason"] = alarm.Text("StateReason"), ["reasonData"] = alarm.Text("StateReasonData"), ["timestamp"] = AlarmMessage.Time(at) },
            ["previousState"] = new JsonObject { ["value"] = from.Name() },
        };
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
        events.Deliver(state, at, [], [new BusEvent(alarm.RequiredText("Account"), alarm.RequiredText("Region"), "aws.cloudwatch", "CloudWatch Alarm State Change", [alarm.RequiredText("AlarmArn")], detail)]);
    }

    /// <summary>Runs the actions of the alarm's state: SNS topics get the message; what else an action may be is noted as failed.</summary>
    public void Run(StateTransaction state, JsonObject alarm, AlarmState from, DateTimeOffset at)
    {
        if (alarm.Flag("ActionsEnabled") == false)
            return;
        var actions = alarm.Texts(AlarmTable.State(alarm) switch
        {
            AlarmState.Alarm => "AlarmActions",
            AlarmState.Ok => "OKActions",
            _ => "InsufficientDataActions",
        });
        foreach (var action in actions)
        {
            var error = Arn.TryParse(action, out var arn) && arn.Service == "sns" ? Notify(state, alarm, arn, from, at) : "The sandbox runs no actions but notifications to SNS topics.";
            AlarmHistory.Add(state, services.Parts.Ids, at, alarm, "Action", $"{(error is null ? "Successfully executed" : "Failed to execute")} action {action}", new JsonObject { ["actionState"] = error is null ? "Succeeded" : "Failed", ["error"] = error });
        }
    }

    private string? Notify(StateTransaction state, JsonObject alarm, Arn topic, AlarmState from, DateTimeOffset at) => services.Call(
        state,
        new ServiceCall(Principal, "sns", "Publish", topic.Account, topic.Region, "sns:Publish", topic.ToString())
        {
            Context = [("aws:SourceArn", alarm.RequiredText("AlarmArn")), ("aws:SourceAccount", alarm.RequiredText("Account"))],
        },
        new JsonObject { ["TopicArn"] = topic.ToString(), ["Subject"] = AlarmMessage.Subject(alarm), ["Message"] = AlarmMessage.Of(alarm, from, at).ToJsonString() });
}
