using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Security;

/// <summary>The one GuardDuty detector an account has per Region.</summary>
internal sealed class GuardDutyDetectorProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (await FindAsync(context) is not { } id)
            return null;
        var detector = await context.Here.ReadAsync("guardduty", "GetDetector", new JsonObject { ["DetectorId"] = id }, context.Cancellation);
        return new JsonObject { ["enabled"] = Json.Text(detector, "Status") is "ENABLED" };
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        if (await FindAsync(context) is { } id)
            await context.Here.WriteAsync("guardduty", "UpdateDetector", new JsonObject { ["DetectorId"] = id, ["Enable"] = true }, context.Cancellation);
        else
            await CreateDetectorAsync(context);
    }

    public override async Task DeleteAsync(ResourceContext context, JsonObject before)
    {
        if (await FindAsync(context) is { } id)
            await context.Here.WriteAsync("guardduty", "DeleteDetector", new JsonObject { ["DetectorId"] = id }, context.Cancellation);
    }

    internal static async Task<string?> FindAsync(ResourceContext context) =>
        await context.Here.ListAsync("guardduty", "ListDetectors", null, "DetectorIds", context.Cancellation) is [var first, ..] ? first.GetValue<string>() : null;

    internal static async Task<string> CreateDetectorAsync(ResourceContext context)
    {
        var input = new JsonObject { ["Enable"] = true, ["FindingPublishingFrequency"] = "FIFTEEN_MINUTES" };
        var answer = await context.Here.WriteAsync("guardduty", "CreateDetector", input, context.Cancellation);
        return Json.Text(answer, "DetectorId")!;
    }
}
