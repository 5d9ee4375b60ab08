using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Resources;
using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.LandingZone.Organizations;

/// <summary>The organization a desired state describes, before it exists.</summary>
public static class OrganizationProjection
{
    private const string Attachments = "/attachments/";
    private const string FullAccess = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    /// <summary>
    /// Projects the spec. Ids that are known (<see cref="Planning.Plan.Facts"/>) are used; others are made up from the
    /// position in the spec, the same ones every time: accounts 000000000001 (management), 000000000002 ...
    /// </summary>
    public static Organization Project(DesiredState desired, IReadOnlyDictionary<string, string> facts)
    {
        var spec = desired.Spec;
        string Fact(string name, string otherwise) => facts.TryGetValue(name, out var value) ? value : otherwise;
        AccountId Account(string key, int position) => AccountId.Parse(Fact(Reference.Account(key), position.ToString("D12", CultureInfo.InvariantCulture)));
        string Unit(string path) => path.Length == 0 ? Fact(Reference.RootId, "r-root") : Fact(Reference.Unit(path), "ou-" + path.Replace('/', '-'));

        var policies = Attached(desired);
        var root = new OrganizationalUnit(Unit(string.Empty), "Root", string.Empty, null, [.. policies[string.Empty]]);
        var units = spec.Units.Select(unit => new OrganizationalUnit(Unit(unit.Path), unit.Name, unit.Path, Unit(unit.ParentPath), [.. policies[unit.Path]]));
        var management = new OrganizationAccount(
            Account(OrganizationSpec.ManagementKey, 1), spec.Organization.ManagementName, spec.Organization.ManagementEmail, "ACTIVE", root.Id, FrozenDictionary<string, string>.Empty, [FullAccessPolicy()]);
        var members = spec.Accounts.Select((account, index) => new OrganizationAccount(
            Account(account.Key, index + 2), account.Name, account.Email, "ACTIVE", Unit(account.UnitPath), account.Tags.ToFrozenDictionary(), [FullAccessPolicy()]));
        var administrators = desired.Nodes
            .Where(node => node.Kind is ResourceKind.DelegatedAdministrator)
            .Select(node => Json.Text(node.Properties, "service")!)
            .Select(service => service.Contains('.') ? service : service + ".amazonaws.com")
            .Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(service => service, _ => spec.AccountWithRole(AccountRole.Audit) is { } audit
                ? ImmutableArray.Create(Account(audit.Key, spec.Accounts.IndexOf(audit) + 2))
                : []);
        return new Organization(
            Fact(Reference.OrganizationId, "o-projected00"),
            management.Id,
            [root, .. units],
            [.. members.Prepend(management).OrderBy(account => account.Id)],
            administrators);
    }

    /// <summary>
    /// Every resource of the spec with the account it is for, ids filled in as <see cref="Project"/> does; keys of KMS get made-up ids.
    /// Resources the spec turns off are left out.
    /// </summary>
    public static IEnumerable<(AccountId Account, ResourceNode Node)> Resources(DesiredState desired, IReadOnlyDictionary<string, string> facts)
    {
        var organization = Project(desired, facts);
        var known = new ConcurrentDictionary<string, string>(facts, StringComparer.Ordinal);
        known.TryAdd(Reference.OrganizationId, organization.Id);
        known.TryAdd(Reference.RootId, organization.Root.Id);
        known.TryAdd(Reference.Account(OrganizationSpec.ManagementKey), organization.ManagementAccount.Value);
        for (var index = 0; index < desired.Spec.Accounts.Length; index++)
            known.TryAdd(Reference.Account(desired.Spec.Accounts[index].Key), (index + 2).ToString("D12", CultureInfo.InvariantCulture));
        known.TryAdd(Reference.KmsKey("logs"), $"arn:aws:kms:{desired.Spec.Organization.HomeRegion}:{LogArchive(desired.Spec, known)}:key/00000000-0000-4000-8000-000000000001");
        foreach (var node in desired.Nodes.Where(node => !node.Absent))
            yield return (AccountId.Parse(known[Reference.Account(node.Account)]), node with { Properties = Reference.Resolve(node.Properties, known) });
    }

    private static string LogArchive(Spec spec, ConcurrentDictionary<string, string> known) =>
        known[Reference.Account(spec.AccountWithRole(AccountRole.LogArchive)?.Key ?? OrganizationSpec.ManagementKey)];

    /// <summary>Policies by unit path: FullAWSAccess everywhere, as AWS attaches it, and those of the desired state.</summary>
    private static ILookup<string, OrganizationPolicy> Attached(DesiredState desired)
    {
        var documents = desired.Nodes
            .Where(node => node.Kind is ResourceKind.ServiceControlPolicy)
            .ToDictionary(node => Json.Text(node.Properties, "name")!, node => node.Properties["document"]!.ToJsonString());
        var own = desired.Nodes
            .Where(node => node.Kind is ResourceKind.PolicyAttachment)
            .Select(node => (Name: Json.Text(node.Properties, "policy")!, Target: node.Address[(node.Address.IndexOf(Attachments, StringComparison.Ordinal) + Attachments.Length)..]))
            .Select(attachment => (
                Path: attachment.Target == "root" ? string.Empty : attachment.Target,
                Policy: new OrganizationPolicy("p-" + attachment.Name, attachment.Name, PolicyType.ServiceControlPolicy, documents[attachment.Name], AwsManaged: false)));
        return desired.Spec.Units.Select(unit => unit.Path).Prepend(string.Empty)
            .Select(path => (Path: path, Policy: FullAccessPolicy()))
            .Concat(own)
            .ToLookup(pair => pair.Path, pair => pair.Policy, StringComparer.Ordinal);
    }

    private static OrganizationPolicy FullAccessPolicy() => new("p-FullAWSAccess", "FullAWSAccess", PolicyType.ServiceControlPolicy, FullAccess, AwsManaged: true);
}
