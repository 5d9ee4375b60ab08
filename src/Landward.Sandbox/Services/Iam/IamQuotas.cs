using System.Collections.Frozen;
using System.Text.Json;

namespace Landward.Sandbox.Services.Iam;

/// <summary>The quotas of IAM under their names in GetAccountSummary, from <c>iam-quotas.json</c> (which names its date and source).</summary>
internal static class IamQuotas
{
    public static FrozenDictionary<string, int> All { get; } = Load();

    public static int TagsPerResource => All["TagsPerResource"];
    public static int UsersQuota => All["UsersQuota"];
    public static int GroupsQuota => All["GroupsQuota"];
    public static int RolesQuota => All["RolesQuota"];
    public static int PoliciesQuota => All["PoliciesQuota"];
    public static int InstanceProfilesQuota => All["InstanceProfilesQuota"];
    public static int GroupsPerUser => All["GroupsPerUserQuota"];
    public static int AccessKeysPerUser => All["AccessKeysPerUserQuota"];
    public static int VersionsPerPolicy => All["VersionsPerPolicyQuota"];
    public static int PolicySize => All["PolicySizeQuota"];
    public static int AssumeRolePolicySize => All["AssumeRolePolicySizeQuota"];

    private static FrozenDictionary<string, int> Load()
    {
        using var stream = typeof(IamQuotas).Assembly.GetManifestResourceStream("iam-quotas.json")
            ?? throw new InvalidOperationException("iam-quotas.json is not embedded.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("quotas").EnumerateObject().ToFrozenDictionary(quota => quota.Name, quota => quota.Value.GetInt32());
    }
}
