using System.Text.Json.Nodes;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Resources.Security;

/// <summary>Security Hub and its standards in one account and Region. Standards beyond those of the spec are left alone.</summary>
internal sealed class SecurityHubProvider : ResourceProvider
{
    private static readonly string[] NotSubscribed = ["InvalidAccessException", "ResourceNotFoundException"];

    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (await context.Here.FindAsync("securityhub", "DescribeHub", null, context.Cancellation, NotSubscribed) is null)
            return null;
        var enabled = (await context.Here.ListAsync("securityhub", "GetEnabledStandards", null, "StandardsSubscriptions", context.Cancellation))
            .Where(subscription => Json.Text(subscription, "StandardsStatus") is not ("DELETING" or "FAILED"))
            .Select(subscription => Json.Text(subscription, "StandardsArn"))
            .ToHashSet(StringComparer.Ordinal);
        return new JsonObject
        {
            ["enabled"] = true,
            ["standards"] = Json.Array(context.Texts("standards").Where(standard => enabled.Contains(SecurityStandards.Arn(standard, context.Here.Region)))),
        };
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        await context.Here.WriteAsync("securityhub", "EnableSecurityHub", new JsonObject { ["EnableDefaultStandards"] = false }, context.Cancellation, "ResourceConflictException");
        await UpdateAsync(context, []);
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var region = context.Here.Region;
        var requests = context.Texts("standards").Except(Json.Texts(before["standards"]))
            .Select(standard => (JsonNode?)new JsonObject { ["StandardsArn"] = SecurityStandards.Arn(standard, region) })
            .ToArray();
        if (requests.Length > 0)
            await context.Here.WriteAsync("securityhub", "BatchEnableStandards", new JsonObject { ["StandardsSubscriptionRequests"] = new JsonArray(requests) }, context.Cancellation);
    }

    public override Task DeleteAsync(ResourceContext context, JsonObject before) =>
        context.Here.WriteAsync("securityhub", "DisableSecurityHub", [], context.Cancellation, NotSubscribed);
}
