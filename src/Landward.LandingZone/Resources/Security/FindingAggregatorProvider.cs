using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Security;

internal sealed class FindingAggregatorProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (await FindAsync(context) is not { } arn)
            return null;
        var answer = await context.Here.ReadAsync("securityhub", "GetFindingAggregator", new JsonObject { ["FindingAggregatorArn"] = arn }, context.Cancellation);
        return new JsonObject
        {
            ["mode"] = Json.Text(answer, "RegionLinkingMode"),
            ["regions"] = Json.Array(Json.Texts(answer["Regions"]).Order(StringComparer.Ordinal)),
        };
    }

    public override Task CreateAsync(ResourceContext context) =>
        context.Here.WriteAsync("securityhub", "CreateFindingAggregator", Input(context), context.Cancellation);

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var input = Input(context);
        input["FindingAggregatorArn"] = await FindAsync(context);
        await context.Here.WriteAsync("securityhub", "UpdateFindingAggregator", input, context.Cancellation);
    }

    private static async Task<string?> FindAsync(ResourceContext context)
    {
        try
        {
            var aggregators = await context.Here.ListAsync("securityhub", "ListFindingAggregators", null, "FindingAggregators", context.Cancellation);
            return aggregators is [var first, ..] ? Json.Text(first, "FindingAggregatorArn") : null;
        }
        catch (Aws.AwsApiException error) when (error.Code is "InvalidAccessException" or "ResourceNotFoundException")
        {
            return null;
        }
    }

    private static JsonObject Input(ResourceContext context) => new()
    {
        ["RegionLinkingMode"] = context.Text("mode"),
        ["Regions"] = context.Desired["regions"]!.DeepClone(),
    };
}
