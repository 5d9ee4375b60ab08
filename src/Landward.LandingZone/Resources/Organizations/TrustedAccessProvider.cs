using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Organizations;

internal sealed class TrustedAccessProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (!context.Facts.ContainsKey(Reference.OrganizationId))
            return null;
        var enabled = await context.Management.ListAsync("organizations", "ListAWSServiceAccessForOrganization", null, "EnabledServicePrincipals", context.Cancellation);
        var service = context.Text("servicePrincipal");
        return enabled.Any(candidate => Json.Text(candidate, "ServicePrincipal") == service)
            ? new JsonObject { ["servicePrincipal"] = service, ["enabled"] = true }
            : null;
    }

    public override Task CreateAsync(ResourceContext context) => context.Management.WriteAsync(
        "organizations", "EnableAWSServiceAccess", new JsonObject { ["ServicePrincipal"] = context.Text("servicePrincipal") }, context.Cancellation);
}
