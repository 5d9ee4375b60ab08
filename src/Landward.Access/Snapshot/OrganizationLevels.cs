using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>
/// The organization's policies, parsed once, as the levels a decision wants: from the root down to one account. Accounts of one
/// unit share the levels above them.
/// </summary>
public sealed class OrganizationLevels
{
    private readonly Dictionary<string, OrganizationalUnit> _units;
    private readonly Dictionary<string, OrganizationAccount> _accounts;
    private readonly Dictionary<(string Text, PolicyType Type), PolicyDocument> _documents = [];
    private readonly Dictionary<(string Target, PolicyType Type), PolicyLevel> _levels = [];
    private readonly Lock _gate = new();
    private readonly Organization _organization;

    public OrganizationLevels(Organization organization)
    {
        _organization = organization;
        _units = organization.Units.ToDictionary(unit => unit.Id, StringComparer.Ordinal);
        _accounts = organization.Accounts.ToDictionary(account => account.Id.Value, StringComparer.Ordinal);
    }

    /// <summary>The levels that bind principals (service control policies) or resources (resource control policies) of the account; empty outside the organization, in its management account, and while no such policy exists at all.</summary>
    /// <exception cref="FormatException">A policy of the organization is no policy document.</exception>
    public ImmutableArray<PolicyLevel> Of(string account, PolicyType type)
    {
        if (!_accounts.TryGetValue(account, out var found) || found.Id == _organization.ManagementAccount)
            return [];
        lock (_gate)
        {
            var levels = new List<PolicyLevel> { Level(found.Id.Value, found.Name, found.Policies, type) };
            for (var unit = _units.GetValueOrDefault(found.ParentId); unit is not null; unit = unit.ParentId is { } parent ? _units.GetValueOrDefault(parent) : null)
                levels.Insert(0, Level(unit.Id, unit.Path.Length == 0 ? "root" : unit.Path, unit.Policies, type));
            return levels.TrueForAll(level => level.Policies.IsEmpty) ? [] : [.. levels];
        }
    }

    /// <summary><c>aws:PrincipalOrgPaths</c> of the account: <c>o-x/r-x/ou-a/</c>; null outside the organization.</summary>
    public string? PathOf(string account)
    {
        if (!_accounts.TryGetValue(account, out var found))
            return null;
        var path = string.Empty;
        for (var unit = _units.GetValueOrDefault(found.ParentId); unit is not null; unit = unit.ParentId is { } parent ? _units.GetValueOrDefault(parent) : null)
            path = unit.Id + "/" + path;
        return _organization.Id + "/" + path;
    }

    private PolicyLevel Level(string target, string name, ImmutableArray<OrganizationPolicy> policies, PolicyType type)
    {
        if (_levels.TryGetValue((target, type), out var known))
            return known;
        var kind = type == PolicyType.ServiceControlPolicy ? PolicyKind.ServiceControlPolicy : PolicyKind.ResourceControlPolicy;
        var level = new PolicyLevel(name, [.. policies.Where(policy => policy.Type == type).Select(policy => new AttachedPolicy(Document(policy), policy.Name, kind, policy.Id))]);
        return _levels[(target, type)] = level;
    }

    private PolicyDocument Document(OrganizationPolicy policy)
    {
        var key = (policy.Document, policy.Type);
        if (_documents.TryGetValue(key, out var known))
            return known;
        var parsed = PolicyDocument.Parse(policy.Document, policy.Name);
        return _documents[key] = parsed.Document ?? throw new FormatException($"{policy.Name} ({policy.Id}) is no policy document: {parsed.Diagnostics[0].Detail}");
    }
}
