using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Baselines;

internal sealed class InstanceMetadataDefaultsProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var answer = await context.Here.ReadAsync("ec2", "GetInstanceMetadataDefaults", null, context.Cancellation);
        return Json.Text(answer["AccountLevel"], "HttpTokens") is { } tokens ? new JsonObject { ["httpTokens"] = tokens } : null;
    }

    public override Task CreateAsync(ResourceContext context) =>
        context.Here.WriteAsync("ec2", "ModifyInstanceMetadataDefaults", new JsonObject { ["HttpTokens"] = context.Text("httpTokens") }, context.Cancellation);
}
