using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.SsoAdmin;

/// <summary>
/// Asynchronous requests of one kind. The work is done with the call; the request is IN_PROGRESS in the answer and finished when it
/// is described next, or listed after the clock moved.
/// </summary>
internal sealed record AsyncRequests(string Kind, string RequestIdMember, string StatusMember, string ListMember)
{
    public static AsyncRequests Creations { get; } =
        new("assignment-creation", "AccountAssignmentCreationRequestId", "AccountAssignmentCreationStatus", "AccountAssignmentsCreationStatus");

    public static AsyncRequests Deletions { get; } =
        new("assignment-deletion", "AccountAssignmentDeletionRequestId", "AccountAssignmentDeletionStatus", "AccountAssignmentsDeletionStatus");

    public static AsyncRequests Provisionings { get; } =
        new("provisioning", "ProvisionPermissionSetRequestId", "PermissionSetProvisioningStatus", "PermissionSetsProvisioningStatus");

    /// <summary>Stores a request and answers it as in progress.</summary>
    /// <param name="failure">Null when it will have succeeded.</param>
    public JsonObject Start(CallContext call, IdentityCenterInstance instance, JsonObject request, string? failure)
    {
        request["RequestId"] = call.Ids.Uuid();
        request["CreatedDate"] = SandboxTime.Format(call.Now);
        if (failure is not null)
            request["FailureReason"] = failure;
        instance.Requests(Kind).Put(request.Text("RequestId")!, request);
        return new JsonObject { [StatusMember] = State(request, finished: call.IsPermissive) };
    }

    public JsonObject Describe(CallContext call, JsonObject input)
    {
        var id = input.RequiredText(RequestIdMember);
        var request = IdentityCenterInstance.Required(call, input) is var instance && instance.Requests(Kind).Find(id) is { } found
            ? found
            : throw IdentityCenterErrors.NotFound($"Could not find request with id {id}");
        return new JsonObject { [StatusMember] = State(request, finished: true) };
    }

    public JsonObject List(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.Required(call, input);
        var wanted = input.Structure("Filter")?.Text("Status");
        var now = SandboxTime.Truncate(call.Now);
        return IdentityCenterErrors.Page(
            call, input, ListMember,
            [.. instance.Requests(Kind).List()
                .Select(entry => State(entry.Value, finished: now > SandboxTime.Parse(entry.Value.Text("CreatedDate")!)))
                .Where(status => wanted is null || status.Text("Status") == wanted)
                .Select(status => status.CopyMembers([], "Status", "RequestId", "CreatedDate"))]);
    }

    private static JsonObject State(JsonObject request, bool finished)
    {
        var output = request.Copy();
        output["Status"] = !finished ? "IN_PROGRESS" : request.Text("FailureReason") is null ? "SUCCEEDED" : "FAILED";
        if (!finished)
            output.Remove("FailureReason");
        return output;
    }
}
