using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Identity;

internal sealed class GroupProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var name = context.Text("displayName");
        return await IdentityCenter.GroupAsync(context, name) is null ? null : new JsonObject { ["displayName"] = name };
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var name = context.Text("displayName");
        var input = new JsonObject { ["IdentityStoreId"] = await IdentityCenter.StoreAsync(context), ["DisplayName"] = name, ["Description"] = "Made by Landward." };
        var answer = await context.Here.WriteAsync("identitystore", "CreateGroup", input, context.Cancellation, "ConflictException");
        if (Json.Text(answer, "GroupId") is { } id)
            context.Facts[Reference.Group(name)] = id;
    }
}
