using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Resources;
using Landward.LandingZone.Resources.Identity;
using Landward.LandingZone.Resources.Organizations;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Planning;

/// <summary>Something of Landward's that the spec no longer has.</summary>
internal sealed record OwnedResource(ResourceNode Node, JsonObject Actual);

/// <summary>
/// Finds what Landward made (by tag, or hanging on something tagged) and the spec no longer asks for: units, policies, their
/// attachments, and assignments of its permission sets. Nothing else is ever removed for being absent from the spec.
/// </summary>
internal sealed class OwnedResources(DesiredState desired, AwsCalls calls, CancellationToken cancellation)
{
    private readonly HashSet<string> _addresses = desired.Nodes.Select(node => node.Address).ToHashSet(StringComparer.Ordinal);

    public static async Task<ImmutableArray<OwnedResource>> FindAsync(DesiredState desired, AwsCalls calls, StateReading reading, CancellationToken cancellation)
    {
        var owned = new OwnedResources(desired, calls, cancellation);
        var found = ImmutableArray.CreateBuilder<OwnedResource>();
        foreach (var (what, find) in new (string, Func<Task<IEnumerable<OwnedResource>>>)[] { ("units", owned.UnitsAsync), ("policies", owned.PoliciesAsync), ("access/assignments", owned.AssignmentsAsync) })
        {
            try
            {
                found.AddRange(await find());
            }
            catch (Exception error) when (Failure.IsOfOneResource(error))
            {
                reading.Report(what, Failure.Describe(error));
            }
        }
        return [.. found.OrderBy(resource => resource.Node.Wave).ThenBy(resource => resource.Node.Address, StringComparer.Ordinal)];
    }

    private async Task<IEnumerable<OwnedResource>> UnitsAsync()
    {
        var known = desired.Spec.Units.Select(unit => unit.Path).Concat(desired.Spec.Units.Select(unit => unit.Moved).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        var units = await OrganizationTree.UnitsAsync(calls, cancellation);
        var tagged = await Task.WhenAll(units.Select(async unit => (unit, Key: Json.Text(await OrganizationTree.TagsAsync(calls, unit.Id, cancellation), LandwardNames.KeyTag))));
        var owned = new List<OwnedResource>();
        foreach (var (unit, key) in tagged.Where(candidate => candidate.Key is not null && !known.Contains(candidate.Key)))
        {
            calls.Facts[Reference.Unit(key!)] = unit.Id;
            owned.Add(Removal(ResourceKind.OrganizationalUnit, "units/" + key, new JsonObject { ["name"] = unit.Name, ["parent"] = unit.ParentId, ["tags"] = new JsonObject { [LandwardNames.KeyTag] = key } }));
        }
        return owned;
    }

    private async Task<IEnumerable<OwnedResource>> PoliciesAsync()
    {
        var policies = await ControlPolicyProvider.ListAsync(calls, cancellation);
        var owned = await Task.WhenAll(policies
            .Where(policy => Json.Text(policy, "Name")?.StartsWith(LandwardNames.Prefix, StringComparison.Ordinal) is true)
            .Select(policy => PolicyAsync(Json.Text(policy, "Name")!, Json.Text(policy, "Id")!)));
        return owned.SelectMany(resources => resources);
    }

    private async Task<IEnumerable<OwnedResource>> PolicyAsync(string name, string id)
    {
        var policy = await ControlPolicyProvider.ReadAsync(calls, id, [], cancellation);
        if (Json.Text(policy["tags"], LandwardNames.KeyTag) is null)
            return [];
        calls.Facts[Reference.Policy(name)] = id;
        return _addresses.Contains("policies/" + name)
            ? await AttachmentsAsync(name, id)
            : [Removal(ResourceKind.ServiceControlPolicy, "policies/" + name, policy)];
    }

    private async Task<IEnumerable<OwnedResource>> AttachmentsAsync(string name, string id)
    {
        var targets = await calls.Management.ListAsync("organizations", "ListTargetsForPolicy", new JsonObject { ["PolicyId"] = id }, "Targets", cancellation);
        var wanted = desired.Nodes
            .Where(node => node.Kind is ResourceKind.PolicyAttachment && Json.Text(node.Properties, "policy") == name)
            .Select(node => Reference.Resolve(Json.Text(node.Properties, "target")!, calls.Facts))
            .ToHashSet(StringComparer.Ordinal);
        return targets.Select(target => Json.Text(target, "TargetId")!)
            .Where(target => !wanted.Contains(target))
            .Select(target => Removal(ResourceKind.PolicyAttachment, $"policies/{name}/attachments/{target}", new JsonObject { ["policy"] = name, ["target"] = target }));
    }

    private async Task<IEnumerable<OwnedResource>> AssignmentsAsync()
    {
        if (desired.Spec.Access.IdentityCenter is not { } center)
            return [];
        var probe = desired.Nodes.First(node => node.Kind is ResourceKind.PermissionSet or ResourceKind.IdentityCenterGroup);
        var context = new ResourceContext(probe, probe.Properties, calls, cancellation);
        var keys = calls.Facts.Where(fact => fact.Key.StartsWith("account:", StringComparison.Ordinal)).ToDictionary(fact => fact.Value, fact => fact.Key["account:".Length..]);
        var perSet = await Task.WhenAll(center.PermissionSets
            .Where(set => calls.Facts.ContainsKey(Reference.PermissionSet(set.Name)))
            .Select(set => AssignmentsAsync(context, set, keys)));
        return perSet.SelectMany(owned => owned);
    }

    private async Task<IEnumerable<OwnedResource>> AssignmentsAsync(ResourceContext context, PermissionSetSpec set, Dictionary<string, string> keys)
    {
        var arn = calls.Facts[Reference.PermissionSet(set.Name)];
        var input = IdentityCenter.Of(await IdentityCenter.InstanceAsync(context), arn);
        var accounts = await context.Here.ListAsync("sso-admin", "ListAccountsForProvisionedPermissionSet", input, "AccountIds", cancellation);
        var lists = await Task.WhenAll(accounts.Select(async account => (Id: account.GetValue<string>(), Assignments: await AssignmentProvider.ListAsync(context, arn, account.GetValue<string>()))));
        var groups = calls.Facts.Where(fact => fact.Key.StartsWith("group:", StringComparison.Ordinal)).ToDictionary(fact => fact.Value, fact => fact.Key["group:".Length..]);
        var owned = new List<OwnedResource>();
        foreach (var (id, assignments) in lists)
        {
            foreach (var principal in assignments.Where(assignment => Json.Text(assignment, "PrincipalType") is "GROUP").Select(assignment => Json.Text(assignment, "PrincipalId")!))
            {
                var group = groups.GetValueOrDefault(principal, principal);
                var address = $"access/assignments/{keys.GetValueOrDefault(id, id)}/{set.Name}/{group}";
                if (_addresses.Contains(address))
                    continue;
                calls.Facts[Reference.Group(group)] = principal;
                owned.Add(Removal(ResourceKind.AccountAssignment, address, new JsonObject { ["account"] = id, ["permissionSet"] = set.Name, ["group"] = group }));
            }
        }
        return owned;
    }

    private OwnedResource Removal(ResourceKind kind, string address, JsonObject actual) => new(
        new ResourceNode
        {
            Address = address,
            Kind = kind,
            Account = OrganizationSpec.ManagementKey,
            Region = kind is ResourceKind.AccountAssignment ? calls.HomeRegion : null,
            Properties = actual,
            Wave = kind is ResourceKind.OrganizationalUnit ? Wave.Units : Wave.Guardrails,
            Absent = true,
        },
        actual);
}
