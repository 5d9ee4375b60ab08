using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Baselines;

/// <summary>The one configuration recorder AWS allows per account and Region; one with another name is taken over, not renamed.</summary>
internal sealed class ConfigRecorderProvider : ResourceProvider
{
    public override IReadOnlySet<string> CreateOnly { get; } = new HashSet<string>(StringComparer.Ordinal) { "name" };

    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (await FindAsync(context) is not { } recorder)
            return null;
        return Json.Only(
            new JsonObject
            {
                ["name"] = Json.Text(recorder, "name"),
                ["role"] = Json.Text(recorder, "roleARN"),
                ["allSupported"] = Json.Bool(recorder["recordingGroup"], "allSupported"),
                ["includeGlobalResourceTypes"] = Json.Bool(recorder["recordingGroup"], "includeGlobalResourceTypes"),
            },
            context.Desired);
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var name = Json.Text(await FindAsync(context), "name") ?? context.Text("name");
        var recorder = new JsonObject
        {
            ["name"] = name,
            ["roleARN"] = context.Text("role"),
            ["recordingGroup"] = new JsonObject { ["allSupported"] = true, ["includeGlobalResourceTypes"] = context.Desired["includeGlobalResourceTypes"]!.DeepClone() },
        };
        await context.Here.WriteAsync("config", "PutConfigurationRecorder", new JsonObject { ["ConfigurationRecorder"] = recorder }, context.Cancellation);
    }

    public override async Task DeleteAsync(ResourceContext context, JsonObject before)
    {
        var input = new JsonObject { ["ConfigurationRecorderName"] = Json.Text(before, "name") };
        await context.Here.WriteAsync("config", "StopConfigurationRecorder", input, context.Cancellation, "NoSuchConfigurationRecorderException");
        await context.Here.WriteAsync("config", "DeleteConfigurationRecorder", (JsonObject)input.DeepClone(), context.Cancellation, "NoSuchConfigurationRecorderException");
    }

    internal static async Task<JsonNode?> FindAsync(ResourceContext context) =>
        Json.Items((await context.Here.ReadAsync("config", "DescribeConfigurationRecorders", null, context.Cancellation))["ConfigurationRecorders"]).FirstOrDefault();
}
