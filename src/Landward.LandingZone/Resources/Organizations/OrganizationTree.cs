using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Organizations;

/// <summary>A unit as it is in AWS.</summary>
internal sealed record ActualUnit(string Id, string Name, string ParentId, string NamePath);

/// <summary>An account as it is in AWS, with the unit or root it stands in.</summary>
internal sealed record ActualAccount(string Id, string Name, string Email, string Status, string ParentId);

/// <summary>Units and accounts of the real organization, read level by level.</summary>
internal static class OrganizationTree
{
    /// <summary>Parents before children; empty without an organization.</summary>
    public static async Task<ImmutableArray<ActualUnit>> UnitsAsync(AwsCalls calls, CancellationToken cancellation)
    {
        if (!calls.Facts.TryGetValue(Reference.RootId, out var root))
            return [];
        var units = ImmutableArray.CreateBuilder<ActualUnit>();
        var level = new List<(string Id, string Path)> { (root, string.Empty) };
        while (level.Count > 0)
        {
            var children = await Task.WhenAll(level.Select(async parent => (parent, Units: await calls.Management.ListAsync(
                "organizations", "ListOrganizationalUnitsForParent", new JsonObject { ["ParentId"] = parent.Id }, "OrganizationalUnits", cancellation))));
            level.Clear();
            foreach (var (parent, found) in children)
            {
                foreach (var unit in found)
                {
                    var name = Json.Text(unit, "Name")!;
                    var actual = new ActualUnit(Json.Text(unit, "Id")!, name, parent.Id, parent.Path.Length == 0 ? name : parent.Path + "/" + name);
                    units.Add(actual);
                    level.Add((actual.Id, actual.NamePath));
                }
            }
        }
        return units.ToImmutable();
    }

    /// <summary>Every account with its parent; suspended ones too.</summary>
    public static async Task<ImmutableArray<ActualAccount>> AccountsAsync(AwsCalls calls, CancellationToken cancellation)
    {
        if (!calls.Facts.TryGetValue(Reference.RootId, out var root))
            return [];
        var parents = (await UnitsAsync(calls, cancellation)).Select(unit => unit.Id).Prepend(root);
        var lists = await Task.WhenAll(parents.Select(async parent => (parent, Accounts: await calls.Management.ListAsync(
            "organizations", "ListAccountsForParent", new JsonObject { ["ParentId"] = parent }, "Accounts", cancellation))));
        return [.. lists.SelectMany(list => list.Accounts.Select(account => new ActualAccount(
            Json.Text(account, "Id")!,
            Json.Text(account, "Name") ?? string.Empty,
            Json.Text(account, "Email") ?? string.Empty,
            Json.Text(account, "Status") ?? Json.Text(account, "State") ?? string.Empty,
            list.parent)))];
    }

    public static async Task<JsonObject> TagsAsync(AwsCalls calls, string id, CancellationToken cancellation) =>
        Json.Tags(await calls.Management.ListAsync("organizations", "ListTagsForResource", new JsonObject { ["ResourceId"] = id }, "Tags", cancellation));

    /// <summary>Adds and changes the tags that differ; never removes one.</summary>
    public static Task TagAsync(ResourceContext context, string id) => context.Management.WriteAsync(
        "organizations", "TagResource", new JsonObject { ["ResourceId"] = id, ["Tags"] = Json.TagList(context.Desired["tags"]) }, context.Cancellation);
}
