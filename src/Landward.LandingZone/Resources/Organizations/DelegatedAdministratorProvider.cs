using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Organizations;

/// <summary>
/// Delegated administrators. GuardDuty and Security Hub have their own calls, per Region, that also switch the service on in
/// the administrator account; other services are registered with AWS Organizations.
/// </summary>
internal sealed class DelegatedAdministratorProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (!context.Facts.ContainsKey(Reference.OrganizationId))
            return null;
        var service = context.Text("service");
        var current = service switch
        {
            "guardduty" => (await context.Here.ListAsync(service, "ListOrganizationAdminAccounts", null, "AdminAccounts", context.Cancellation))
                .Select(admin => Json.Text(admin, "AdminAccountId")),
            "securityhub" => (await context.Here.ListAsync(service, "ListOrganizationAdminAccounts", null, "AdminAccounts", context.Cancellation))
                .Select(admin => Json.Text(admin, "AccountId")),
            _ => (await context.Management.ListAsync(
                "organizations", "ListDelegatedAdministrators", new JsonObject { ["ServicePrincipal"] = service }, "DelegatedAdministrators", context.Cancellation))
                .Select(admin => Json.Text(admin, "Id")),
        };
        var ids = current.OfType<string>().ToArray();
        if (ids.Length == 0)
            return null;
        var desired = context.Text("account");
        return new JsonObject { ["service"] = service, ["account"] = ids.Contains(desired) ? desired : ids[0] };
    }

    public override Task CreateAsync(ResourceContext context) => context.Text("service") switch
    {
        "guardduty" or "securityhub" => context.Here.WriteAsync(
            context.Text("service"), "EnableOrganizationAdminAccount", new JsonObject { ["AdminAccountId"] = context.Text("account") }, context.Cancellation, "ResourceConflictException"),
        var service => context.Management.WriteAsync(
            "organizations",
            "RegisterDelegatedAdministrator",
            new JsonObject { ["AccountId"] = context.Text("account"), ["ServicePrincipal"] = service },
            context.Cancellation,
            "AccountAlreadyRegisteredException"),
    };

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        await DeleteAsync(context, before);
        await CreateAsync(context);
    }

    public override Task DeleteAsync(ResourceContext context, JsonObject before) => context.Text("service") switch
    {
        "guardduty" or "securityhub" => context.Here.WriteAsync(
            context.Text("service"), "DisableOrganizationAdminAccount", new JsonObject { ["AdminAccountId"] = Json.Text(before, "account") }, context.Cancellation),
        var service => context.Management.WriteAsync(
            "organizations", "DeregisterDelegatedAdministrator", new JsonObject { ["AccountId"] = Json.Text(before, "account"), ["ServicePrincipal"] = service }, context.Cancellation),
    };
}
