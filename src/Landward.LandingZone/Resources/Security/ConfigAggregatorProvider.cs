using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Security;

internal sealed class ConfigAggregatorProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var input = new JsonObject { ["ConfigurationAggregatorNames"] = new JsonArray(context.Text("name")) };
        var answer = await context.Here.FindAsync("config", "DescribeConfigurationAggregators", input, context.Cancellation, "NoSuchConfigurationAggregatorException");
        if (Json.Items(answer?["ConfigurationAggregators"]).FirstOrDefault() is not { } aggregator)
            return null;
        var source = aggregator["OrganizationAggregationSource"];
        return new JsonObject
        {
            ["name"] = Json.Text(aggregator, "ConfigurationAggregatorName"),
            ["role"] = Json.Text(source, "RoleArn"),
            ["allRegions"] = Json.Bool(source, "AllAwsRegions"),
        };
    }

    public override Task CreateAsync(ResourceContext context)
    {
        var input = new JsonObject
        {
            ["ConfigurationAggregatorName"] = context.Text("name"),
            ["OrganizationAggregationSource"] = new JsonObject { ["RoleArn"] = context.Text("role"), ["AllAwsRegions"] = true },
        };
        return context.Here.WriteAsync("config", "PutConfigurationAggregator", input, context.Cancellation);
    }
}
