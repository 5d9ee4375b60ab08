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
    public static void AddTo(ServiceRegistry registry)
    {
        OrganizationsService.AddTo(registry);
        AccountService.AddTo(registry);
        IamService.AddTo(registry);
        StsService.AddTo(registry);
        SsoAdminService.AddTo(registry);
        IdentityStoreService.AddTo(registry);
    }
}
