using System.Text.Json.Nodes;
using Landward.Sandbox.Authentication;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Iam;
using Landward.Sandbox.Services.SsoAdmin;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>What a sandbox starts with.</summary>
/// <param name="HomeRegion">Where the Identity Center instance stands.</param>
internal sealed record SandboxStart(string HomeRegion)
{
    public string ManagementAccountId { get; init; } = "111122223333";
    public string ManagementAccountName { get; init; } = "management";
    public string ManagementAccountEmail { get; init; } = "aws@example.com";

    /// <summary>How many accounts the organization may have; null leaves AWS's default quota.</summary>
    public int? AccountQuota { get; init; }
}

/// <summary>
/// Fills an empty state: the management account, not yet in an organization; its administrator <c>landward-admin</c> with one
/// access key; the AWS managed policies; the Identity Center instance.
/// </summary>
internal static class SandboxBootstrap
{
    public const string AdministratorName = "landward-admin";

    /// <summary>Puts the documents into the call's transaction and returns the administrator's access key.</summary>
    public static IssuedAccessKey Fill(CallContext call, SandboxStart start)
    {
        AwsManagedPolicies.Seed(call);
        AccountCreation.SignUp(call, start.ManagementAccountId, start.ManagementAccountName, start.ManagementAccountEmail);
        if (start.AccountQuota is { } quota)
            OrganizationsQuotas.GrantAccounts(call, start.ManagementAccountId, quota);
        IdentityCenterInstance.Enable(call, start.ManagementAccountId, start.HomeRegion);
        var user = IamUsers.Create(call, start.ManagementAccountId, AdministratorName, "/", tags: [], boundary: null).Copy();
        var key = call.Credentials.CreateAccessKey(call, start.ManagementAccountId, AdministratorName);
        user[Layout.AttachedPolicies] = new JsonArray("arn:aws:iam::aws:policy/AdministratorAccess");
        user[Layout.AccessKeyIds] = new JsonArray(key.AccessKeyId);
        call.TableOf(Layout.Service, start.ManagementAccountId, State.ResourceKey.Global, Layout.User).Put(AdministratorName, user);
        return key;
    }
}
