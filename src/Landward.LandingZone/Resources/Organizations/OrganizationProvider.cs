using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Organizations;

internal sealed class OrganizationProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var answer = await context.Management.FindAsync("organizations", "DescribeOrganization", null, context.Cancellation, "AWSOrganizationsNotInUseException");
        if (answer?["Organization"] is not { } organization)
            return null;
        context.Facts[Reference.OrganizationId] = Json.Text(organization, "Id")!;
        context.Facts[Reference.ManagementId] = Json.Text(organization, "MasterAccountId")!;
        var roots = await context.Management.ListAsync("organizations", "ListRoots", null, "Roots", context.Cancellation);
        context.Facts[Reference.RootId] = Json.Text(roots[0], "Id")!;
        return new JsonObject { ["featureSet"] = Json.Text(organization, "FeatureSet") };
    }

    public override Task CreateAsync(ResourceContext context) =>
        context.Management.WriteAsync("organizations", "CreateOrganization", new JsonObject { ["FeatureSet"] = "ALL" }, context.Cancellation, "AlreadyInOrganizationException");

    public override Task UpdateAsync(ResourceContext context, JsonObject before) =>
        throw new ChangeRefusedException("The organization has consolidated billing only. Enable all features in the AWS console; every invited account must agree.");
}
