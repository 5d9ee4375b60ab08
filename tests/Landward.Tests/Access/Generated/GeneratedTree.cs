using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Landward.Model;

namespace Landward.Tests.Access.Generated;

/// <summary>Units, accounts and organization policies of a generated organization.</summary>
internal sealed class GeneratedTree
{
    private const string Execution = "arn:aws:iam::*:role/landward/LandwardExecution";

    private static readonly (string Id, string Name, string Path, string Parent)[] Fixed =
    [
        ("ou-sec", "Security", "Security", "r-root"),
        ("ou-inf", "Infrastructure", "Infrastructure", "r-root"),
        ("ou-wl", "Workloads", "Workloads", "r-root"),
        ("ou-prod", "Prod", "Workloads/Prod", "ou-wl"),
        ("ou-dev", "Dev", "Workloads/Dev", "ou-wl"),
        ("ou-sbx", "Sandbox", "Sandbox", "r-root"),
        ("ou-susp", "Suspended", "Suspended", "r-root"),
    ];

    private readonly List<(string Id, string Name, string Path, string Parent)> _units = [.. Fixed];
    private readonly Dictionary<string, (string Name, string Parent)> _accounts = new(StringComparer.Ordinal);
    private readonly bool _perimeterAtRoot;
    private readonly bool _tlsOnly;

    public GeneratedTree(Random random, int accounts)
    {
        _perimeterAtRoot = random.Next(2) == 0;
        _tlsOnly = random.Next(2) == 0;
        for (var team = 0; team < Math.Clamp(accounts / 20, 1, 12); team++)
        {
            foreach (var (id, path) in new[] { ("ou-prod", "Workloads/Prod"), ("ou-dev", "Workloads/Dev") })
                _units.Add((string.Create(CultureInfo.InvariantCulture, $"{id}-t{team}"), $"Team{team}", $"{path}/Team{team}", id));
        }
        var workloads = _units.Where(unit => unit.Parent is "ou-prod" or "ou-dev" || unit.Id is "ou-sbx").Select(unit => unit.Id).ToArray();
        for (var index = 0; index < accounts; index++)
        {
            var id = (100_000_000_001L + (index * 7_919L) + random.Next(7_000)).ToString("D12", CultureInfo.InvariantCulture);
            _accounts[id] = index switch
            {
                0 => ("management", "r-root"),
                1 => ("audit", "ou-sec"),
                2 => ("shared-services", "ou-inf"),
                _ => ($"workload-{index}", random.Next(40) == 0 ? "ou-susp" : workloads[random.Next(workloads.Length)]),
            };
        }
        Accounts = [.. _accounts.Keys];
    }

    public ImmutableArray<string> Accounts { get; }

    public string ParentOf(string account) => _accounts[account].Parent;

    public string NameOf(string account) => _accounts[account].Name;

    public Organization Build(IEnumerable<(string Target, OrganizationPolicy Policy)> planted)
    {
        var extra = planted.ToLookup(pair => pair.Target, pair => pair.Policy, StringComparer.Ordinal);
        ImmutableArray<OrganizationPolicy> At(string target) => [.. Own(target), .. extra[target]];
        return new Organization(
            OrganizationGenerator.OrganizationId,
            AccountId.Parse(Accounts[0]),
            [new OrganizationalUnit("r-root", "Root", string.Empty, null, At("r-root")), .. _units.Select(unit => new OrganizationalUnit(unit.Id, unit.Name, unit.Path, unit.Parent, At(unit.Id)))],
            [.. _accounts.Select(account => new OrganizationAccount(
                AccountId.Parse(account.Key), account.Value.Name, account.Value.Name + "@example.com", "ACTIVE", account.Value.Parent, FrozenDictionary<string, string>.Empty, At(account.Key))).OrderBy(account => account.Id)],
            FrozenDictionary<string, ImmutableArray<AccountId>>.Empty);
    }

    private IEnumerable<OrganizationPolicy> Own(string target)
    {
        // An allow list replaces FullAWSAccess, it does not stand beside it.
        yield return target == "ou-sbx" ? Service("services-of-sandbox", PolicyTexts.ServicesOfSandbox) : Service("FullAWSAccess", PolicyTexts.FullAccess);
        yield return new OrganizationPolicy("p-RCPFullAWSAccess", "RCPFullAWSAccess", PolicyType.ResourceControlPolicy, PolicyTexts.ResourceControlFullAccess, AwsManaged: true);
        switch (target)
        {
            case "r-root":
                yield return Service("trail-protection", PolicyTexts.TrailProtection(Execution));
                yield return Service("no-root", PolicyTexts.NoRoot);
                if (_perimeterAtRoot)
                    yield return Perimeter();
                break;
            case "ou-wl":
                yield return Service("region-lock", PolicyTexts.RegionLock(Execution));
                if (!_perimeterAtRoot)
                    yield return Perimeter();
                if (_tlsOnly)
                    yield return new OrganizationPolicy("p-tls", "tls-only", PolicyType.ResourceControlPolicy, PolicyTexts.SecureTransport, AwsManaged: false);
                break;
            case "ou-prod":
                yield return Service("no-users", PolicyTexts.NoUsers);
                break;
            case "ou-susp":
                yield return Service("suspended", PolicyTexts.Suspended);
                break;
        }
    }

    private static OrganizationPolicy Service(string name, string document) => new("p-" + name, name, PolicyType.ServiceControlPolicy, document, AwsManaged: name == "FullAWSAccess");

    private static OrganizationPolicy Perimeter() =>
        new("p-perimeter", "perimeter", PolicyType.ResourceControlPolicy, PolicyTexts.Perimeter(OrganizationGenerator.OrganizationId), AwsManaged: false);
}
