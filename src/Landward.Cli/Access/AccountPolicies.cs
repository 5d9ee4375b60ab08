using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Cli.CommandLine;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary>The IAM policies of one account, as GetAccountAuthorizationDetails tells them.</summary>
internal sealed class AccountPolicies
{
    private readonly Dictionary<string, JsonObject> _users = [];
    private readonly Dictionary<string, JsonObject> _groups = [];
    private readonly Dictionary<string, JsonObject> _roles = [];
    private readonly Dictionary<string, JsonObject> _managed = [];

    public static async Task<AccountPolicies> ReadAsync(AwsClient client, CancellationToken cancel)
    {
        var account = new AccountPolicies();
        await foreach (var page in client.PagesAsync("iam", "GetAccountAuthorizationDetails", null, cancel))
        {
            Collect(page["UserDetailList"], "UserName", account._users);
            Collect(page["GroupDetailList"], "GroupName", account._groups);
            Collect(page["RoleDetailList"], "RoleName", account._roles);
            Collect(page["Policies"], "Arn", account._managed);
        }
        return account;
    }

    public JsonObject? FindRole(string name) => _roles.GetValueOrDefault(name);

    /// <summary>The identity-based policies of a user (with those of its groups) or of a role or its session; null when it does not exist.</summary>
    public (ImmutableArray<AttachedPolicy> Identity, ImmutableArray<AttachedPolicy> Boundary)? Of(Principal principal)
    {
        if (principal.Kind == PrincipalKind.Root)
            return ([], []);
        var (entity, inline) = principal.Kind == PrincipalKind.User
            ? (_users.GetValueOrDefault(principal.Name), "UserPolicyList")
            : (_roles.GetValueOrDefault(principal.Name), "RolePolicyList");
        if (entity is null)
            return null;
        var groups = (entity["GroupList"] as JsonArray ?? []).Select(name => _groups.GetValueOrDefault((string)name!)).OfType<JsonObject>();
        var identity = Policies(entity, inline).Concat(groups.SelectMany(group => Policies(group, "GroupPolicyList")));
        var boundary = (string?)entity["PermissionsBoundary"]?["PermissionsBoundaryArn"];
        return ([.. identity], boundary is null ? [] : [Managed(boundary, PolicyKind.PermissionsBoundary)]);
    }

    public static AttachedPolicy TrustPolicy(JsonObject role) =>
        PolicyFiles.Parse((string)role["AssumeRolePolicyDocument"]!, $"trust policy of {role["RoleName"]}", PolicyKind.Trust);

    private IEnumerable<AttachedPolicy> Policies(JsonObject entity, string inlineMember)
    {
        foreach (var policy in (entity[inlineMember] as JsonArray ?? []).OfType<JsonObject>())
            yield return PolicyFiles.Parse((string)policy["PolicyDocument"]!, (string)policy["PolicyName"]!, PolicyKind.Identity);
        foreach (var policy in (entity["AttachedManagedPolicies"] as JsonArray ?? []).OfType<JsonObject>())
            yield return Managed((string)policy["PolicyArn"]!, PolicyKind.Identity);
    }

    private AttachedPolicy Managed(string arn, PolicyKind kind)
    {
        var versions = _managed.GetValueOrDefault(arn)?["PolicyVersionList"] as JsonArray ?? [];
        var version = versions.OfType<JsonObject>().FirstOrDefault(candidate => (bool?)candidate["IsDefaultVersion"] == true)
            ?? throw Unreadable(arn);
        return PolicyFiles.Parse((string)version["Document"]!, arn[(arn.LastIndexOf('/') + 1)..], kind) with { Id = arn };
    }

    private static void Collect(JsonNode? list, string key, Dictionary<string, JsonObject> into)
    {
        foreach (var item in (list as JsonArray ?? []).OfType<JsonObject>())
            into[(string)item[key]!] = item;
    }

    // A policy that is attached but unread cannot be left out of a decision: the answer would be a guess.
    private static DiagnosticException Unreadable(string arn) => new(Diagnostic.Error(
        "LW9005", "a policy could not be read", $"`{arn}` takes part in the decision, but its document could not be read, so there is no answer."));
}
