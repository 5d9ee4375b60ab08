using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Identity;

/// <summary>The organization's instance of IAM Identity Center and what it holds, by name.</summary>
internal static class IdentityCenter
{
    /// <summary>The ARN of the instance in the home Region; AWS makes one only when a person switches Identity Center on.</summary>
    public static async Task<string> InstanceAsync(ResourceContext context)
    {
        if (context.Facts.TryGetValue(Reference.IdentityCenterInstance, out var known))
            return known;
        var instances = await context.Here.ListAsync("sso-admin", "ListInstances", null, "Instances", context.Cancellation);
        if (instances.Count == 0)
            throw new ChangeRefusedException($"IAM Identity Center is not enabled in {context.Calls.HomeRegion}. Enable it in the AWS console of the management account, then plan again.");
        context.Facts[Reference.IdentityStore] = Json.Text(instances[0], "IdentityStoreId")!;
        return context.Facts[Reference.IdentityCenterInstance] = Json.Text(instances[0], "InstanceArn")!;
    }

    public static async Task<string> StoreAsync(ResourceContext context)
    {
        await InstanceAsync(context);
        return context.Fact(Reference.IdentityStore);
    }

    public static async Task<string?> GroupAsync(ResourceContext context, string name)
    {
        if (context.Facts.TryGetValue(Reference.Group(name), out var known))
            return known;
        var input = new JsonObject { ["IdentityStoreId"] = await StoreAsync(context) };
        var groups = await context.Here.ListAsync("identitystore", "ListGroups", input, "Groups", context.Cancellation);
        foreach (var group in groups)
            context.Facts[Reference.Group(Json.Text(group, "DisplayName") ?? string.Empty)] = Json.Text(group, "GroupId")!;
        return context.Facts.GetValueOrDefault(Reference.Group(name));
    }

    /// <summary>The ARN of a permission set by name.</summary>
    public static async Task<string?> PermissionSetAsync(ResourceContext context, string name)
    {
        if (context.Facts.TryGetValue(Reference.PermissionSet(name), out var known))
            return known;
        foreach (var set in await PermissionSetsAsync(context))
            context.Facts[Reference.PermissionSet(Json.Text(set, "Name")!)] = Json.Text(set, "PermissionSetArn")!;
        return context.Facts.GetValueOrDefault(Reference.PermissionSet(name));
    }

    /// <summary>The description of every permission set.</summary>
    public static async Task<JsonNode[]> PermissionSetsAsync(ResourceContext context)
    {
        var instance = await InstanceAsync(context);
        var arns = await context.Here.ListAsync("sso-admin", "ListPermissionSets", new JsonObject { ["InstanceArn"] = instance }, "PermissionSets", context.Cancellation);
        return await Task.WhenAll(arns.Select(async arn => (await context.Here.ReadAsync("sso-admin", "DescribePermissionSet", Of(instance, arn.GetValue<string>()), context.Cancellation))["PermissionSet"]!));
    }

    public static JsonObject Of(string instance, string permissionSet) => new() { ["InstanceArn"] = instance, ["PermissionSetArn"] = permissionSet };
}
