using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Config;

/// <summary>The configuration recorder of an account and Region, and whether it runs.</summary>
internal static class ConfigurationRecorders
{
    private const string Type = "configuration-recorder";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("config", "PutConfigurationRecorder", PutConfigurationRecorder);
        registry.Add("config", "DescribeConfigurationRecorders", (call, input) => new JsonObject
        {
            ["ConfigurationRecorders"] = Named(call, input).Select(recorder => recorder.RequiredStructure("ConfigurationRecorder").DeepClone()).ToJsonArray(),
        });
        registry.Add("config", "DescribeConfigurationRecorderStatus", (call, input) => new JsonObject
        {
            ["ConfigurationRecordersStatus"] = Named(call, input).Select(recorder => recorder.RequiredStructure("Status").DeepClone()).ToJsonArray(),
        });
        registry.Add("config", "DeleteConfigurationRecorder", DeleteConfigurationRecorder);
        registry.Add("config", "StartConfigurationRecorder", (call, input) => SetRecording(call, input, recording: true));
        registry.Add("config", "StopConfigurationRecorder", (call, input) => SetRecording(call, input, recording: false));
    }

    /// <summary>Partition ("config", account, region, configuration-recorder). Id: name. Members: ConfigurationRecorder, Status, Tags.</summary>
    public static ResourceTable Table(CallContext call) => call.Table(Type);

    public static bool Exists(CallContext call) => Table(call).List().Count > 0;

    public static bool IsRecording(CallContext call) => Table(call).List().Any(entry => entry.Value.Structure("Status")?.Flag("recording") == true);

    private static JsonObject PutConfigurationRecorder(CallContext call, JsonObject input)
    {
        var recorder = input.RequiredStructure("ConfigurationRecorder").Copy();
        var name = recorder.Text("name") ?? "default";
        if (name.Length is < 1 or > 256)
            throw new AwsErrorException("InvalidConfigurationRecorderNameException", $"The configuration recorder name '{name}' is not valid, blank string.", 400);
        if (recorder.Text("roleARN") is not { } role || !role.StartsWith("arn:", StringComparison.Ordinal))
            throw new AwsErrorException("InvalidRoleException", "The role ARN is null or an empty string.", 400);
        if (Table(call).List().Any(entry => entry.Key != name))
            throw new AwsErrorException("MaxNumberOfConfigurationRecordersExceededException", $"Failed to put configuration recorder '{name}' because the maximum number of configuration recorders: 1 is reached.", 400);
        CheckGroup(recorder);
        recorder["name"] = name;
        recorder["arn"] = $"arn:aws:config:{call.Region}:{call.Account}:configuration-recorder/{name}";
        recorder["recordingGroup"] ??= new JsonObject { ["allSupported"] = true, ["includeGlobalResourceTypes"] = false, ["resourceTypes"] = new JsonArray() };
        recorder["recordingMode"] ??= new JsonObject { ["recordingFrequency"] = "CONTINUOUS", ["recordingModeOverrides"] = new JsonArray() };
        recorder["recordingScope"] = "PAID";
        var existing = Table(call).Find(name);
        var document = new JsonObject
        {
            ["ConfigurationRecorder"] = recorder,
            ["Status"] = existing?["Status"]?.DeepClone() ?? new JsonObject { ["name"] = name, ["arn"] = recorder.Text("arn"), ["recording"] = false, ["lastStatus"] = "Pending" },
        };
        (existing ?? input).CopyMembers(document, StateLayout.Tags);
        Table(call).Put(name, document);
        return [];
    }

    private static void CheckGroup(JsonObject recorder)
    {
        if (recorder.Structure("recordingGroup") is not { } group)
            return;
        var listed = group.Texts("resourceTypes").Count > 0;
        var strategy = group.Structure("recordingStrategy")?.Text("useOnly");
        var isWrong = (group.Flag("allSupported") == true && listed)
            || (group.Flag("includeGlobalResourceTypes") == true && group.Flag("allSupported") != true)
            || (strategy == "INCLUSION_BY_RESOURCE_TYPES" && !listed)
            || (strategy == "EXCLUSION_BY_RESOURCE_TYPES" && group.Structure("exclusionByResourceTypes")?.Texts("resourceTypes").Count is null or 0 && strategy == "EXCLUSION_BY_RESOURCE_TYPES");
        if (isWrong)
            throw new AwsErrorException("InvalidRecordingGroupException", "The recording group provided is not valid", 400);
    }

    private static List<JsonObject> Named(CallContext call, JsonObject input)
    {
        var names = input.Texts("ConfigurationRecorderNames");
        return names.Count == 0
            ? [.. Table(call).List().Select(entry => entry.Value)]
            : [.. names.Select(name => Table(call).Find(name) ?? throw NoSuchRecorder(name))];
    }

    private static AwsErrorException NoSuchRecorder(string name) =>
        new("NoSuchConfigurationRecorderException", $"Cannot find configuration recorder with the specified name '{name}'.", 400);

    private static string RequireName(CallContext call, JsonObject input) =>
        input.RequiredText("ConfigurationRecorderName") is var name && Table(call).Contains(name) ? name : throw NoSuchRecorder(name);

    private static JsonObject DeleteConfigurationRecorder(CallContext call, JsonObject input)
    {
        Table(call).Remove(RequireName(call, input));
        return [];
    }

    private static JsonObject SetRecording(CallContext call, JsonObject input, bool recording)
    {
        var name = RequireName(call, input);
        if (recording && !DeliveryChannels.Exists(call))
            throw new AwsErrorException("NoAvailableDeliveryChannelException", "Delivery channel is not available to start configuration recorder.", 400);
        Table(call).Update(name, document =>
        {
            var status = (JsonObject)document["Status"]!;
            status["recording"] = recording;
            status[recording ? "lastStartTime" : "lastStopTime"] = call.Now.Timestamp();
            status["lastStatus"] = "Success";
            status["lastStatusChangeTime"] = call.Now.Timestamp();
        });
        return [];
    }
}
