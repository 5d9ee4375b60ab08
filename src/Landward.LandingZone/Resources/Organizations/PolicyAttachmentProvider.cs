using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Organizations;

internal sealed class PolicyAttachmentProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var target = context.Text("target");
        if (Reference.IsOpen(target))
            return null;
        var attached = await context.Management.ListAsync(
            "organizations", "ListPoliciesForTarget", new JsonObject { ["TargetId"] = target, ["Filter"] = "SERVICE_CONTROL_POLICY" }, "Policies", context.Cancellation);
        var policy = context.Text("policy");
        return attached.Any(candidate => Json.Text(candidate, "Name") == policy) ? new JsonObject { ["policy"] = policy, ["target"] = target } : null;
    }

    public override Task CreateAsync(ResourceContext context) =>
        context.Management.WriteAsync("organizations", "AttachPolicy", Input(context), context.Cancellation, "DuplicatePolicyAttachmentException");

    public override Task DeleteAsync(ResourceContext context, JsonObject before) =>
        context.Management.WriteAsync("organizations", "DetachPolicy", Input(context), context.Cancellation, "PolicyNotAttachedException");

    private static JsonObject Input(ResourceContext context) => new()
    {
        ["PolicyId"] = context.Fact(Reference.Policy(context.Text("policy"))),
        ["TargetId"] = context.Text("target"),
    };
}
