using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Baselines;

/// <summary>Where AWS Config delivers, and that it records: a recorder starts only once it has a channel.</summary>
internal sealed class DeliveryChannelProvider : ResourceProvider
{
    public override IReadOnlySet<string> CreateOnly { get; } = new HashSet<string>(StringComparer.Ordinal) { "name" };

    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (await FindAsync(context) is not { } channel)
            return null;
        var status = await context.Here.ReadAsync("config", "DescribeConfigurationRecorderStatus", null, context.Cancellation);
        return new JsonObject
        {
            ["name"] = Json.Text(channel, "name"),
            ["bucket"] = Json.Text(channel, "s3BucketName"),
            ["kmsKey"] = Json.Text(channel, "s3KmsKeyArn"),
            ["recording"] = Json.Items(status["ConfigurationRecordersStatus"]).Any(recorder => Json.Bool(recorder, "recording")),
        };
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var channel = new JsonObject
        {
            ["name"] = Json.Text(await FindAsync(context), "name") ?? context.Text("name"),
            ["s3BucketName"] = context.Text("bucket"),
            ["s3KmsKeyArn"] = context.Text("kmsKey"),
        };
        await context.Here.WriteAsync("config", "PutDeliveryChannel", new JsonObject { ["DeliveryChannel"] = channel }, context.Cancellation);
        var recorder = Json.Text(await ConfigRecorderProvider.FindAsync(context), "name") ?? context.Text("name");
        await context.Here.WriteAsync("config", "StartConfigurationRecorder", new JsonObject { ["ConfigurationRecorderName"] = recorder }, context.Cancellation);
    }

    private static async Task<JsonNode?> FindAsync(ResourceContext context) =>
        Json.Items((await context.Here.ReadAsync("config", "DescribeDeliveryChannels", null, context.Cancellation))["DeliveryChannels"]).FirstOrDefault();
}
