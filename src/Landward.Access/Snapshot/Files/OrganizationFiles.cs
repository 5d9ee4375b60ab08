using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>
/// The organization from the AWS CLI's outputs. Lists do not say whose they are, so their file's name does:
/// <c>list-accounts-for-parent.PARENT.json</c>, <c>list-organizational-units-for-parent.PARENT.json</c>, <c>list-policies-for-target.TARGET.json</c>.
/// </summary>
internal sealed class OrganizationFiles
{
    private readonly List<(JsonObject Unit, string Parent)> _units = [];
    private readonly List<(JsonObject Account, string Parent)> _accounts = [];
    private readonly Dictionary<string, OrganizationPolicy> _policies = new(StringComparer.Ordinal);
    private readonly List<(string Target, string Policy, SnapshotFile File)> _attached = [];
    private readonly Dictionary<string, (string Why, SourceSpan Span)> _broken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _targets = new(StringComparer.Ordinal);

    /// <summary>Guardrails that are attached and not known.</summary>
    public List<UnreadSource> Unread { get; } = [];

    private JsonObject? _organization;
    private JsonObject? _root;

    /// <summary>False when the file is none of the organization's.</summary>
    public bool Add(SnapshotFile file)
    {
        var root = file.Root;
        if (root["Organization"] is JsonObject organization)
            _organization = organization;
        else if (root["Roots"] is JsonArray and [JsonObject first, ..])
            _root = first;
        else if (root["OrganizationalUnits"] is JsonArray units && file.Subject is { } above)
            _units.AddRange(JsonFields.Objects(units).Select(unit => (unit, above)));
        else if (root["Accounts"] is JsonArray accounts && file.Subject is { } parent)
            _accounts.AddRange(JsonFields.Objects(accounts).Select(account => (account, parent)));
        else if (root["Policies"] is JsonArray attached && file.Subject is { } target)
            Attach(attached, target, file);
        else if (root["Policy"] is JsonObject { } policy && policy["PolicySummary"] is JsonObject summary)
            AddPolicy(policy, summary, file);
        else
            return false;
        return true;
    }

    /// <summary>Null, with diagnostics where files are half there, when the files make no organization.</summary>
    public Organization? Build(List<Diagnostic> diagnostics)
    {
        if (_organization is null && _root is null && _units.Count + _accounts.Count == 0)
            return null;
        if (_organization is null || _root is null || !AccountId.TryParse(Text(_organization, "MasterAccountId"), out var management) || Text(_organization, "Id") is not { } id || Text(_root, "Id") is not { } rootId)
        {
            diagnostics.Add(SnapshotDiagnostics.Incomplete("Parts of an organization are there, but not both `describe-organization` and `list-roots`. The organization is left out; its guardrails count as unread."));
            return null;
        }
        var units = Units(rootId);
        var accounts = _accounts.Where(item => AccountId.TryParse(Text(item.Account, "Id"), out _)).ToList();
        NoteMissing([.. units.Select(unit => unit.Id), .. accounts.Select(item => Text(item.Account, "Id")!)], diagnostics);
        var attached = Attached(diagnostics);
        return new Organization(
            id,
            management,
            [.. units.Select(unit => unit with { Policies = PoliciesOf(unit.Id, attached) })],
            [.. accounts.Select(item => Account(item.Account, item.Parent, attached)).OrderBy(account => account.Id)],
            FrozenDictionary<string, ImmutableArray<AccountId>>.Empty);
    }

    private void Attach(JsonArray attached, string target, SnapshotFile file)
    {
        var name = target;
        // Two lists per target, one per policy type, may be told apart by a further part: TARGET.rcp.json.
        if (name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0)
            name = name[..dot];
        _targets.Add(name);
        foreach (var policy in JsonFields.Objects(attached))
        {
            if (Text(policy, "Id") is { } id)
                _attached.Add((name, id, file));
        }
    }

    private void AddPolicy(JsonObject policy, JsonObject summary, SnapshotFile file)
    {
        if (Text(summary, "Id") is not { } id)
            return;
        var type = Text(summary, "Type") switch
        {
            "SERVICE_CONTROL_POLICY" => PolicyType.ServiceControlPolicy,
            "RESOURCE_CONTROL_POLICY" => PolicyType.ResourceControlPolicy,
            _ => (PolicyType?)null,
        };
        var parsed = PolicyDocument.Parse(Text(policy, "Content") ?? string.Empty, file.Path);
        if (type is not { } known)
            return;
        if (parsed.Document is null)
            _broken[id] = (parsed.Diagnostics[0].Detail, file.SpanOf(policy["Content"]));
        else
            _policies[id] = new OrganizationPolicy(id, Text(summary, "Name") ?? id, known, Text(policy, "Content") ?? string.Empty, id == "p-FullAWSAccess" || id == "p-RCPFullAWSAccess");
    }

    private void NoteMissing(List<string> targets, List<Diagnostic> diagnostics)
    {
        targets.RemoveAll(_targets.Contains);
        if (targets.Count == 0)
            return;
        var which = string.Join(", ", targets.Take(3)) + (targets.Count > 3 ? $" and {targets.Count - 3} more" : string.Empty);
        diagnostics.Add(SnapshotDiagnostics.Incomplete($"There is no `list-policies-for-target.TARGET.json` for {which}: they are taken for having FullAWSAccess alone."));
        Unread.Add(new UnreadSource(string.Empty, string.Empty, "organizations:ListPoliciesForTarget", $"not exported for {which}"));
    }

    private void Miss(string policy, string why, SourceSpan span, List<Diagnostic> diagnostics)
    {
        diagnostics.Add(SnapshotDiagnostics.BadEntry($"Policy `{policy}` is not known: {why} Decisions leave it out and are partial.", span));
        Unread.Add(new UnreadSource(string.Empty, string.Empty, "organizations:DescribePolicy", $"{policy}: {why}"));
    }

    private List<OrganizationalUnit> Units(string rootId)
    {
        var byParent = _units.ToLookup(item => item.Parent, item => item.Unit, StringComparer.Ordinal);
        var units = new List<OrganizationalUnit> { new(rootId, Text(_root!, "Name") ?? "Root", string.Empty, null, []) };
        for (var i = 0; i < units.Count; i++)
        {
            foreach (var unit in byParent[units[i].Id])
            {
                var name = Text(unit, "Name") ?? string.Empty;
                // A unit listed under itself would never end.
                if (Text(unit, "Id") is { } id && units.TrueForAll(known => known.Id != id))
                    units.Add(new OrganizationalUnit(id, name, units[i].Path.Length == 0 ? name : $"{units[i].Path}/{name}", units[i].Id, []));
            }
        }
        return units;
    }

    private ILookup<string, OrganizationPolicy> Attached(List<Diagnostic> diagnostics)
    {
        var found = new List<(string Target, OrganizationPolicy Policy)>();
        foreach (var (target, id, file) in _attached)
        {
            if (_policies.TryGetValue(id, out var policy))
                found.Add((target, policy));
            else if (FullAccess.Of(id) is { } full)
                found.Add((target, full));
            else if (_broken.TryGetValue(id, out var broken))
                Miss(id, broken.Why, broken.Span, diagnostics);
            else
                Miss(id, $"it is attached to `{target}`, but no `describe-policy` output has its content.", new SourceSpan(file.Path, 1, 1), diagnostics);
        }
        return found.ToLookup(pair => pair.Target, pair => pair.Policy, StringComparer.Ordinal);
    }

    private ImmutableArray<OrganizationPolicy> PoliciesOf(string target, ILookup<string, OrganizationPolicy> attached) =>
        _targets.Contains(target) ? [.. attached[target].DistinctBy(policy => policy.Id)] : [FullAccess.Of("p-FullAWSAccess")!];

    private OrganizationAccount Account(JsonObject account, string parent, ILookup<string, OrganizationPolicy> attached)
    {
        var id = Text(account, "Id")!;
        return new OrganizationAccount(
            AccountId.Parse(id),
            Text(account, "Name") ?? id,
            Text(account, "Email") ?? string.Empty,
            Text(account, "Status") ?? Text(account, "State") ?? "ACTIVE",
            parent,
            FrozenDictionary<string, string>.Empty,
            PoliciesOf(id, attached));
    }

    private static string? Text(JsonObject node, string member) => JsonFields.Text(node, member);

    /// <summary>The policies AWS attaches everywhere; nobody needs to export them.</summary>
    private static class FullAccess
    {
        public static OrganizationPolicy? Of(string id) => id switch
        {
            "p-FullAWSAccess" => new(id, "FullAWSAccess", PolicyType.ServiceControlPolicy, """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", AwsManaged: true),
            "p-RCPFullAWSAccess" => new(id, "RCPFullAWSAccess", PolicyType.ResourceControlPolicy, """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""", AwsManaged: true),
            _ => null,
        };
    }
}
