using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Iam;
using Landward.Sandbox.Services.Organizations;
using Landward.Sandbox.State;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.SsoAdmin;

/// <summary>
/// The role of a permission set in an account: <c>AWSReservedSSO_{name}_{16 hex digits}</c> below
/// <c>/aws-reserved/sso.amazonaws.com/</c>, with the instance's Region in the path outside us-east-1.
/// </summary>
internal static class ProvisionedRoles
{
    private const string RoleName = "RoleName";
    private const string Account = "AccountId";
    private const string SetArn = "PermissionSetArn";
    private const int MaxSessionSeconds = 43200;

    /// <summary>Creates the role, or brings it to the set's present state.</summary>
    /// <returns>Null, or why it could not be done.</returns>
    public static string? Provision(CallContext call, IdentityCenterInstance instance, JsonObject set, string account)
    {
        if (OrganizationState.AccountsOf(call).Find(account) is not { } target || OrganizationAccounts.IsClosed(target))
            return $"Account {account} is not active.";
        var attached = set.Texts(PermissionSetPolicies.Managed).ToList();
        foreach (var reference in set.Structures(PermissionSetPolicies.CustomerManaged))
        {
            if (CustomerPolicy(call, account, reference) is not { } arn)
                return $"Received a 404 status error: Policy {reference.Text("Path")}{reference.Text("Name")} does not exist in account {account}.";
            attached.Add(arn);
        }
        if (attached.Count > PolicyHolder.Role.AttachedQuota)
            return $"Received a 409 status error: Cannot exceed quota for PoliciesPerRole: {PolicyHolder.Role.AttachedQuota}";
        JsonObject? boundary = null;
        if (set.Structure(PermissionSetPolicies.Boundary) is { } wanted)
        {
            var arn = wanted.Text("ManagedPolicyArn") ?? CustomerPolicy(call, account, wanted.Structure("CustomerManagedPolicyReference")!);
            if (arn is null)
                return $"Received a 404 status error: the permissions boundary policy does not exist in account {account}.";
            boundary = new JsonObject { ["PermissionsBoundaryType"] = "Policy", [Layout.PermissionsBoundaryArn] = arn };
        }
        var inline = new JsonObject();
        if (set.Text(PermissionSetPolicies.Inline) is { } text)
            inline["AwsSSOInlinePolicy"] = text;

        var id = Id(account, set);
        var name = instance.Provisionings.Find(id)?.Text(RoleName) ?? $"AWSReservedSSO_{set.Text("Name")}_{call.Ids.HexDigits(16)}";
        var roles = IamRoleDocuments.Table(call, account);
        if (roles.Contains(name))
        {
            roles.Update(name, role =>
            {
                role[Layout.AttachedPolicies] = attached.ToJsonArray();
                role[Layout.InlinePolicies] = inline;
                role.Remove(Layout.PermissionsBoundary);
                if (boundary is not null)
                    role[Layout.PermissionsBoundary] = boundary;
                if (set.Text("Description") is { } description)
                    role["Description"] = description;
            });
        }
        else
        {
            IamRoleDocuments.Create(call, account, new NewRole(name, Path(call.Region), TrustPolicy(instance, account))
            {
                Description = set.Text("Description"),
                MaxSessionDuration = MaxSessionSeconds,
                AttachedPolicies = attached,
                InlinePolicies = inline,
                PermissionsBoundary = boundary,
            });
        }
        instance.Provisionings.Put(id, new JsonObject
        {
            [Account] = account,
            [SetArn] = set.Text(SetArn),
            [RoleName] = name,
            [PermissionSets.Revision] = set.Number(PermissionSets.Revision),
        });
        return null;
    }

    /// <summary>Removes the role when no assignment of the set is left in the account.</summary>
    public static void RemoveUnassigned(CallContext call, IdentityCenterInstance instance, JsonObject set, string account)
    {
        var id = Id(account, set);
        if (instance.Provisionings.Find(id) is not { } provisioned
            || instance.Assignments.List().Any(entry => entry.Value.Text(Account) == account && entry.Value.Text(SetArn) == set.Text(SetArn)))
            return;
        IamRoleDocuments.Table(call, account).Remove(provisioned.Text(RoleName)!);
        instance.Provisionings.Remove(id);
    }

    public static JsonObject ListAccountsForProvisionedPermissionSet(CallContext call, JsonObject input)
    {
        var (instance, set) = PermissionSets.Find(call, input);
        return IdentityCenterErrors.Page(
            call, input, "AccountIds",
            [.. Provisioned(instance, input).Where(entry => entry.Text(SetArn) == set.Text(SetArn)).Select(entry => JsonValue.Create(entry.Text(Account)!))]);
    }

    public static JsonObject ListPermissionSetsProvisionedToAccount(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.Required(call, input);
        var account = input.RequiredText(Account);
        return IdentityCenterErrors.Page(
            call, input, "PermissionSets",
            [.. Provisioned(instance, input).Where(entry => entry.Text(Account) == account).Select(entry => JsonValue.Create(entry.Text(SetArn)!))]);
    }

    public static IEnumerable<string> AccountsOf(IdentityCenterInstance instance, JsonObject set) =>
        instance.Provisionings.List().Where(entry => entry.Value.Text(SetArn) == set.Text(SetArn)).Select(entry => entry.Value.Text(Account)!);

    private static IEnumerable<JsonObject> Provisioned(IdentityCenterInstance instance, JsonObject input)
    {
        var status = input.Text("ProvisioningStatus");
        return instance.Provisionings.List().Select(entry => entry.Value).Where(entry => status is null
            || IsLatest(entry) == (status == "LATEST_PERMISSION_SET_PROVISIONED"));

        bool IsLatest(JsonObject entry) =>
            instance.PermissionSets.Find(entry.Text(SetArn)!)?.Number(PermissionSets.Revision) == entry.Number(PermissionSets.Revision);
    }

    private static string Id(string account, JsonObject set) => $"{account}/{set.Text(SetArn)}";

    private static string Path(string region) =>
        region == "us-east-1" ? "/aws-reserved/sso.amazonaws.com/" : $"/aws-reserved/sso.amazonaws.com/{region}/";

    private static string TrustPolicy(IdentityCenterInstance instance, string account) =>
        new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(new JsonObject
            {
                ["Effect"] = "Allow",
                ["Principal"] = new JsonObject { ["Federated"] = $"arn:aws:iam::{account}:saml-provider/AWSSSO_{instance.Suffix}_DO_NOT_DELETE" },
                ["Action"] = new JsonArray("sts:AssumeRoleWithSAML", "sts:TagSession"),
                ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["SAML:aud"] = "https://signin.aws.amazon.com/saml" } },
            }),
        }.ToJsonString();

    private static string? CustomerPolicy(CallContext call, string account, JsonObject reference)
    {
        var arn = $"arn:aws:iam::{account}:policy{reference.Text("Path") ?? "/"}{reference.Text("Name")}";
        return call.TableOf(Layout.Service, account, ResourceKey.Global, Layout.ManagedPolicy).Contains(arn) ? arn : null;
    }
}
