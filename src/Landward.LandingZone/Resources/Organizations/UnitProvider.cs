using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Organizations;

/// <summary>Organizational units: found by their key tag, else by the key they had before, else by name below their parent.</summary>
internal sealed class UnitProvider : ResourceProvider
{
    /// <summary><c>moved</c> only helps to find the unit; it is no property of it.</summary>
    public override IReadOnlySet<string> CreateOnly { get; } = new HashSet<string>(StringComparer.Ordinal) { "moved" };

    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var units = await OrganizationTree.UnitsAsync(context.Calls, context.Cancellation);
        var key = Json.Text(context.Desired["tags"], LandwardNames.KeyTag)!;
        ActualUnit? found = null;
        foreach (var wanted in new[] { key, Json.Text(context.Desired, "moved") }.OfType<string>())
            found ??= await FindByTagAsync(context, units, wanted);
        found ??= units.FirstOrDefault(unit => unit.NamePath == NamePath(context, units));
        if (found is null)
            return null;
        context.Facts[Reference.Unit(key)] = found.Id;
        return await DescribeAsync(context, found.Id, found.Name, found.ParentId);
    }

    public override async Task<JsonObject?> ReadBackAsync(ResourceContext context)
    {
        var id = context.Fact(FactName(context));
        var answer = await context.Management.ReadAsync("organizations", "DescribeOrganizationalUnit", new JsonObject { ["OrganizationalUnitId"] = id }, context.Cancellation);
        return await DescribeAsync(context, id, Json.Text(answer["OrganizationalUnit"], "Name")!, context.Text("parent"));
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var parent = context.Text("parent");
        var input = new JsonObject { ["ParentId"] = parent, ["Name"] = context.Text("name"), ["Tags"] = Json.TagList(context.Desired["tags"]) };
        var answer = await context.Management.WriteAsync("organizations", "CreateOrganizationalUnit", input, context.Cancellation, "DuplicateOrganizationalUnitException");
        var id = Json.Text(answer?["OrganizationalUnit"], "Id");
        if (id is null)
        {
            var siblings = await context.Management.ListAsync(
                "organizations", "ListOrganizationalUnitsForParent", new JsonObject { ["ParentId"] = parent }, "OrganizationalUnits", context.Cancellation);
            id = Json.Text(siblings.First(unit => Json.Text(unit, "Name") == context.Text("name")), "Id")!;
            await OrganizationTree.TagAsync(context, id);
        }
        context.Facts[FactName(context)] = id;
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var id = context.Fact(FactName(context));
        if (Json.Text(before, "parent") != context.Text("parent"))
            throw new ChangeRefusedException($"AWS cannot move an organizational unit to another parent. Make a new unit, move the accounts, then remove `{context.Node.Address}`.");
        if (Json.Text(before, "name") != context.Text("name"))
        {
            var input = new JsonObject { ["OrganizationalUnitId"] = id, ["Name"] = context.Text("name") };
            await context.Management.WriteAsync("organizations", "UpdateOrganizationalUnit", input, context.Cancellation);
        }
        if (!JsonNode.DeepEquals(before["tags"], context.Desired["tags"]))
            await OrganizationTree.TagAsync(context, id);
    }

    /// <summary>AWS refuses while accounts or units are in it (OrganizationalUnitNotEmptyException).</summary>
    public override Task DeleteAsync(ResourceContext context, JsonObject before) => context.Management.WriteAsync(
        "organizations",
        "DeleteOrganizationalUnit",
        new JsonObject { ["OrganizationalUnitId"] = context.Fact(FactName(context)) },
        context.Cancellation,
        "OrganizationalUnitNotFoundException");

    private static string FactName(ResourceContext context) => Reference.Unit(Json.Text(context.Node.Properties["tags"], LandwardNames.KeyTag)!);

    private static async Task<ActualUnit?> FindByTagAsync(ResourceContext context, IEnumerable<ActualUnit> units, string key)
    {
        var tagged = await Task.WhenAll(units.Select(async unit => (unit, Tags: await OrganizationTree.TagsAsync(context.Calls, unit.Id, context.Cancellation))));
        return tagged.FirstOrDefault(candidate => Json.Text(candidate.Tags, LandwardNames.KeyTag) == key).unit;
    }

    // The parent may itself be known by tag only: its real name path is what its id says.
    private static string NamePath(ResourceContext context, IEnumerable<ActualUnit> units)
    {
        var parent = context.Text("parent");
        if (Reference.IsOpen(parent))
        {
            var key = Json.Text(context.Desired["tags"], LandwardNames.KeyTag)!;
            return key.Contains('/') ? key[..(key.LastIndexOf('/') + 1)] + context.Text("name") : context.Text("name");
        }
        var parentPath = units.FirstOrDefault(unit => unit.Id == parent)?.NamePath;
        return parentPath is null ? context.Text("name") : parentPath + "/" + context.Text("name");
    }

    private static async Task<JsonObject> DescribeAsync(ResourceContext context, string id, string name, string parent)
    {
        var tags = await OrganizationTree.TagsAsync(context.Calls, id, context.Cancellation);
        return new JsonObject { ["name"] = name, ["parent"] = parent, ["tags"] = Json.Only(tags, (JsonObject)context.Desired["tags"]!) };
    }
}
