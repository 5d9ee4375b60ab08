using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Organizations;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>Organizational units: names are unique among siblings, at most five levels below the root.</summary>
internal static class OrganizationalUnits
{
    private const int MaxNameLength = 128;

    public static JsonObject CreateOrganizationalUnit(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var parentId = input.RequiredText("ParentId", "InvalidInputException");
        var name = Name(input.RequiredText("Name", "InvalidInputException"));
        if (!organization.IsParent(parentId))
            throw OrganizationsErrors.ParentNotFound();
        if (organization.UnitsOf(parentId).Any(unit => unit.Text("Name") == name))
            throw OrganizationsErrors.DuplicateUnit();
        var quotas = OrganizationsQuotas.Default;
        // The chain counts the root, which is not a level of its own.
        if (organization.ChainTo(parentId).Count > quotas.OrganizationalUnitDepth)
            throw OrganizationsErrors.Constraint(
                "OU_DEPTH_LIMIT_EXCEEDED", "You attempted to create an OU tree that is too many levels deep.");
        if (organization.Units.Count >= quotas.OrganizationalUnits)
            throw OrganizationsErrors.Constraint("OU_NUMBER_LIMIT_EXCEEDED", "You attempted to exceed the number of OUs that you can have in an organization.");
        var id = $"ou-{organization.RootId[2..]}-{call.Ids.LowerAlphanumeric(8)}";
        organization.Units.Put(id, new JsonObject
        {
            ["Id"] = id,
            ["Arn"] = organization.ArnOf("ou", id),
            ["Name"] = name,
            [Layout.ParentId] = parentId,
            [Layout.PolicyIds] = PolicyAttachments.DefaultPolicyIds(organization).ToJsonArray(),
            ["Tags"] = OrganizationTags.Checked(input.Structures("Tags")),
        });
        return new JsonObject { ["OrganizationalUnit"] = Describe(organization, organization.Units.Find(id)!) };
    }

    public static JsonObject UpdateOrganizationalUnit(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var (id, unit) = Find(organization, input);
        if (input.Text("Name") is { } name && name != unit.Text("Name"))
        {
            if (organization.UnitsOf(unit.Text(Layout.ParentId)!).Any(sibling => sibling.Text("Name") == Name(name)))
                throw OrganizationsErrors.DuplicateUnit();
            unit = organization.Units.Update(id, document => document["Name"] = name);
        }
        return new JsonObject { ["OrganizationalUnit"] = Describe(organization, unit) };
    }

    public static JsonObject DeleteOrganizationalUnit(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var (id, _) = Find(organization, input);
        if (organization.UnitsOf(id).Any() || organization.AccountsOf(id).Any())
            throw new AwsErrorException(
                "OrganizationalUnitNotEmptyException",
                "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.");
        organization.Units.Remove(id);
        return [];
    }

    public static JsonObject DescribeOrganizationalUnit(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        return new JsonObject { ["OrganizationalUnit"] = Describe(organization, Find(organization, input).Unit) };
    }

    public static JsonObject ListOrganizationalUnitsForParent(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var parentId = input.RequiredText("ParentId", "InvalidInputException");
        if (!organization.IsParent(parentId))
            throw OrganizationsErrors.ParentNotFound();
        return OrganizationsPages.Answer(
            call, input, "OrganizationalUnits", [.. organization.UnitsOf(parentId).Select(unit => Describe(organization, unit))]);
    }

    private static (string Id, JsonObject Unit) Find(OrganizationState organization, JsonObject input)
    {
        var id = input.RequiredText("OrganizationalUnitId", "InvalidInputException");
        return (id, organization.Units.Find(id) ?? throw OrganizationsErrors.UnitNotFound());
    }

    private static string Name(string name) =>
        name.Length is > 0 and <= MaxNameLength && !string.IsNullOrWhiteSpace(name) ? name : throw OrganizationsErrors.InvalidPattern();

    private static JsonObject Describe(OrganizationState organization, JsonObject unit)
    {
        var output = unit.CopyMembers([], "Id", "Arn", "Name");
        output["Path"] = organization.PathTo(unit.Text("Id")!);
        return output;
    }
}
