using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Resources;
using Landward.LandingZone.Resources.Organizations;
using Landward.Model;

namespace Landward.LandingZone.Organizations;

/// <summary>The live organization as one snapshot.</summary>
public static class OrganizationReader
{
    private static readonly (string Filter, PolicyType Type)[] PolicyTypes =
    [
        ("SERVICE_CONTROL_POLICY", PolicyType.ServiceControlPolicy),
        ("RESOURCE_CONTROL_POLICY", PolicyType.ResourceControlPolicy),
    ];

    /// <summary>Reads tree, accounts, tags, attached policies and delegated administrators with the management account's credentials.</summary>
    /// <returns>Null when the account is in no organization.</returns>
    /// <exception cref="AwsApiException">A call was refused: a snapshot with holes would be read as "nothing attached".</exception>
    public static async Task<Organization?> ReadAsync(AwsSessions sessions, string homeRegion, TimeProvider time, CancellationToken cancellationToken)
    {
        var facts = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var calls = new AwsCalls(sessions, homeRegion, facts, memoize: true, time);
        var described = await calls.Management.FindAsync("organizations", "DescribeOrganization", null, cancellationToken, "AWSOrganizationsNotInUseException");
        if (described?["Organization"] is not { } organization)
            return null;
        var root = (await calls.Management.ListAsync("organizations", "ListRoots", null, "Roots", cancellationToken))[0];
        facts[Reference.RootId] = Json.Text(root, "Id")!;
        var actualUnits = await OrganizationTree.UnitsAsync(calls, cancellationToken);
        var actualAccounts = await OrganizationTree.AccountsAsync(calls, cancellationToken);
        var attached = await AttachedPoliciesAsync(calls, root, cancellationToken);
        var accounts = await Task.WhenAll(actualAccounts.Select(async account => new OrganizationAccount(
            AccountId.Parse(account.Id),
            account.Name,
            account.Email,
            account.Status,
            account.ParentId,
            (await OrganizationTree.TagsAsync(calls, account.Id, cancellationToken)).ToFrozenDictionary(tag => tag.Key, tag => tag.Value?.GetValue<string>() ?? string.Empty),
            [.. attached[account.Id]])));
        var units = actualUnits.Select(unit => new OrganizationalUnit(unit.Id, unit.Name, unit.NamePath, unit.ParentId, [.. attached[unit.Id]]));
        return new Organization(
            Json.Text(organization, "Id")!,
            AccountId.Parse(Json.Text(organization, "MasterAccountId")!),
            [new OrganizationalUnit(Json.Text(root, "Id")!, Json.Text(root, "Name") ?? "Root", string.Empty, null, [.. attached[Json.Text(root, "Id")!]]), .. units],
            [.. accounts.OrderBy(account => account.Id)],
            await AdministratorsAsync(calls, cancellationToken));
    }

    private static async Task<ILookup<string, OrganizationPolicy>> AttachedPoliciesAsync(AwsCalls calls, JsonNode root, CancellationToken cancellation)
    {
        var enabled = Json.Items(root["PolicyTypes"]).Where(type => Json.Text(type, "Status") is "ENABLED").Select(type => Json.Text(type, "Type")).ToHashSet(StringComparer.Ordinal);
        var all = await Task.WhenAll(PolicyTypes.Where(type => enabled.Contains(type.Filter)).Select(async type =>
        {
            var summaries = await calls.Management.ListAsync("organizations", "ListPolicies", new JsonObject { ["Filter"] = type.Filter }, "Policies", cancellation);
            return await Task.WhenAll(summaries.Select(summary => TargetsAsync(calls, summary, type.Type, cancellation)));
        }));
        return all.SelectMany(type => type).SelectMany(pairs => pairs).ToLookup(pair => pair.Target, pair => pair.Policy, StringComparer.Ordinal);
    }

    private static async Task<IEnumerable<(string Target, OrganizationPolicy Policy)>> TargetsAsync(AwsCalls calls, JsonNode summary, PolicyType type, CancellationToken cancellation)
    {
        var id = Json.Text(summary, "Id")!;
        var input = new JsonObject { ["PolicyId"] = id };
        var document = Json.Text((await calls.Management.ReadAsync("organizations", "DescribePolicy", input, cancellation))["Policy"], "Content")!;
        var policy = new OrganizationPolicy(id, Json.Text(summary, "Name")!, type, document, Json.Bool(summary, "AwsManaged"));
        var targets = await calls.Management.ListAsync("organizations", "ListTargetsForPolicy", input, "Targets", cancellation);
        return targets.Select(target => (Json.Text(target, "TargetId")!, policy));
    }

    private static async Task<FrozenDictionary<string, ImmutableArray<AccountId>>> AdministratorsAsync(AwsCalls calls, CancellationToken cancellation)
    {
        var administrators = await calls.Management.ListAsync("organizations", "ListDelegatedAdministrators", null, "DelegatedAdministrators", cancellation);
        var pairs = await Task.WhenAll(administrators.Select(async administrator =>
        {
            var id = Json.Text(administrator, "Id")!;
            var services = await calls.Management.ListAsync("organizations", "ListDelegatedServicesForAccount", new JsonObject { ["AccountId"] = id }, "DelegatedServices", cancellation);
            return services.Select(service => (Service: Json.Text(service, "ServicePrincipal")!, Account: AccountId.Parse(id)));
        }));
        return pairs.SelectMany(list => list).GroupBy(pair => pair.Service).ToFrozenDictionary(group => group.Key, group => group.Select(pair => pair.Account).Order().ToImmutableArray());
    }
}
