namespace Landward.Sandbox.Services.SsoAdmin;

/// <summary>The operations of Identity Center's administration the sandbox implements.</summary>
internal static class SsoAdminService
{
    public static void AddTo(ServiceRegistry registry)
    {
        Add("ListInstances", Instances.ListInstances);
        Add("DescribeInstance", Instances.DescribeInstance);
        Add("CreatePermissionSet", PermissionSets.CreatePermissionSet);
        Add("UpdatePermissionSet", PermissionSets.UpdatePermissionSet);
        Add("DeletePermissionSet", PermissionSets.DeletePermissionSet);
        Add("DescribePermissionSet", PermissionSets.DescribePermissionSet);
        Add("ListPermissionSets", PermissionSets.ListPermissionSets);
        Add("AttachManagedPolicyToPermissionSet", PermissionSetPolicies.AttachManagedPolicyToPermissionSet);
        Add("DetachManagedPolicyFromPermissionSet", PermissionSetPolicies.DetachManagedPolicyFromPermissionSet);
        Add("ListManagedPoliciesInPermissionSet", PermissionSetPolicies.ListManagedPoliciesInPermissionSet);
        Add("AttachCustomerManagedPolicyReferenceToPermissionSet", PermissionSetPolicies.AttachCustomerManagedPolicyReferenceToPermissionSet);
        Add("DetachCustomerManagedPolicyReferenceFromPermissionSet", PermissionSetPolicies.DetachCustomerManagedPolicyReferenceFromPermissionSet);
        Add("ListCustomerManagedPolicyReferencesInPermissionSet", PermissionSetPolicies.ListCustomerManagedPolicyReferencesInPermissionSet);
        Add("PutInlinePolicyToPermissionSet", PermissionSetPolicies.PutInlinePolicyToPermissionSet);
        Add("GetInlinePolicyForPermissionSet", PermissionSetPolicies.GetInlinePolicyForPermissionSet);
        Add("DeleteInlinePolicyFromPermissionSet", PermissionSetPolicies.DeleteInlinePolicyFromPermissionSet);
        Add("PutPermissionsBoundaryToPermissionSet", PermissionSetPolicies.PutPermissionsBoundaryToPermissionSet);
        Add("GetPermissionsBoundaryForPermissionSet", PermissionSetPolicies.GetPermissionsBoundaryForPermissionSet);
        Add("DeletePermissionsBoundaryFromPermissionSet", PermissionSetPolicies.DeletePermissionsBoundaryFromPermissionSet);
        Add("CreateAccountAssignment", AccountAssignments.CreateAccountAssignment);
        Add("DeleteAccountAssignment", AccountAssignments.DeleteAccountAssignment);
        Add("ListAccountAssignments", AccountAssignments.ListAccountAssignments);
        Add("ListAccountAssignmentsForPrincipal", AccountAssignments.ListAccountAssignmentsForPrincipal);
        Add("ProvisionPermissionSet", AccountAssignments.ProvisionPermissionSet);
        Add("DescribeAccountAssignmentCreationStatus", AsyncRequests.Creations.Describe);
        Add("ListAccountAssignmentCreationStatus", AsyncRequests.Creations.List);
        Add("DescribeAccountAssignmentDeletionStatus", AsyncRequests.Deletions.Describe);
        Add("ListAccountAssignmentDeletionStatus", AsyncRequests.Deletions.List);
        Add("DescribePermissionSetProvisioningStatus", AsyncRequests.Provisionings.Describe);
        Add("ListPermissionSetProvisioningStatus", AsyncRequests.Provisionings.List);
        Add("ListAccountsForProvisionedPermissionSet", ProvisionedRoles.ListAccountsForProvisionedPermissionSet);
        Add("ListPermissionSetsProvisionedToAccount", ProvisionedRoles.ListPermissionSetsProvisionedToAccount);
        Add("TagResource", SsoTags.TagResource);
        Add("UntagResource", SsoTags.UntagResource);
        Add("ListTagsForResource", SsoTags.ListTagsForResource);

        void Add(string operation, OperationHandler handler) => registry.Add("sso-admin", operation, handler);
    }
}
