using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Organizations;

/// <summary>Central management of root credentials: member accounts need no root password and no root keys.</summary>
internal sealed class RootCredentialsProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var answer = await context.Management.FindAsync(
            "iam", "ListOrganizationsFeatures", null, context.Cancellation, "OrganizationNotFoundException", "OrganizationNotFound", "ServiceAccessNotEnabledException", "ServiceAccessNotEnabled");
        return Json.Texts(answer?["EnabledFeatures"]).Contains("RootCredentialsManagement") ? new JsonObject { ["enabled"] = true } : null;
    }

    public override Task CreateAsync(ResourceContext context) =>
        context.Management.WriteAsync("iam", "EnableOrganizationsRootCredentialsManagement", [], context.Cancellation);

    public override Task DeleteAsync(ResourceContext context, JsonObject before) =>
        context.Management.WriteAsync("iam", "DisableOrganizationsRootCredentialsManagement", [], context.Cancellation);
}
