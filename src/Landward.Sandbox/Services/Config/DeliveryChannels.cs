using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.S3;
using Landward.Sandbox.Services.Sns;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Config;

/// <summary>The delivery channel of an account and Region.</summary>
internal static class DeliveryChannels
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("config", "PutDeliveryChannel", PutDeliveryChannel);
        registry.Add("config", "DescribeDeliveryChannels", (call, input) => new JsonObject { ["DeliveryChannels"] = Named(call, input).Select(channel => channel.DeepClone()).ToJsonArray() });
        registry.Add("config", "DescribeDeliveryChannelStatus", (call, input) => new JsonObject
        {
            // Nothing has been delivered yet: the sandbox writes no configuration history of its own.
            ["DeliveryChannelsStatus"] = Named(call, input).Select(channel => (JsonNode?)new JsonObject
            {
                ["name"] = channel.Text("name"),
                ["configStreamDeliveryInfo"] = new JsonObject { ["lastStatus"] = "Not_Applicable" },
                ["configHistoryDeliveryInfo"] = new JsonObject { ["lastStatus"] = "Not_Applicable" },
                ["configSnapshotDeliveryInfo"] = new JsonObject { ["lastStatus"] = "Not_Applicable" },
            }).ToJsonArray(),
        });
        registry.Add("config", "DeleteDeliveryChannel", DeleteDeliveryChannel);
    }

    public static bool Exists(CallContext call) => Table(call).List().Count > 0;

    private static ResourceTable Table(CallContext call) => call.Table("delivery-channel");

    private static JsonObject PutDeliveryChannel(CallContext call, JsonObject input)
    {
        var channel = input.RequiredStructure("DeliveryChannel").Copy();
        var name = channel.Text("name") ?? "default";
        channel["name"] = name;
        if (!ConfigurationRecorders.Exists(call))
            throw new AwsErrorException("NoAvailableConfigurationRecorderException", "Configuration recorder is not available to put delivery channel.", 400);
        if (Table(call).List().Any(entry => entry.Key != name))
            throw new AwsErrorException("MaxNumberOfDeliveryChannelsExceededException", $"Failed to put delivery channel '{name}' because the maximum number of delivery channels: 1 is reached.", 400);
        var bucket = channel.Text("s3BucketName") ?? string.Empty;
        if (call.BucketTable().Find(bucket) is null)
            throw new AwsErrorException("NoSuchBucketException", $"Cannot find a S3 bucket with an empty bucket name or the bucket '{bucket}' does not exist.", 400);
        if (channel.Text("snsTopicARN") is { } topic && Topics.Find(call, topic) is null)
            throw new AwsErrorException("InvalidSNSTopicARNException", $"The specified SNS topic ARN '{topic}' is not valid.", 400);
        Table(call).Put(name, channel);
        return [];
    }

    private static List<JsonObject> Named(CallContext call, JsonObject input)
    {
        var names = input.Texts("DeliveryChannelNames");
        return names.Count == 0 ? [.. Table(call).List().Select(entry => entry.Value)] : [.. names.Select(name => Table(call).Find(name) ?? throw NoSuchChannel(name))];
    }

    private static AwsErrorException NoSuchChannel(string name) => new("NoSuchDeliveryChannelException", $"Cannot find delivery channel with specified name '{name}'.", 400);

    private static JsonObject DeleteDeliveryChannel(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("DeliveryChannelName");
        if (!Table(call).Contains(name))
            throw NoSuchChannel(name);
        if (ConfigurationRecorders.IsRecording(call))
            throw new AwsErrorException("LastDeliveryChannelDeleteFailedException", $"Failed to delete last specified delivery channel with name '{name}', because there, because there is a running configuration recorder.", 400);
        Table(call).Remove(name);
        return [];
    }
}
