using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Organizations;

namespace Landward.Sandbox.Services.SsoAdmin;

/// <summary>Assignments: a user or group gets a permission set in an account.</summary>
internal static class AccountAssignments
{
    public static JsonObject CreateAccountAssignment(CallContext call, JsonObject input)
    {
        var (instance, set, assignment) = Read(call, input);
        var failure = PrincipalExists(instance, assignment)
            ? ProvisionedRoles.Provision(call, instance, set, assignment.Text("AccountId")!)
            : $"Received a 404 status error: {assignment.Text("PrincipalType")} {assignment.Text("PrincipalId")} was not found.";
        if (failure is null)
            instance.Assignments.Put(Id(assignment), assignment);
        return AsyncRequests.Creations.Start(call, instance, Request(input), failure);
    }

    public static JsonObject DeleteAccountAssignment(CallContext call, JsonObject input)
    {
        var (instance, set, assignment) = Read(call, input);
        var failure = instance.Assignments.Remove(Id(assignment)) ? null : "Received a 404 status error: the account assignment was not found.";
        if (failure is null)
            ProvisionedRoles.RemoveUnassigned(call, instance, set, assignment.Text("AccountId")!);
        return AsyncRequests.Deletions.Start(call, instance, Request(input), failure);
    }

    public static JsonObject ListAccountAssignments(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        var account = input.RequiredText("AccountId");
        return IdentityCenterErrors.Page(
            call, input, "AccountAssignments",
            [.. instance.Assignments.List().Select(entry => entry.Value)
                .Where(assignment => assignment.Text("AccountId") == account && assignment.Text("PermissionSetArn") == set.Text("PermissionSetArn"))
                .Select(assignment => assignment.DeepClone())]);
    }

    /// <summary>Direct assignments, and for a user those of its groups.</summary>
    public static JsonObject ListAccountAssignmentsForPrincipal(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.Required(call, input);
        var (type, id) = (input.RequiredText("PrincipalType"), input.RequiredText("PrincipalId"));
        var account = input.Structure("Filter")?.Text("AccountId");
        var groups = type == "USER"
            ? instance.Memberships.List().Where(entry => entry.Value.Structure("MemberId")?.Text("UserId") == id).Select(entry => entry.Value.Text("GroupId")!).ToHashSet(StringComparer.Ordinal)
            : [];
        return IdentityCenterErrors.Page(
            call, input, "AccountAssignments",
            [.. instance.Assignments.List().Select(entry => entry.Value)
                .Where(assignment => account is null || assignment.Text("AccountId") == account)
                .Where(assignment => (assignment.Text("PrincipalType") == type && assignment.Text("PrincipalId") == id)
                    || (assignment.Text("PrincipalType") == "GROUP" && groups.Contains(assignment.Text("PrincipalId")!)))
                .Select(assignment => assignment.DeepClone())]);
    }

    public static JsonObject ProvisionPermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        IReadOnlyList<string> accounts = input.RequiredText("TargetType") switch
        {
            "AWS_ACCOUNT" => [Target(call, instance, input)],
            "ALL_PROVISIONED_ACCOUNTS" => [.. ProvisionedRoles.AccountsOf(instance, set)],
            _ => throw IdentityCenterErrors.Validation("The target type must be AWS_ACCOUNT or ALL_PROVISIONED_ACCOUNTS."),
        };
        var failures = accounts.Select(account => ProvisionedRoles.Provision(call, instance, set, account)).OfType<string>().ToList();
        var request = new JsonObject { ["PermissionSetArn"] = set.Text("PermissionSetArn") };
        if (input.Text("TargetId") is { } target)
            request["AccountId"] = target;
        return AsyncRequests.Provisionings.Start(call, instance, request, failures.FirstOrDefault());
    }

    private static (IdentityCenterInstance Instance, JsonObject Set, JsonObject Assignment) Read(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        if (input.RequiredText("TargetType") != "AWS_ACCOUNT")
            throw IdentityCenterErrors.Validation("The target type must be AWS_ACCOUNT.");
        var principalType = input.RequiredText("PrincipalType");
        if (principalType is not ("USER" or "GROUP"))
            throw IdentityCenterErrors.Validation("The principal type must be USER or GROUP.");
        return (instance, set, new JsonObject
        {
            ["AccountId"] = Target(call, instance, input),
            ["PermissionSetArn"] = set.Text("PermissionSetArn"),
            ["PrincipalType"] = principalType,
            ["PrincipalId"] = input.RequiredText("PrincipalId"),
        });
    }

    /// <summary>The account named, if it is in the organization (or the instance's own) and the caller's to give access to.</summary>
    private static string Target(CallContext call, IdentityCenterInstance instance, JsonObject input)
    {
        var account = input.RequiredText("TargetId");
        if (account != instance.Owner && OrganizationState.Of(call, instance.Owner)?.FindAccount(account) is null)
            throw IdentityCenterErrors.NotFound($"Could not find account with id {account}");
        // A delegated administrator has no say about the management account ("Delegated administration", Identity Center User Guide).
        return account == instance.Owner && call.Account != instance.Owner
            ? throw IdentityCenterErrors.AccessDenied(call, $"sso:{call.Operation} on resource: arn:aws:sso:::account/{account}")
            : account;
    }

    private static bool PrincipalExists(IdentityCenterInstance instance, JsonObject assignment) =>
        (assignment.Text("PrincipalType") == "GROUP" ? instance.Groups : instance.Users).Contains(assignment.Text("PrincipalId")!);

    private static string Id(JsonObject assignment) =>
        $"{assignment.Text("AccountId")}/{assignment.Text("PermissionSetArn")}/{assignment.Text("PrincipalType")}/{assignment.Text("PrincipalId")}";

    private static JsonObject Request(JsonObject input) =>
        input.CopyMembers([], "TargetId", "TargetType", "PermissionSetArn", "PrincipalType", "PrincipalId");
}
