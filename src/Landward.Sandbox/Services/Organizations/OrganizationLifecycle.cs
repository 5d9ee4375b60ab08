using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Iam;
using Layout = Landward.Sandbox.Authorization.StateLayout.Organizations;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>Creating, describing, deleting and leaving the organization.</summary>
internal static class OrganizationLifecycle
{
    public static JsonObject CreateOrganization(CallContext call, JsonObject input)
    {
        if (OrganizationState.Of(call, call.Account) is not null)
            throw OrganizationsErrors.AlreadyInOrganization();
        var features = input.Text("FeatureSet") ?? "ALL";
        if (features is not ("ALL" or "CONSOLIDATED_BILLING"))
            throw OrganizationsErrors.InvalidEnum();
        var account = OrganizationState.AccountsOf(call).Find(call.Account) ?? throw OrganizationsErrors.AccountNotFound();
        var organization = new OrganizationState(call, call.Account);
        var id = "o-" + call.Ids.LowerAlphanumeric(10);
        organization.Organizations.Put(Layout.OrganizationId, new JsonObject
        {
            ["Id"] = id,
            ["Arn"] = $"arn:aws:organizations::{call.Account}:organization/{id}",
            ["FeatureSet"] = features,
            ["MasterAccountArn"] = $"arn:aws:organizations::{call.Account}:account/{id}/{call.Account}",
            ["MasterAccountId"] = call.Account,
            ["MasterAccountEmail"] = account.Text("Email"),
        });
        var rootId = "r-" + call.Ids.LowerAlphanumeric(4);
        organization.Roots.Put(rootId, new JsonObject
        {
            ["Id"] = rootId,
            ["Arn"] = organization.ArnOf("root", rootId),
            ["Name"] = "Root",
            ["PolicyTypes"] = new JsonArray(),
            [Layout.PolicyIds] = new JsonArray(),
        });
        foreach (var policy in AwsManagedOrganizationPolicies.All)
            organization.Policies.Put(policy.Text("Id")!, policy);
        organization.Accounts.Update(call.Account, document =>
        {
            document["Arn"] = organization.ArnOf("account", call.Account);
            document["JoinedMethod"] = "INVITED";
            document["JoinedTimestamp"] = SandboxTime.Format(call.Now);
            document[Layout.ManagementAccountId] = call.Account;
            document[Layout.ParentId] = rootId;
            document[Layout.PolicyIds] = new JsonArray();
        });
        ServiceLinkedRoles.Ensure(call, call.Account, "organizations.amazonaws.com");
        return new JsonObject { ["Organization"] = Describe(organization) };
    }

    public static JsonObject DescribeOrganization(CallContext call, JsonObject input) =>
        new() { ["Organization"] = Describe(OrganizationState.ForMember(call)) };

    public static JsonObject DeleteOrganization(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        if (organization.MemberAccounts().Skip(1).Any() || organization.Units.List().Count > 0
            || organization.Policies.List().Any(entry => entry.Value.Flag("AwsManaged") != true))
            throw new AwsErrorException(
                "OrganizationNotEmptyException",
                "The organization isn't empty. To delete an organization, you must first remove all accounts except the management account, "
                + "delete all OUs, and delete all policies.");
        foreach (var table in new[]
                 {
                     organization.ServiceAccess, organization.DelegatedAdministrators, organization.CreateAccountRequests,
                     organization.ResourcePolicies, organization.Policies, organization.Roots, organization.Organizations,
                 })
        {
            foreach (var (id, _) in table.List())
                table.Remove(id);
        }
        Detach(call, call.Account);
        return [];
    }

    public static JsonObject LeaveOrganization(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForMember(call);
        if (call.Account == organization.ManagementAccountId)
            throw OrganizationsErrors.ManagementCannotLeave();
        Remove(call, organization, organization.FindAccount(call.Account)!);
        return [];
    }

    public static JsonObject RemoveAccountFromOrganization(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var account = organization.FindAccount(input.Text("AccountId")) ?? throw OrganizationsErrors.AccountNotFound();
        if (account.Text("Id") == organization.ManagementAccountId)
            throw OrganizationsErrors.ManagementCannotLeave();
        Remove(call, organization, account);
        return [];
    }

    private static void Remove(CallContext call, OrganizationState organization, JsonObject account)
    {
        var id = account.Text("Id")!;
        if (organization.DelegatedAdministrators.Contains(id))
            throw OrganizationsErrors.Constraint(
                "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
                "You attempted to remove an account that is registered as a delegated administrator for a service integrated with your "
                + "organization. To complete this operation, you must first deregister this account as a delegated administrator.");
        // A created account has to wait before it may stand alone ("Removing a member account", Organizations User Guide).
        if (account.Text("JoinedMethod") == "CREATED"
            && call.Now - SandboxTime.Parse(account.Text("JoinedTimestamp")!) < OrganizationsQuotas.Default.RemovalWait)
            throw OrganizationsErrors.Constraint(
                "WAIT_PERIOD_ACTIVE",
                "After you create an AWS account, you must wait until at least seven days after the account was created. "
                + "Invited accounts aren't subject to this waiting period.");
        Detach(call, id);
    }

    private static void Detach(CallContext call, string account) =>
        OrganizationState.AccountsOf(call).Update(account, document =>
        {
            document.Remove(Layout.ManagementAccountId);
            document.Remove(Layout.ParentId);
            document.Remove(Layout.PolicyIds);
            document.Remove("Tags");
            document["Arn"] = $"arn:aws:organizations::{account}:account/{account}";
        });

    private static JsonObject Describe(OrganizationState organization)
    {
        var output = organization.Document.Copy();
        // The list is a legacy of the first policy type; the root's PolicyTypes tell the truth (API reference, Organization).
        output["AvailablePolicyTypes"] = organization.Document.Text("FeatureSet") == "ALL"
            ? new JsonArray(new JsonObject { ["Type"] = "SERVICE_CONTROL_POLICY", ["Status"] = "ENABLED" })
            : [];
        return output;
    }
}
