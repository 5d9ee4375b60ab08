using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Organizations;

internal sealed class PolicyTypeProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (!context.Facts.ContainsKey(Reference.OrganizationId))
            return null;
        var roots = await context.Management.ListAsync("organizations", "ListRoots", null, "Roots", context.Cancellation);
        var type = context.Text("policyType");
        var found = Json.Items(roots[0]["PolicyTypes"]).FirstOrDefault(candidate => Json.Text(candidate, "Type") == type);
        return found is null ? null : new JsonObject { ["policyType"] = type, ["status"] = Json.Text(found, "Status") };
    }

    public override Task CreateAsync(ResourceContext context) => context.Management.WriteAsync(
        "organizations",
        "EnablePolicyType",
        new JsonObject { ["RootId"] = context.Fact(Reference.RootId), ["PolicyType"] = context.Text("policyType") },
        context.Cancellation,
        "PolicyTypeAlreadyEnabledException");
}
