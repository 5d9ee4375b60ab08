using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Identity;

internal sealed class ServiceLinkedRoleProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var answer = await context.Here.FindAsync("iam", "GetRole", new JsonObject { ["RoleName"] = context.Text("role") }, context.Cancellation, "NoSuchEntity");
        return answer is null ? null : new JsonObject { ["service"] = context.Text("service"), ["role"] = Json.Text(answer["Role"], "RoleName") };
    }

    // "Service role name ... has been taken in this account" is InvalidInput: the read-back tells whether it is ours.
    public override Task CreateAsync(ResourceContext context) =>
        context.Here.WriteAsync("iam", "CreateServiceLinkedRole", new JsonObject { ["AWSServiceName"] = context.Text("service") }, context.Cancellation, "InvalidInput", "EntityAlreadyExists");
}
