using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Organizations;

namespace Landward.Sandbox.Services.Iam;

/// <summary>
/// Roles AWS services make for themselves, named as in <c>service-linked-roles.json</c>. Services call <see cref="Ensure"/> when
/// they are switched on.
/// </summary>
internal static class ServiceLinkedRoles
{
    private const string Deletions = "service-linked-role-deletion";
    private static readonly FrozenDictionary<string, (string Name, string? Policy)> Known = Load();

    public static JsonObject CreateServiceLinkedRole(CallContext call, JsonObject input)
    {
        var principal = input.RequiredText("AWSServiceName", "ValidationError");
        if (!Known.TryGetValue(principal, out var known))
            throw IamErrors.InvalidInput($"Service principal {principal} does not support service-linked roles in this sandbox.");
        if (input.Text("CustomSuffix") is not null && principal != "autoscaling.amazonaws.com")
            throw IamErrors.InvalidInput($"Custom suffix is not allowed for {principal}");
        var name = input.Text("CustomSuffix") is { } suffix ? $"{known.Name}_{suffix}" : known.Name;
        if (IamRoles.Roles(call).Contains(name))
            throw IamErrors.InvalidInput($"Service role name {name} has been taken in this account, please try a different suffix.");
        return new JsonObject { ["Role"] = IamRoles.Describe(call, Create(call, call.Account, principal, name, input.Text("Description")), withDetails: false) };
    }

    public static JsonObject DeleteServiceLinkedRole(CallContext call, JsonObject input)
    {
        var role = PolicyHolder.Role.Find(call, input);
        var name = role.Text("RoleName")!;
        if (!role.Text("Path")!.StartsWith("/aws-service-role/", StringComparison.Ordinal))
            throw IamErrors.NoSuchEntity("service-linked role", name);
        var task = $"task{role.Text("Path")}{name}/{call.Ids.Uuid()}";
        // The role of Organizations stays as long as the account is in an organization.
        var inUse = name == "AWSServiceRoleForOrganizations" && OrganizationState.Of(call, call.Account) is not null;
        if (!inUse)
            IamRoles.Roles(call).Remove(name);
        call.GlobalTable(Deletions).Put(task, new JsonObject { ["Status"] = inUse ? "FAILED" : "SUCCEEDED" });
        return new JsonObject { ["DeletionTaskId"] = task };
    }

    public static JsonObject GetServiceLinkedRoleDeletionStatus(CallContext call, JsonObject input)
    {
        var id = input.RequiredText("DeletionTaskId", "ValidationError");
        var task = call.GlobalTable(Deletions).Find(id) ?? throw IamErrors.NoSuchEntity($"Deletion task {id} cannot be found.");
        var output = task.Copy();
        if (task.Text("Status") == "FAILED")
            output["Reason"] = new JsonObject { ["Reason"] = "The account is a member of an organization." };
        return output;
    }

    /// <summary>Creates the service's role in the account unless it is there.</summary>
    /// <param name="principal">A principal of service-linked-roles.json, such as <c>config.amazonaws.com</c>.</param>
    public static void Ensure(CallContext call, string account, string principal)
    {
        var name = Known[principal].Name;
        if (!IamRoleDocuments.Table(call, account).Contains(name))
            Create(call, account, principal, name, description: null);
    }

    private static JsonObject Create(CallContext call, string account, string principal, string name, string? description) =>
        IamRoleDocuments.Create(
            call,
            account,
            new NewRole(
                name,
                $"/aws-service-role/{principal}/",
                $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"{{principal}}"},"Action":"sts:AssumeRole"}]}""")
            {
                Description = description,
                AttachedPolicies = Known[principal].Policy is { } policy ? [$"arn:aws:iam::aws:policy/aws-service-role/{policy}"] : [],
            });

    private static FrozenDictionary<string, (string Name, string? Policy)> Load()
    {
        using var stream = typeof(ServiceLinkedRoles).Assembly.GetManifestResourceStream("service-linked-roles.json")
            ?? throw new InvalidOperationException("service-linked-roles.json is not embedded.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("roles").EnumerateObject().ToFrozenDictionary(
            role => role.Name,
            role => (role.Value.GetProperty("name").GetString()!, role.Value.TryGetProperty("policy", out var policy) ? policy.GetString() : null));
    }
}
