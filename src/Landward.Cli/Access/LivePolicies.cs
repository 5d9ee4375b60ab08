using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Cli.CommandLine;
using Landward.Cli.Workspaces;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary>Collects, from the organization itself, every policy that takes part in one decision.</summary>
internal sealed class LivePolicies(Connection connection, Action<string> note)
{
    private readonly AwsClient _management = connection.Sessions.Management(connection.HomeRegion);

    public async Task<PolicySet> ReadAsync(Principal principal, string action, string resource, AccountId resourceAccount, CancellationToken cancel)
    {
        var identity = (Identity: ImmutableArray<AttachedPolicy>.Empty, Boundary: ImmutableArray<AttachedPolicy>.Empty);
        var serviceControl = ImmutableArray<PolicyLevel>.Empty;
        if (AccountId.TryParse(principal.Account, out var account))
        {
            var policies = await AccountPolicies.ReadAsync(Client(account), cancel);
            identity = policies.Of(principal) ?? throw new DiagnosticException(Diagnostic.Error(
                "LW9006", "a principal does not exist", $"Account {account} has no user or role `{principal.Name}`."));
            if (account != connection.ManagementAccount)
                serviceControl = await LevelsAsync(account, "SERVICE_CONTROL_POLICY", PolicyKind.ServiceControlPolicy, cancel);
        }
        return new PolicySet
        {
            Identity = identity.Identity,
            PermissionsBoundary = identity.Boundary,
            ServiceControlPolicies = serviceControl,
            ResourceControlPolicies = await LevelsAsync(resourceAccount, "RESOURCE_CONTROL_POLICY", PolicyKind.ResourceControlPolicy, cancel),
            Resource = await ResourcePolicyAsync(action, resource, resourceAccount, cancel),
        };
    }

    public async Task<string?> OrganizationIdAsync(CancellationToken cancel)
    {
        try
        {
            return (string?)(await _management.CallAsync("organizations", "DescribeOrganization", null, cancel))["Organization"]?["Id"];
        }
        catch (AwsApiException none) when (none.Code == "AWSOrganizationsNotInUseException")
        {
            return null;
        }
    }

    private async Task<AttachedPolicy?> ResourcePolicyAsync(string action, string resource, AccountId account, CancellationToken cancel)
    {
        if (!Arn.TryParse(resource, out var arn))
            return null;
        if (arn.Service != "iam")
            return await ResourcePolicyReader.ReadAsync(Client(account), arn, note, cancel);
        if (!action.StartsWith("sts:AssumeRole", StringComparison.OrdinalIgnoreCase))
            return null;
        var role = (await AccountPolicies.ReadAsync(Client(account), cancel)).FindRole(arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..]);
        return role is null ? null : AccountPolicies.TrustPolicy(role);
    }

    /// <summary>Root first; empty outside an organization and while the policy type is off.</summary>
    private async Task<ImmutableArray<PolicyLevel>> LevelsAsync(AccountId account, string type, PolicyKind kind, CancellationToken cancel)
    {
        if (await OrganizationIdAsync(cancel) is null)
            return [];
        var levels = new List<PolicyLevel>();
        for (string? target = account.Value; target is not null; target = await ParentAsync(target, cancel))
        {
            var attached = await _management.ListAsync("organizations", "ListPoliciesForTarget", new JsonObject { ["TargetId"] = target, ["Filter"] = type }, "Policies", cancel);
            var policies = new List<AttachedPolicy>();
            foreach (var summary in attached)
            {
                var policy = (await _management.CallAsync("organizations", "DescribePolicy", new JsonObject { ["PolicyId"] = (string?)summary["Id"] }, cancel))["Policy"]!;
                policies.Add(PolicyFiles.Parse((string)policy["Content"]!, (string)summary["Name"]!, kind) with { Id = (string?)summary["Id"] });
            }
            levels.Insert(0, new PolicyLevel(target, [.. policies]));
        }
        return levels.TrueForAll(level => level.Policies.IsEmpty) ? [] : [.. levels];
    }

    private async Task<string?> ParentAsync(string child, CancellationToken cancel) =>
        child.StartsWith("r-", StringComparison.Ordinal)
            ? null
            : (string?)(await _management.CallAsync("organizations", "ListParents", new JsonObject { ["ChildId"] = child }, cancel))["Parents"]?[0]?["Id"];

    private AwsClient Client(AccountId account) => connection.Sessions.For(account, connection.HomeRegion);
}
