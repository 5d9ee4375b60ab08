using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Alerting;

internal sealed class SnsTopicProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (Reference.IsOpen(context.Text("arn")))
            return null;
        var answer = await context.Here.FindAsync("sns", "GetTopicAttributes", new JsonObject { ["TopicArn"] = context.Text("arn") }, context.Cancellation, "NotFound", "NotFoundException");
        return answer is null
            ? null
            : new JsonObject { ["arn"] = context.Text("arn"), ["policy"] = Json.Document(Json.Text(answer["Attributes"], "Policy")) };
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var arn = context.Text("arn");
        await context.Here.WriteAsync("sns", "CreateTopic", new JsonObject { ["Name"] = arn[(arn.LastIndexOf(':') + 1)..] }, context.Cancellation);
        await UpdateAsync(context, []);
    }

    public override Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var input = new JsonObject { ["TopicArn"] = context.Text("arn"), ["AttributeName"] = "Policy", ["AttributeValue"] = context.Desired["policy"]!.ToJsonString() };
        return context.Here.WriteAsync("sns", "SetTopicAttributes", input, context.Cancellation);
    }
}
