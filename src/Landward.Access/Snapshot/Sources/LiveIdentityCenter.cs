using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Aws;

namespace Landward.Access;

/// <summary>Who is assigned to the roles that Identity Center provisioned.</summary>
/// <param name="client">In the management account (or the delegated administrator), in Identity Center's home Region.</param>
internal sealed class LiveIdentityCenter(AwsClient client, ConcurrentBag<UnreadSource> unread)
{
    private const int Parallel = 8;

    private readonly ConcurrentDictionary<(string Account, string PermissionSet), ImmutableArray<IdentityCenterAssignment>> _assignments = new();
    private readonly Dictionary<string, string> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Name, ImmutableArray<string> Members)> _groups = new(StringComparer.Ordinal);

    /// <summary>The assignments that were read, by account and permission set.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var instances = await ListAsync("sso-admin", "ListInstances", [], "Instances", cancellationToken);
        foreach (var instance in instances)
        {
            var store = JsonFields.Text(instance, "IdentityStoreId") ?? string.Empty;
            await ReadStoreAsync(store, cancellationToken);
            await ReadAssignmentsAsync(JsonFields.Text(instance, "InstanceArn") ?? string.Empty, cancellationToken);
        }
    }

    /// <summary>The role with its assignments when it is one of Identity Center's; else as it is.</summary>
    public AccessPrincipal Fill(AccessPrincipal role) =>
        IdentityCenterRoles.PermissionSetOf(role.Arn) is { } set && _assignments.TryGetValue((role.Account, set), out var assignments)
            ? role with { Assignments = assignments }
            : role;

    private async Task ReadStoreAsync(string store, CancellationToken cancellationToken)
    {
        foreach (var user in await ListAsync("identitystore", "ListUsers", new JsonObject { ["IdentityStoreId"] = store }, "Users", cancellationToken))
            _users[JsonFields.Text(user, "UserId") ?? string.Empty] = JsonFields.Text(user, "UserName") ?? string.Empty;
        foreach (var group in await ListAsync("identitystore", "ListGroups", new JsonObject { ["IdentityStoreId"] = store }, "Groups", cancellationToken))
        {
            var id = JsonFields.Text(group, "GroupId") ?? string.Empty;
            var members = await ListAsync("identitystore", "ListGroupMemberships", new JsonObject { ["IdentityStoreId"] = store, ["GroupId"] = id }, "GroupMemberships", cancellationToken);
            _groups[id] = (
                JsonFields.Text(group, "DisplayName") ?? id,
                [.. members.Select(member => (string?)member["MemberId"]?["UserId"]).OfType<string>().Select(UserName).Order(StringComparer.Ordinal)]);
        }
    }

    private async Task ReadAssignmentsAsync(string instance, CancellationToken cancellationToken)
    {
        var sets = await TextsAsync("ListPermissionSets", new JsonObject { ["InstanceArn"] = instance }, "PermissionSets", cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(sets, options, async (set, cancel) =>
        {
            var input = new JsonObject { ["InstanceArn"] = instance, ["PermissionSetArn"] = set };
            var described = await CallAsync("DescribePermissionSet", input, cancel);
            if ((string?)described?["PermissionSet"]?["Name"] is not { } name)
                return;
            foreach (var account in await TextsAsync("ListAccountsForProvisionedPermissionSet", input, "AccountIds", cancel))
            {
                var assigned = await ListAsync(
                    "sso-admin", "ListAccountAssignments", new JsonObject { ["InstanceArn"] = instance, ["PermissionSetArn"] = set, ["AccountId"] = account }, "AccountAssignments", cancel);
                _assignments[(account, name)] = [.. assigned.Select(item => Assignment(name, item)).OrderBy(item => item.Kind, StringComparer.Ordinal).ThenBy(item => item.Name, StringComparer.Ordinal)];
            }
        });
    }

    private IdentityCenterAssignment Assignment(string permissionSet, JsonObject item)
    {
        var id = JsonFields.Text(item, "PrincipalId") ?? string.Empty;
        if (JsonFields.Text(item, "PrincipalType") == "USER")
            return new IdentityCenterAssignment(permissionSet, "USER", UserName(id), []);
        var (name, members) = _groups.GetValueOrDefault(id, (id, []));
        return new IdentityCenterAssignment(permissionSet, "GROUP", name, members);
    }

    private string UserName(string id) => _users.GetValueOrDefault(id, id);

    private async Task<JsonObject?> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CallAsync("sso-admin", operation, input, cancellationToken);
        }
        catch (Exception failure) when (failure is AwsApiException or HttpRequestException)
        {
            Miss("sso-admin", operation, failure);
            return null;
        }
    }

    private async Task<List<JsonObject>> ListAsync(string service, string operation, JsonObject input, string member, CancellationToken cancellationToken) =>
        [.. (await NodesAsync(service, operation, input, member, cancellationToken)).OfType<JsonObject>()];

    private async Task<List<string>> TextsAsync(string operation, JsonObject input, string member, CancellationToken cancellationToken) =>
        [.. (await NodesAsync("sso-admin", operation, input, member, cancellationToken)).Select(node => (string?)node).OfType<string>()];

    private async Task<IReadOnlyList<JsonNode>> NodesAsync(string service, string operation, JsonObject input, string member, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ListAsync(service, operation, input, member, cancellationToken);
        }
        catch (Exception failure) when (failure is AwsApiException or HttpRequestException)
        {
            Miss(service, operation, failure);
            return [];
        }
    }

    private void Miss(string service, string operation, Exception failure) =>
        unread.Add(new UnreadSource(string.Empty, client.Region, $"{service}:{operation}", failure.Message));
}
