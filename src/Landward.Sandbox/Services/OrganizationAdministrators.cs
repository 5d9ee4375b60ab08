using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Organizations;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services;

/// <summary>
/// The account that administers a service for the organization in one Region, as GuardDuty and Security Hub keep it: named by the
/// management account through the service itself, which registers it with Organizations too.
/// </summary>
internal sealed class OrganizationAdministrators(string service, string servicePrincipal, string errorCode)
{
    // Partition (service, management account, region, organization-admin), id the same word. Member: AdminAccountId.
    private const string Type = "organization-admin";

    /// <summary>The administrator of the organization the account is in, or null.</summary>
    public string? Find(CallContext call, string account, string region) =>
        OrganizationState.Of(call, account) is { } organization ? Table(call, organization, region).Find(Type)?.Text("AdminAccountId") : null;

    public bool IsAdministrator(CallContext call) => Find(call, call.Account, call.Region) == call.Account;

    /// <exception cref="AwsErrorException">The caller is not the management account, or another administrator is set.</exception>
    public void Enable(CallContext call, string account)
    {
        var organization = RequireManagement(call);
        if (organization.FindAccount(account) is null)
            throw new AwsErrorException(errorCode, $"The account {account} is not a member of the organization.");
        var existing = Find(call, call.Account, call.Region);
        if (existing is not null)
        {
            throw new AwsErrorException(errorCode, existing == account
                ? "The request failed because the account is already enabled as the delegated administrator for the organization."
                : "The request failed because another account is already enabled as the delegated administrator for the organization.");
        }
        TrustedServices.Enable(call, organization, servicePrincipal);
        if (!organization.IsAdministeredBy(account, servicePrincipal))
            DelegatedAdministrators.Register(call, organization, account, servicePrincipal);
        Table(call, organization, call.Region).Put(Type, new JsonObject { ["AdminAccountId"] = account });
    }

    /// <exception cref="AwsErrorException">The caller is not the management account, or the account is not the administrator.</exception>
    public void Disable(CallContext call, string account)
    {
        var organization = RequireManagement(call);
        if (Find(call, call.Account, call.Region) != account)
            throw new AwsErrorException(errorCode, $"The account {account} is not the delegated administrator for the organization.");
        Table(call, organization, call.Region).Remove(Type);
    }

    public OrganizationState RequireManagement(CallContext call) =>
        OrganizationState.Of(call, call.Account) is { } organization && organization.ManagementAccountId == call.Account
            ? organization
            : throw new AwsErrorException(errorCode, "The request failed because the caller is not the management account of an organization.");

    /// <summary>The organization's open accounts other than the administrator itself.</summary>
    public static IEnumerable<JsonObject> Members(CallContext call, string administrator) =>
        OrganizationState.Of(call, administrator) is { } organization
            ? organization.MemberAccounts().Where(account => account.Text("Id") != administrator && !OrganizationAccounts.IsClosed(account))
            : [];

    private ResourceTable Table(CallContext call, OrganizationState organization, string region) =>
        call.TableOf(service, organization.ManagementAccountId, region, Type);
}
