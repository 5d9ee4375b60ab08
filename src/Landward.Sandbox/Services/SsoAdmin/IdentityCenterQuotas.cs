using System.Text.Json;

namespace Landward.Sandbox.Services.SsoAdmin;

/// <summary>The quotas of IAM Identity Center, from <c>identity-center-quotas.json</c> (which names its date and source).</summary>
internal sealed record IdentityCenterQuotas(int PermissionSets, int ManagedPoliciesPerPermissionSet, int InlinePolicySize, int PageSize)
{
    public static IdentityCenterQuotas Default { get; } = Load();

    private static IdentityCenterQuotas Load()
    {
        using var stream = typeof(IdentityCenterQuotas).Assembly.GetManifestResourceStream("identity-center-quotas.json")
            ?? throw new InvalidOperationException("identity-center-quotas.json is not embedded.");
        using var document = JsonDocument.Parse(stream);
        var root = document.RootElement;
        return new IdentityCenterQuotas(
            root.GetProperty("permissionSets").GetInt32(),
            root.GetProperty("managedPoliciesPerPermissionSet").GetInt32(),
            root.GetProperty("inlinePolicySize").GetInt32(),
            root.GetProperty("pageSize").GetInt32());
    }
}
