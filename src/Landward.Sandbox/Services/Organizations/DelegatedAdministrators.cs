using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>Member accounts that administer an AWS service for the whole organization.</summary>
internal static class DelegatedAdministrators
{
    private const string Services = "Services";

    public static JsonObject RegisterDelegatedAdministrator(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var principal = TrustedServices.ServicePrincipal(input);
        var account = input.RequiredText("AccountId", "InvalidInputException");
        if (!organization.ServiceAccess.Contains(principal))
            throw OrganizationsErrors.Constraint(
                "SERVICE_ACCESS_NOT_ENABLED",
                "You attempted to register a delegated administrator before you enabled service access. Call the EnableAWSServiceAccess API first.");
        Register(call, organization, account, principal);
        return [];
    }

    /// <summary>
    /// Registers the account; services whose own call includes it (EnableOrganizationAdminAccount of GuardDuty) use this too.
    /// </summary>
    /// <exception cref="AwsErrorException">As RegisterDelegatedAdministrator answers.</exception>
    public static void Register(CallContext call, OrganizationState organization, string account, string principal)
    {
        if (organization.FindAccount(account) is not { } member)
            throw OrganizationsErrors.AccountNotFound();
        if (account == organization.ManagementAccountId)
            throw OrganizationsErrors.Constraint(
                "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
                "You cannot register master account/yourself as delegated administrator for your organization.");
        if (OrganizationAccounts.IsClosed(member))
            throw OrganizationsErrors.Constraint(
                "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
                "You attempted to register a suspended account as a delegated administrator.");
        if (IsRegistered(organization, account, principal))
            throw new AwsErrorException(
                "AccountAlreadyRegisteredException", "The provided account is already a delegated administrator for your organization.");
        var registered = AdministratorsOf(organization, principal).Count();
        if (OrganizationsQuotas.Default.DelegatedAdministratorsPerService.TryGetValue(principal, out var allowed) && registered >= allowed)
            throw allowed == 1
                ? OrganizationsErrors.Constraint(
                    "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE",
                    "A delegated administrator already exists for this service in your organization. Deregister it before you register another.")
                : OrganizationsErrors.Constraint(
                    "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED",
                    "You attempted to register more delegated administrators than allowed for the service principal.");
        var now = SandboxTime.Format(call.Now);
        if (!organization.DelegatedAdministrators.Contains(account))
            organization.DelegatedAdministrators.Put(account, new JsonObject { ["DelegationEnabledDate"] = now, [Services] = new JsonObject() });
        organization.DelegatedAdministrators.Update(account, document => document[Services]![principal] = now);
    }

    public static JsonObject DeregisterDelegatedAdministrator(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var account = input.RequiredText("AccountId", "InvalidInputException");
        if (organization.FindAccount(account) is null)
            throw OrganizationsErrors.AccountNotFound();
        Deregister(organization, account, TrustedServices.ServicePrincipal(input));
        return [];
    }

    /// <exception cref="AwsErrorException">AccountNotRegisteredException.</exception>
    public static void Deregister(OrganizationState organization, string account, string principal)
    {
        if (!IsRegistered(organization, account, principal))
            throw NotRegistered();
        var changed = organization.DelegatedAdministrators.Update(account, document => ((JsonObject)document[Services]!).Remove(principal));
        if (((JsonObject)changed[Services]!).Count == 0)
            organization.DelegatedAdministrators.Remove(account);
    }

    public static JsonObject ListDelegatedAdministrators(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var principal = input.Text("ServicePrincipal");
        var administrators = organization.DelegatedAdministrators.List()
            .Where(entry => principal is null || IsRegistered(organization, entry.Key, principal))
            .Select(entry =>
            {
                var output = OrganizationAccounts.Describe(call, organization, organization.FindAccount(entry.Key)!);
                output.Remove("Paths");
                output["DelegationEnabledDate"] = principal is null ? entry.Value.Text("DelegationEnabledDate") : entry.Value.Structure(Services)!.Text(principal);
                return output;
            });
        return OrganizationsPages.Answer(call, input, "DelegatedAdministrators", [.. administrators]);
    }

    public static JsonObject ListDelegatedServicesForAccount(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var account = input.RequiredText("AccountId", "InvalidInputException");
        if (organization.FindAccount(account) is null)
            throw OrganizationsErrors.AccountNotFound();
        var registration = organization.DelegatedAdministrators.Find(account) ?? throw NotRegistered();
        var services = registration.TextMap(Services)
            .OrderBy(service => service.Key, StringComparer.Ordinal)
            .Select(service => new JsonObject { ["ServicePrincipal"] = service.Key, ["DelegationEnabledDate"] = service.Value });
        return OrganizationsPages.Answer(call, input, "DelegatedServices", [.. services]);
    }

    /// <summary>The accounts registered for the service, ordered by id.</summary>
    public static IEnumerable<string> AdministratorsOf(OrganizationState organization, string principal) =>
        organization.DelegatedAdministrators.List().Select(entry => entry.Key).Where(account => IsRegistered(organization, account, principal));

    public static bool IsRegistered(OrganizationState organization, string account, string principal) =>
        organization.DelegatedAdministrators.Find(account)?.Structure(Services)?.ContainsKey(principal) == true;

    /// <summary>Whether the account administers one of the services for the organization: as its management account, or registered for it.</summary>
    public static bool IsAdministeredBy(this OrganizationState organization, string account, params ReadOnlySpan<string> principals)
    {
        if (account == organization.ManagementAccountId)
            return true;
        foreach (var principal in principals)
        {
            if (IsRegistered(organization, account, principal))
                return true;
        }
        return false;
    }

    private static AwsErrorException NotRegistered() =>
        new("AccountNotRegisteredException", "The provided account is not a registered delegated administrator for your organization.");
}
