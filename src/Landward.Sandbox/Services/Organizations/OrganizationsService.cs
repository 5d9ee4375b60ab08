using Layout = Landward.Sandbox.Authorization.StateLayout.Organizations;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>The operations of AWS Organizations the sandbox implements.</summary>
internal static class OrganizationsService
{
    public static void AddTo(ServiceRegistry registry)
    {
        RegisterTree(registry);
        RegisterPolicies(registry);
        RegisterServices(registry);
    }

    private static void RegisterTree(ServiceRegistry registry)
    {
        Add("CreateOrganization", OrganizationLifecycle.CreateOrganization);
        Add("DescribeOrganization", OrganizationLifecycle.DescribeOrganization);
        Add("DeleteOrganization", OrganizationLifecycle.DeleteOrganization);
        Add("LeaveOrganization", OrganizationLifecycle.LeaveOrganization);
        Add("RemoveAccountFromOrganization", OrganizationLifecycle.RemoveAccountFromOrganization);
        Add("ListRoots", Roots.ListRoots);
        Add("EnablePolicyType", Roots.EnablePolicyType);
        Add("DisablePolicyType", Roots.DisablePolicyType);
        Add("CreateOrganizationalUnit", OrganizationalUnits.CreateOrganizationalUnit);
        Add("UpdateOrganizationalUnit", OrganizationalUnits.UpdateOrganizationalUnit);
        Add("DeleteOrganizationalUnit", OrganizationalUnits.DeleteOrganizationalUnit);
        Add("DescribeOrganizationalUnit", OrganizationalUnits.DescribeOrganizationalUnit);
        Add("ListOrganizationalUnitsForParent", OrganizationalUnits.ListOrganizationalUnitsForParent);
        Add("ListParents", TreeNavigation.ListParents);
        Add("ListChildren", TreeNavigation.ListChildren);
        Add("DescribeAccount", OrganizationAccounts.DescribeAccount);
        Add("ListAccounts", OrganizationAccounts.ListAccounts);
        Add("ListAccountsForParent", OrganizationAccounts.ListAccountsForParent);
        Add("MoveAccount", OrganizationAccounts.MoveAccount);
        Add("CloseAccount", OrganizationAccounts.CloseAccount);
        Add("CreateAccount", AccountCreation.CreateAccount);
        Add("DescribeCreateAccountStatus", AccountCreation.DescribeCreateAccountStatus);
        Add("ListCreateAccountStatus", AccountCreation.ListCreateAccountStatus);

        void Add(string operation, OperationHandler handler) => registry.Add(Layout.Service, operation, handler);
    }

    private static void RegisterPolicies(ServiceRegistry registry)
    {
        Add("CreatePolicy", OrganizationPolicies.CreatePolicy);
        Add("UpdatePolicy", OrganizationPolicies.UpdatePolicy);
        Add("DeletePolicy", OrganizationPolicies.DeletePolicy);
        Add("DescribePolicy", OrganizationPolicies.DescribePolicy);
        Add("ListPolicies", OrganizationPolicies.ListPolicies);
        Add("AttachPolicy", PolicyAttachments.AttachPolicy);
        Add("DetachPolicy", PolicyAttachments.DetachPolicy);
        Add("ListPoliciesForTarget", PolicyAttachments.ListPoliciesForTarget);
        Add("ListTargetsForPolicy", PolicyAttachments.ListTargetsForPolicy);
        Add("DescribeEffectivePolicy", EffectivePolicies.DescribeEffectivePolicy);
        Add("PutResourcePolicy", OrganizationResourcePolicies.PutResourcePolicy);
        Add("DescribeResourcePolicy", OrganizationResourcePolicies.DescribeResourcePolicy);
        Add("DeleteResourcePolicy", OrganizationResourcePolicies.DeleteResourcePolicy);

        void Add(string operation, OperationHandler handler) => registry.Add(Layout.Service, operation, handler);
    }

    private static void RegisterServices(ServiceRegistry registry)
    {
        Add("EnableAWSServiceAccess", TrustedServices.EnableAWSServiceAccess);
        Add("DisableAWSServiceAccess", TrustedServices.DisableAWSServiceAccess);
        Add("ListAWSServiceAccessForOrganization", TrustedServices.ListAWSServiceAccessForOrganization);
        Add("RegisterDelegatedAdministrator", DelegatedAdministrators.RegisterDelegatedAdministrator);
        Add("DeregisterDelegatedAdministrator", DelegatedAdministrators.DeregisterDelegatedAdministrator);
        Add("ListDelegatedAdministrators", DelegatedAdministrators.ListDelegatedAdministrators);
        Add("ListDelegatedServicesForAccount", DelegatedAdministrators.ListDelegatedServicesForAccount);
        Add("TagResource", OrganizationTags.TagResource);
        Add("UntagResource", OrganizationTags.UntagResource);
        Add("ListTagsForResource", OrganizationTags.ListTagsForResource);

        void Add(string operation, OperationHandler handler) => registry.Add(Layout.Service, operation, handler);
    }
}
