using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Organizations;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>Walking the tree one step up or down.</summary>
internal static class TreeNavigation
{
    public static JsonObject ListParents(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var child = organization.FindTarget(input.RequiredText("ChildId", "InvalidInputException"));
        if (child is null || child.Type == "ROOT")
            throw OrganizationsErrors.ChildNotFound();
        var parent = organization.FindTarget(child.Document.Text(Layout.ParentId))!;
        return OrganizationsPages.Answer(call, input, "Parents", [Entry(parent.Id, parent.Type)]);
    }

    public static JsonObject ListChildren(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var parentId = input.RequiredText("ParentId", "InvalidInputException");
        if (!organization.IsParent(parentId))
            throw OrganizationsErrors.ParentNotFound();
        var type = input.Text("ChildType");
        var children = type switch
        {
            "ACCOUNT" => organization.AccountsOf(parentId),
            "ORGANIZATIONAL_UNIT" => organization.UnitsOf(parentId),
            _ => throw OrganizationsErrors.InvalidEnum(),
        };
        return OrganizationsPages.Answer(call, input, "Children", [.. children.Select(child => Entry(child.Text("Id")!, type))]);
    }

    private static JsonObject Entry(string id, string type) => new() { ["Id"] = id, ["Type"] = type };
}
