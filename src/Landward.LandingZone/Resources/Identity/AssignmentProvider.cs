using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Identity;

/// <summary>Account assignments: a group holds a permission set in an account. Both directions are asynchronous in AWS.</summary>
internal sealed class AssignmentProvider : ResourceProvider
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var account = context.Text("account");
        var set = await IdentityCenter.PermissionSetAsync(context, context.Text("permissionSet"));
        var group = await IdentityCenter.GroupAsync(context, context.Text("group"));
        if (set is null || group is null || Reference.IsOpen(account))
            return null;
        var assignments = await ListAsync(context, set, account);
        return assignments.Any(assignment => Json.Text(assignment, "PrincipalId") == group && Json.Text(assignment, "PrincipalType") is "GROUP")
            ? (JsonObject)context.Desired.DeepClone()
            : null;
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var answer = await context.Here.WriteAsync("sso-admin", "CreateAccountAssignment", await InputAsync(context), context.Cancellation, "ConflictException");
        await WaitAsync(context, answer?["AccountAssignmentCreationStatus"], "AccountAssignmentCreationRequestId", "DescribeAccountAssignmentCreationStatus", "AccountAssignmentCreationStatus");
    }

    public override async Task DeleteAsync(ResourceContext context, JsonObject before)
    {
        var answer = await context.Here.WriteAsync("sso-admin", "DeleteAccountAssignment", await InputAsync(context), context.Cancellation, "ResourceNotFoundException");
        await WaitAsync(context, answer?["AccountAssignmentDeletionStatus"], "AccountAssignmentDeletionRequestId", "DescribeAccountAssignmentDeletionStatus", "AccountAssignmentDeletionStatus");
    }

    internal static async Task<IReadOnlyList<JsonNode>> ListAsync(ResourceContext context, string permissionSet, string account)
    {
        var input = IdentityCenter.Of(await IdentityCenter.InstanceAsync(context), permissionSet);
        input["AccountId"] = account;
        return await context.Here.ListAsync("sso-admin", "ListAccountAssignments", input, "AccountAssignments", context.Cancellation);
    }

    private static async Task<JsonObject> InputAsync(ResourceContext context)
    {
        var input = IdentityCenter.Of(
            await IdentityCenter.InstanceAsync(context),
            await IdentityCenter.PermissionSetAsync(context, context.Text("permissionSet")) ?? throw new ChangeRefusedException($"The permission set `{context.Text("permissionSet")}` does not exist."));
        input["TargetId"] = context.Text("account");
        input["TargetType"] = "AWS_ACCOUNT";
        input["PrincipalType"] = "GROUP";
        input["PrincipalId"] = await IdentityCenter.GroupAsync(context, context.Text("group")) ?? throw new ChangeRefusedException($"The group `{context.Text("group")}` does not exist.");
        return input;
    }

    private static async Task WaitAsync(ResourceContext context, JsonNode? status, string idMember, string operation, string member)
    {
        if (status is null)
            return;
        var input = new JsonObject { ["InstanceArn"] = await IdentityCenter.InstanceAsync(context), [idMember] = Json.Text(status, "RequestId") };
        var ended = Json.Text(status, "Status") is not "IN_PROGRESS" ? status : await Waiting.UntilAsync(
            async () =>
            {
                var read = (await context.Here.ReadAsync("sso-admin", operation, input, context.Cancellation))[member];
                return Json.Text(read, "Status") is "IN_PROGRESS" ? null : read;
            },
            Limit,
            $"The assignment `{context.Node.Address}`",
            context.Calls.Time,
            context.Cancellation);
        if (Json.Text(ended, "Status") is "FAILED")
            throw new ChangeRefusedException($"Identity Center did not make the assignment `{context.Node.Address}`: {Json.Text(ended, "FailureReason")}");
    }
}
