using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Logging;

/// <summary>A group of CloudWatch Logs and how long it keeps events.</summary>
internal sealed class LogGroupProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var groups = await context.Here.ListAsync("logs", "DescribeLogGroups", new JsonObject { ["logGroupNamePrefix"] = context.Text("name") }, "logGroups", context.Cancellation);
        if (groups.FirstOrDefault(group => Json.Text(group, "logGroupName") == context.Text("name")) is not { } found)
            return null;
        var group = new JsonObject { ["name"] = Json.Text(found, "logGroupName") };
        if (Json.Number(found, "retentionInDays") is { } days)
            group["retentionInDays"] = days;
        return group;
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        await context.Here.WriteAsync("logs", "CreateLogGroup", new JsonObject { ["logGroupName"] = context.Text("name") }, context.Cancellation, "ResourceAlreadyExistsException");
        await UpdateAsync(context, []);
    }

    public override Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var input = new JsonObject { ["logGroupName"] = context.Text("name"), ["retentionInDays"] = context.Desired["retentionInDays"]!.DeepClone() };
        return context.Here.WriteAsync("logs", "PutRetentionPolicy", input, context.Cancellation);
    }
}
