using System.Text.Json.Nodes;
using Landward.Sandbox.Services;
using Landward.Sandbox.Services.Organizations;

namespace Landward.Tests.Sandbox;

/// <summary>A started sandbox with the identity services, and steps many tests begin with.</summary>
internal sealed class IdentitySandbox
{
    public IdentitySandbox(int? accountQuota = null)
    {
        Harness = new SandboxHarness(IdentityServices.AddTo) { Answered = DescribedCall.Check };
        Harness.Change(call => SandboxBootstrap.Fill(call, new SandboxStart("eu-west-1") { AccountQuota = accountQuota }));
    }

    public SandboxHarness Harness { get; }
    public SandboxClient Management => Harness.Management;

    /// <summary>Creates the organization with SCPs enabled and returns the root's id.</summary>
    public string CreateOrganization()
    {
        Management.Call("organizations", "CreateOrganization", new { FeatureSet = "ALL" });
        var root = RootId;
        Management.Call("organizations", "EnablePolicyType", new { RootId = root, PolicyType = "SERVICE_CONTROL_POLICY" });
        return root;
    }

    public string RootId => Text(Management.Call("organizations", "ListRoots")["Roots"]![0]!, "Id");

    public string CreateUnit(string parentId, string name) =>
        Text(Management.Call("organizations", "CreateOrganizationalUnit", new { ParentId = parentId, Name = name })["OrganizationalUnit"]!, "Id");

    /// <summary>Creates an account and returns its id.</summary>
    public string CreateAccount(string name)
    {
        var request = Text(
            Management.Call("organizations", "CreateAccount", new { Email = $"aws+{name}@example.com", AccountName = name })["CreateAccountStatus"]!, "Id");
        var status = Management.Call("organizations", "DescribeCreateAccountStatus", new { CreateAccountRequestId = request })["CreateAccountStatus"]!;
        return Text(status, "AccountId");
    }

    /// <summary>Creates an SCP and returns its id.</summary>
    public string CreatePolicy(string name, string? content = null) =>
        Text(
            Management.Call("organizations", "CreatePolicy", new
            {
                Name = name,
                Description = "",
                Type = "SERVICE_CONTROL_POLICY",
                Content = content ?? """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:DeleteBucket","Resource":"*"}]}""",
            })["Policy"]!["PolicySummary"]!,
            "Id");

    public static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    public static IReadOnlyList<string> Texts(JsonNode list, string member) => [.. list.AsArray().Select(item => Text(item!, member))];

    /// <summary>Follows a list operation to its end and returns its entries.</summary>
    public static List<JsonNode> All(SandboxClient client, string service, string operation, JsonObject input, string member, string inToken = "NextToken", string outToken = "NextToken")
    {
        var entries = new List<JsonNode>();
        for (var pages = 0; pages < 1000; pages++)
        {
            var output = client.Call(service, operation, input);
            entries.AddRange(output[member]!.AsArray().Select(entry => entry!));
            if (output[outToken] is not { } token)
                return entries;
            input[inToken] = token.DeepClone();
        }
        throw new InvalidOperationException($"{operation} does not end.");
    }
}
