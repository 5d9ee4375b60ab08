using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Security;

/// <summary>What Security Hub does with accounts that join the organization; set in the delegated administrator account.</summary>
internal sealed class SecurityHubOrganizationProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var answer = await context.Here.FindAsync(
            "securityhub", "DescribeOrganizationConfiguration", null, context.Cancellation, "InvalidAccessException", "ResourceNotFoundException", "AccessDeniedException");
        return answer is null
            ? null
            : new JsonObject { ["autoEnable"] = Json.Bool(answer, "AutoEnable"), ["autoEnableStandards"] = Json.Text(answer, "AutoEnableStandards") };
    }

    public override Task CreateAsync(ResourceContext context)
    {
        var input = new JsonObject { ["AutoEnable"] = true, ["AutoEnableStandards"] = context.Text("autoEnableStandards") };
        return context.Here.WriteAsync("securityhub", "UpdateOrganizationConfiguration", input, context.Cancellation);
    }
}
