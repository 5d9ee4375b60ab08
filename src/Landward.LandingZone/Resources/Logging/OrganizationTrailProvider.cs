using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Logging;

internal sealed class OrganizationTrailProvider : ResourceProvider
{
    private static readonly TimeSpan RoleSpreads = TimeSpan.FromMinutes(1);

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
                ["logGroup"] = Json.Text(trail, "CloudWatchLogsLogGroupArn"),
                ["logsRole"] = Json.Text(trail, "CloudWatchLogsRoleArn"),
            },
            context.Desired);
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        // Delivery to a log group is added afterwards: the role for it may be too new to be known everywhere.
        var answer = await context.Here.WriteAsync("cloudtrail", "CreateTrail", Trail(context, withLogGroup: false), context.Cancellation, "TrailAlreadyExistsException");
        if (answer is null || HasLogGroup(context))
            await UpdateTrailAsync(context);
        await StartAsync(context);
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var settings = (JsonObject)before.DeepClone();
        settings["logging"] = true;
        if (!JsonNode.DeepEquals(settings, context.Desired))
            await UpdateTrailAsync(context);
        if (!Json.Bool(before, "logging"))
            await StartAsync(context);
    }

    public override Task DeleteAsync(ResourceContext context, JsonObject before) =>
        context.Here.WriteAsync("cloudtrail", "DeleteTrail", new JsonObject { ["Name"] = context.Text("name") }, context.Cancellation, "TrailNotFoundException");

    /// <summary>"Granting CloudTrail permission to use CloudWatch Logs": a role that IAM has not spread yet is refused, as one without permissions is.</summary>
    private static async Task UpdateTrailAsync(ResourceContext context)
    {
        if (!HasLogGroup(context))
        {
            await context.Here.WriteAsync("cloudtrail", "UpdateTrail", Trail(context, withLogGroup: false), context.Cancellation);
            return;
        }
        await Waiting.UntilAsync(
            () => context.Here.WriteAsync("cloudtrail", "UpdateTrail", Trail(context, withLogGroup: true), context.Cancellation, "InvalidCloudWatchLogsRoleArnException"),
            RoleSpreads,
            $"The delivery of the trail `{context.Text("name")}` to its log group",
            context.Calls.Time,
            context.Cancellation);
    }

    private static bool HasLogGroup(ResourceContext context) => context.Desired.ContainsKey("logGroup");

    private static Task StartAsync(ResourceContext context) =>
        context.Here.WriteAsync("cloudtrail", "StartLogging", new JsonObject { ["Name"] = context.Text("name") }, context.Cancellation);

    private static JsonObject Trail(ResourceContext context, bool withLogGroup)
    {
        var trail = new JsonObject
        {
            ["Name"] = context.Text("name"),
            ["S3BucketName"] = context.Text("bucket"),
            ["KmsKeyId"] = context.Text("kmsKey"),
            ["IsMultiRegionTrail"] = true,
            ["IsOrganizationTrail"] = true,
            ["IncludeGlobalServiceEvents"] = true,
            ["EnableLogFileValidation"] = true,
        };
        if (withLogGroup)
        {
            trail["CloudWatchLogsLogGroupArn"] = context.Text("logGroup");
            trail["CloudWatchLogsRoleArn"] = context.Text("logsRole");
        }
        return trail;
    }
}
