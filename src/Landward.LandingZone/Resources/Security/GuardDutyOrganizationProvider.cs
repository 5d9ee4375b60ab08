using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Security;

/// <summary>GuardDuty's settings for the organization, in the delegated administrator account.</summary>
internal sealed class GuardDutyOrganizationProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (await GuardDutyDetectorProvider.FindAsync(context) is not { } detector)
            return null;
        // BadRequestException: there is a detector, but the account is not the delegated administrator.
        var answer = await context.Here.FindAsync(
            "guardduty", "DescribeOrganizationConfiguration", new JsonObject { ["DetectorId"] = detector }, context.Cancellation, "BadRequestException");
        if (answer is null)
            return null;
        var wanted = (JsonObject)context.Desired["features"]!;
        var features = Json.Items(answer["Features"])
            .Where(feature => Json.Text(feature, "Name") is { } name && wanted.ContainsKey(name))
            .OrderBy(feature => Json.Text(feature, "Name"), StringComparer.Ordinal)
            .Select(feature => KeyValuePair.Create(Json.Text(feature, "Name")!, (JsonNode?)Json.Text(feature, "AutoEnable")));
        return new JsonObject { ["autoEnable"] = Json.Text(answer, "AutoEnableOrganizationMembers"), ["features"] = new JsonObject(features) };
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var detector = await GuardDutyDetectorProvider.FindAsync(context) ?? await GuardDutyDetectorProvider.CreateDetectorAsync(context);
        var features = ((JsonObject)context.Desired["features"]!).Select(feature => (JsonNode?)new JsonObject { ["Name"] = feature.Key, ["AutoEnable"] = feature.Value!.DeepClone() });
        var input = new JsonObject
        {
            ["DetectorId"] = detector,
            ["AutoEnableOrganizationMembers"] = context.Text("autoEnable"),
            ["Features"] = new JsonArray([.. features]),
        };
        await context.Here.WriteAsync("guardduty", "UpdateOrganizationConfiguration", input, context.Cancellation);
    }
}
