using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Logging;

internal sealed class OrganizationTrailProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var name = new JsonObject { ["Name"] = context.Text("name") };
        var answer = await context.Here.FindAsync("cloudtrail", "GetTrail", name, context.Cancellation, "TrailNotFoundException");
        if (answer?["Trail"] is not { } trail)
            return null;
        var status = await context.Here.ReadAsync("cloudtrail", "GetTrailStatus", name, context.Cancellation);
        return Json.Only(
            new JsonObject
            {
                ["name"] = Json.Text(trail, "Name"),
                ["bucket"] = Json.Text(trail, "S3BucketName"),
                ["kmsKey"] = Json.Text(trail, "KmsKeyId"),
                ["multiRegion"] = Json.Bool(trail, "IsMultiRegionTrail"),
                ["organization"] = Json.Bool(trail, "IsOrganizationTrail"),
                ["logFileValidation"] = Json.Bool(trail, "LogFileValidationEnabled"),
                ["logging"] = Json.Bool(status, "IsLogging"),
            },
            context.Desired);
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var answer = await context.Here.WriteAsync("cloudtrail", "CreateTrail", Trail(context), context.Cancellation, "TrailAlreadyExistsException");
        if (answer is null)
            await context.Here.WriteAsync("cloudtrail", "UpdateTrail", Trail(context), context.Cancellation);
        await StartAsync(context);
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var settings = (JsonObject)before.DeepClone();
        settings["logging"] = true;
        if (!JsonNode.DeepEquals(settings, context.Desired))
            await context.Here.WriteAsync("cloudtrail", "UpdateTrail", Trail(context), context.Cancellation);
        if (!Json.Bool(before, "logging"))
            await StartAsync(context);
    }

    public override Task DeleteAsync(ResourceContext context, JsonObject before) =>
        context.Here.WriteAsync("cloudtrail", "DeleteTrail", new JsonObject { ["Name"] = context.Text("name") }, context.Cancellation, "TrailNotFoundException");

    private static Task StartAsync(ResourceContext context) =>
        context.Here.WriteAsync("cloudtrail", "StartLogging", new JsonObject { ["Name"] = context.Text("name") }, context.Cancellation);

    private static JsonObject Trail(ResourceContext context) => new()
    {
        ["Name"] = context.Text("name"),
        ["S3BucketName"] = context.Text("bucket"),
        ["KmsKeyId"] = context.Text("kmsKey"),
        ["IsMultiRegionTrail"] = true,
        ["IsOrganizationTrail"] = true,
        ["IncludeGlobalServiceEvents"] = true,
        ["EnableLogFileValidation"] = true,
    };
}
