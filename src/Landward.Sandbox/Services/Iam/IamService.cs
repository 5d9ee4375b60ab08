using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>The operations of IAM the sandbox implements.</summary>
internal static class IamService
{
    public static void AddTo(ServiceRegistry registry)
    {
        RegisterPrincipals(registry);
        RegisterPolicies(registry);
        RegisterCredentials(registry);
        RegisterAccount(registry);
    }

    private static void RegisterPrincipals(ServiceRegistry registry)
    {
        Add("CreateUser", IamUsers.CreateUser);
        Add("GetUser", IamUsers.GetUser);
        Add("ListUsers", IamUsers.ListUsers);
        Add("UpdateUser", IamUsers.UpdateUser);
        Add("DeleteUser", IamUsers.DeleteUser);
        Add("CreateGroup", IamGroups.CreateGroup);
        Add("GetGroup", IamGroups.GetGroup);
        Add("ListGroups", IamGroups.ListGroups);
        Add("ListGroupsForUser", IamGroups.ListGroupsForUser);
        Add("UpdateGroup", IamGroups.UpdateGroup);
        Add("DeleteGroup", IamGroups.DeleteGroup);
        Add("AddUserToGroup", IamGroups.AddUserToGroup);
        Add("RemoveUserFromGroup", IamGroups.RemoveUserFromGroup);
        Add("CreateRole", IamRoles.CreateRole);
        Add("GetRole", IamRoles.GetRole);
        Add("ListRoles", IamRoles.ListRoles);
        Add("UpdateRole", IamRoles.UpdateRole);
        Add("UpdateRoleDescription", IamRoles.UpdateRoleDescription);
        Add("UpdateAssumeRolePolicy", IamRoles.UpdateAssumeRolePolicy);
        Add("DeleteRole", IamRoles.DeleteRole);
        Add("CreateServiceLinkedRole", ServiceLinkedRoles.CreateServiceLinkedRole);
        Add("DeleteServiceLinkedRole", ServiceLinkedRoles.DeleteServiceLinkedRole);
        Add("GetServiceLinkedRoleDeletionStatus", ServiceLinkedRoles.GetServiceLinkedRoleDeletionStatus);
        Add("CreateInstanceProfile", InstanceProfiles.CreateInstanceProfile);
        Add("GetInstanceProfile", InstanceProfiles.GetInstanceProfile);
        Add("ListInstanceProfiles", InstanceProfiles.ListInstanceProfiles);
        Add("ListInstanceProfilesForRole", InstanceProfiles.ListInstanceProfilesForRole);
        Add("AddRoleToInstanceProfile", InstanceProfiles.AddRoleToInstanceProfile);
        Add("RemoveRoleFromInstanceProfile", InstanceProfiles.RemoveRoleFromInstanceProfile);
        Add("DeleteInstanceProfile", InstanceProfiles.DeleteInstanceProfile);
        IamTags.AddTo(registry, "User", PolicyHolder.User.Find, PolicyHolder.User.Find, IamUsers.Users, "UserName");
        IamTags.AddTo(registry, "Role", PolicyHolder.Role.Find, PolicyHolder.Role.FindChangeable, IamRoles.Roles, "RoleName");
        IamTags.AddTo(registry, "InstanceProfile", InstanceProfiles.Find, InstanceProfiles.Find, InstanceProfiles.Table, "InstanceProfileName");
        IamTags.AddTo(registry, "Policy", ManagedPolicies.Required, ManagedPolicies.Own, call => call.GlobalTable(Layout.ManagedPolicy), "Arn");

        void Add(string operation, OperationHandler handler) => registry.Add(Layout.Service, operation, handler);
    }

    private static void RegisterPolicies(ServiceRegistry registry)
    {
        foreach (var holder in PolicyHolder.All)
        {
            AttachedPolicies.AddTo(registry, holder);
            InlinePolicies.AddTo(registry, holder);
        }
        PermissionsBoundaries.AddTo(registry, PolicyHolder.User);
        PermissionsBoundaries.AddTo(registry, PolicyHolder.Role);
        Add("CreatePolicy", ManagedPolicies.CreatePolicy);
        Add("GetPolicy", ManagedPolicies.GetPolicy);
        Add("DeletePolicy", ManagedPolicies.DeletePolicy);
        Add("ListPolicies", ManagedPolicies.ListPolicies);
        Add("ListEntitiesForPolicy", ManagedPolicies.ListEntitiesForPolicy);
        Add("CreatePolicyVersion", ManagedPolicyVersions.CreatePolicyVersion);
        Add("GetPolicyVersion", ManagedPolicyVersions.GetPolicyVersion);
        Add("ListPolicyVersions", ManagedPolicyVersions.ListPolicyVersions);
        Add("SetDefaultPolicyVersion", ManagedPolicyVersions.SetDefaultPolicyVersion);
        Add("DeletePolicyVersion", ManagedPolicyVersions.DeletePolicyVersion);
        Add("GetAccountAuthorizationDetails", AuthorizationDetails.GetAccountAuthorizationDetails);

        void Add(string operation, OperationHandler handler) => registry.Add(Layout.Service, operation, handler);
    }

    private static void RegisterCredentials(ServiceRegistry registry)
    {
        Add("CreateAccessKey", AccessKeys.CreateAccessKey);
        Add("ListAccessKeys", AccessKeys.ListAccessKeys);
        Add("UpdateAccessKey", AccessKeys.UpdateAccessKey);
        Add("DeleteAccessKey", AccessKeys.DeleteAccessKey);
        Add("GetAccessKeyLastUsed", AccessKeys.GetAccessKeyLastUsed);
        Add("CreateLoginProfile", LoginProfiles.CreateLoginProfile);
        Add("GetLoginProfile", LoginProfiles.GetLoginProfile);
        Add("UpdateLoginProfile", LoginProfiles.UpdateLoginProfile);
        Add("DeleteLoginProfile", LoginProfiles.DeleteLoginProfile);
        Add("GenerateCredentialReport", CredentialReports.GenerateCredentialReport);
        Add("GetCredentialReport", CredentialReports.GetCredentialReport);
        Add("ListMFADevices", AccountIdentity.NoneOfUser("MFADevices"));
        Add("ListSSHPublicKeys", AccountIdentity.NoneOfUser("SSHPublicKeys"));
        Add("ListSigningCertificates", AccountIdentity.NoneOfUser("Certificates"));
        Add("ListServiceSpecificCredentials", AccountIdentity.NoneOfUser("ServiceSpecificCredentials"));
        Add("ListVirtualMFADevices", AccountIdentity.None("VirtualMFADevices", paged: true));
        Add("ListServerCertificates", AccountIdentity.None("ServerCertificateMetadataList", paged: true));
        Add("ListSAMLProviders", AccountIdentity.None("SAMLProviderList", paged: false));
        Add("ListOpenIDConnectProviders", AccountIdentity.None("OpenIDConnectProviderList", paged: false));

        void Add(string operation, OperationHandler handler) => registry.Add(Layout.Service, operation, handler);
    }

    private static void RegisterAccount(ServiceRegistry registry)
    {
        Add("UpdateAccountPasswordPolicy", PasswordPolicies.UpdateAccountPasswordPolicy);
        Add("GetAccountPasswordPolicy", PasswordPolicies.GetAccountPasswordPolicy);
        Add("DeleteAccountPasswordPolicy", PasswordPolicies.DeleteAccountPasswordPolicy);
        Add("CreateAccountAlias", AccountIdentity.CreateAccountAlias);
        Add("DeleteAccountAlias", AccountIdentity.DeleteAccountAlias);
        Add("ListAccountAliases", AccountIdentity.ListAccountAliases);
        Add("GetAccountSummary", AccountIdentity.GetAccountSummary);
        Add("ListOrganizationsFeatures", OrganizationsFeatures.ListOrganizationsFeatures);
        Add("EnableOrganizationsRootCredentialsManagement", OrganizationsFeatures.Enable("RootCredentialsManagement"));
        Add("DisableOrganizationsRootCredentialsManagement", OrganizationsFeatures.Disable("RootCredentialsManagement"));
        Add("EnableOrganizationsRootSessions", OrganizationsFeatures.Enable("RootSessions"));
        Add("DisableOrganizationsRootSessions", OrganizationsFeatures.Disable("RootSessions"));

        void Add(string operation, OperationHandler handler) => registry.Add(Layout.Service, operation, handler);
    }
}
