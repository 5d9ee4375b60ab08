using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.GuardDuty;

/// <summary>Protection plans of a detector: by name, with status and additional configuration.</summary>
internal static class DetectorFeatures
{
    private static readonly string[] Foundational = ["CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS"];

    /// <summary>Plans, and whether CreateDetector turns them on by default.</summary>
    private static readonly (string Name, bool ByDefault, string[] Additional)[] Plans =
    [
        ("S3_DATA_EVENTS", true, []),
        ("EKS_AUDIT_LOGS", true, []),
        ("EBS_MALWARE_PROTECTION", true, []),
        ("RDS_LOGIN_EVENTS", true, []),
        ("LAMBDA_NETWORK_LOGS", true, []),
        ("EKS_RUNTIME_MONITORING", false, ["EKS_ADDON_MANAGEMENT"]),
        ("RUNTIME_MONITORING", false, ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"]),
    ];

    public static IEnumerable<string> Names => Plans.Select(plan => plan.Name);

    public static JsonObject Defaults(CallContext call) => All(call, plan => plan.ByDefault);

    public static JsonObject Disabled(CallContext call) => All(call, _ => false);

    /// <summary>Sets what the Features list (or the older DataSources) of the input says.</summary>
    public static void Apply(CallContext call, JsonObject features, JsonObject input)
    {
        foreach (var asked in input.Structures("Features"))
        {
            var name = asked.RequiredText("Name", "BadRequestException");
            if (features.Structure(name) is not { } feature)
                throw Detectors.BadRequest($"The request is rejected because the feature {name} is not supported.");
            if (asked.Text("Status") is { } status)
                Set(call, feature, status);
            foreach (var additional in asked.Structures("AdditionalConfiguration"))
            {
                if (feature.Structure("AdditionalConfiguration")?.Structure(additional.Text("Name") ?? string.Empty) is not { } own)
                    throw Detectors.BadRequest($"The request is rejected because the additional configuration {additional.Text("Name")} is not supported for {name}.");
                Set(call, own, additional.RequiredText("Status", "BadRequestException"));
            }
        }
        if (input.Structure("DataSources") is not { } sources)
            return;
        Legacy(call, features, "S3_DATA_EVENTS", sources.Structure("S3Logs")?.Flag("Enable"));
        Legacy(call, features, "EKS_AUDIT_LOGS", sources.Structure("Kubernetes")?.Structure("AuditLogs")?.Flag("Enable"));
        Legacy(call, features, "EBS_MALWARE_PROTECTION", sources.Structure("MalwareProtection")?.Structure("ScanEc2InstanceWithFindings")?.Flag("EbsVolumes"));
    }

    /// <summary>The Features list of GetDetector: the foundational sources, which are always on, and the plans.</summary>
    public static JsonArray Shown(JsonObject detector, bool withFoundational = true)
    {
        var updated = detector.Text("CreatedAt");
        var list = new JsonArray();
        foreach (var name in withFoundational ? Foundational : [])
            list.Add(new JsonObject { ["Name"] = name, ["Status"] = "ENABLED", ["UpdatedAt"] = updated });
        foreach (var (name, node) in detector.RequiredStructure("Features"))
        {
            var feature = (JsonObject)node!;
            var shown = feature.CopyMembers(new JsonObject { ["Name"] = name }, "Status", "UpdatedAt");
            if (feature.Structure("AdditionalConfiguration") is { Count: > 0 } additional)
                shown["AdditionalConfiguration"] = additional.Select(entry => (JsonNode?)((JsonObject)entry.Value!).CopyMembers(new JsonObject { ["Name"] = entry.Key }, "Status", "UpdatedAt")).ToJsonArray();
            list.Add(shown);
        }
        return list;
    }

    /// <summary>The older view of the same settings.</summary>
    public static JsonObject DataSources(JsonObject detector)
    {
        JsonObject Status(string status) => new() { ["Status"] = status };
        string Of(string name) => detector.Structure("Features")?.Structure(name)?.Text("Status") ?? "DISABLED";
        return new JsonObject
        {
            ["CloudTrail"] = Status("ENABLED"),
            ["DNSLogs"] = Status("ENABLED"),
            ["FlowLogs"] = Status("ENABLED"),
            ["S3Logs"] = Status(Of("S3_DATA_EVENTS")),
            ["Kubernetes"] = new JsonObject { ["AuditLogs"] = Status(Of("EKS_AUDIT_LOGS")) },
            ["MalwareProtection"] = new JsonObject { ["ScanEc2InstanceWithFindings"] = new JsonObject { ["EbsVolumes"] = Status(Of("EBS_MALWARE_PROTECTION")) } },
        };
    }

    private static JsonObject All(CallContext call, Func<(string Name, bool ByDefault, string[] Additional), bool> isOn)
    {
        var features = new JsonObject();
        foreach (var plan in Plans)
        {
            var additional = new JsonObject();
            foreach (var name in plan.Additional)
                additional[name] = new JsonObject { ["Status"] = "DISABLED", ["UpdatedAt"] = call.Now.Timestamp() };
            features[plan.Name] = new JsonObject { ["Status"] = isOn(plan) ? "ENABLED" : "DISABLED", ["UpdatedAt"] = call.Now.Timestamp(), ["AdditionalConfiguration"] = additional };
        }
        return features;
    }

    private static void Legacy(CallContext call, JsonObject features, string name, bool? enable)
    {
        if (enable is not null)
            Set(call, features.RequiredStructure(name), enable.Value ? "ENABLED" : "DISABLED");
    }

    private static void Set(CallContext call, JsonObject feature, string status)
    {
        if (status is not ("ENABLED" or "DISABLED"))
            throw Detectors.BadRequest("The request is rejected because the parameter status has an invalid value.");
        if (feature.Text("Status") == status)
            return;
        feature["Status"] = status;
        feature["UpdatedAt"] = call.Now.Timestamp();
    }
}
