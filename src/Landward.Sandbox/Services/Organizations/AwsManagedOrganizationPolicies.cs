using System.Text.Json.Nodes;
using Layout = Landward.Sandbox.Authorization.StateLayout.Organizations;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>The policies AWS itself keeps in every organization and attaches when their type is enabled.</summary>
internal static class AwsManagedOrganizationPolicies
{
    public const string FullAwsAccess = "p-FullAWSAccess";
    public const string RcpFullAwsAccess = "p-RCPFullAWSAccess";

    public static IEnumerable<JsonObject> All =>
    [
        Document(
            FullAwsAccess, "FullAWSAccess", "SERVICE_CONTROL_POLICY", "Allows access to every operation",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"""),
        Document(
            RcpFullAwsAccess, "RCPFullAWSAccess", "RESOURCE_CONTROL_POLICY", "Allows access to every resource",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"""),
    ];

    /// <summary>The policy AWS attaches to everything when the type is enabled, or null.</summary>
    public static string? AttachedByDefault(string policyType) =>
        policyType switch
        {
            "SERVICE_CONTROL_POLICY" => FullAwsAccess,
            "RESOURCE_CONTROL_POLICY" => RcpFullAwsAccess,
            _ => null,
        };

    private static JsonObject Document(string id, string name, string type, string description, string content) =>
        new()
        {
            ["Id"] = id,
            ["Arn"] = $"arn:aws:organizations::aws:policy/{type.ToLowerInvariant()}/{id}",
            ["Name"] = name,
            ["Description"] = description,
            [Layout.Type] = type,
            ["AwsManaged"] = true,
            [Layout.Content] = content,
        };
}
