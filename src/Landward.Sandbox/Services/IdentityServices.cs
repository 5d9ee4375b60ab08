using Landward.Sandbox.Services.Account;
using Landward.Sandbox.Services.Iam;
using Landward.Sandbox.Services.IdentityStore;
using Landward.Sandbox.Services.Organizations;
using Landward.Sandbox.Services.SsoAdmin;
using Landward.Sandbox.Services.Sts;

namespace Landward.Sandbox.Services;

/// <summary>The services of organization, accounts, identity and access.</summary>
internal static class IdentityServices
{
    public static void Register(ServiceRegistry registry)
    {
        OrganizationsOperations.Register(registry);
        AccountOperations.Register(registry);
        IamOperations.Register(registry);
        StsOperations.Register(registry);
        SsoAdminOperations.Register(registry);
        IdentityStoreOperations.Register(registry);
    }
}
