using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Trails;

namespace Landward.Sandbox.Services.CloudTrail;

/// <summary>StartLogging, StopLogging and GetTrailStatus.</summary>
internal static class TrailLogging
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("cloudtrail", "StartLogging", StartLogging);
        registry.Add("cloudtrail", "StopLogging", StopLogging);
        registry.Add("cloudtrail", "GetTrailStatus", GetTrailStatus);
    }

    private static JsonObject StartLogging(CallContext call, JsonObject input)
    {
        var trail = Trail.RequireForChange(call, input.RequiredText("Name"));
        if (TrailSet.IsLogging(trail.Document))
            return [];
        trail.Update(call, document =>
        {
            // The call's own event comes next and belongs to the window.
            ((JsonArray)document[StateLayout.CloudTrail.Windows]!).Add(new JsonObject { ["From"] = call.RecordedEvents.LastSequence });
            document["StartLoggingTime"] = SandboxTime.Format(call.Now);
        });
        return [];
    }

    private static JsonObject StopLogging(CallContext call, JsonObject input)
    {
        var trail = Trail.RequireForChange(call, input.RequiredText("Name"));
        if (!TrailSet.IsLogging(trail.Document))
            return [];
        trail.Update(call, document =>
        {
            var windows = (JsonArray)document[StateLayout.CloudTrail.Windows]!;
            windows[^1]!["Until"] = call.RecordedEvents.LastSequence + 1;
            document["StopLoggingTime"] = SandboxTime.Format(call.Now);
        });
        return [];
    }

    private static JsonObject GetTrailStatus(CallContext call, JsonObject input)
    {
        var trail = Trail.Require(call, input.RequiredText("Name")).Document;
        var status = new JsonObject { ["IsLogging"] = TrailSet.IsLogging(trail) };
        trail.CopyMembers(status, "StartLoggingTime", "StopLoggingTime", "LatestDeliveryTime", "LatestDeliveryError");
        status["TimeLoggingStarted"] = trail.Text("StartLoggingTime") ?? string.Empty;
        status["TimeLoggingStopped"] = trail.Text("StopLoggingTime") ?? string.Empty;
        status["LatestDeliveryAttemptTime"] = trail.Text("LatestDeliveryAttemptTime") ?? string.Empty;
        status["LatestDeliveryAttemptSucceeded"] = trail["LatestDeliveryError"] is null ? trail.Text("LatestDeliveryTime") ?? string.Empty : string.Empty;
        return status;
    }
}
