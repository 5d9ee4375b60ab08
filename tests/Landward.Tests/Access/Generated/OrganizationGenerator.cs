using System.Collections.Immutable;
using System.Globalization;
using Landward.Access;
using Landward.Model;
using Landward.Policy;

namespace Landward.Tests.Access.Generated;

/// <summary>
/// Realistic organizations from a seed: the same seed and sizes give the same snapshot. Principals, resources and organization
/// policies with a known effect can be planted before <see cref="Build"/>.
/// </summary>
internal sealed class OrganizationGenerator
{
    public const string OrganizationId = "o-exampleorg1";

    private readonly Random _random;
    private readonly GeneratedTree _tree;
    private readonly Dictionary<string, List<AccessPrincipal>> _planted = new(StringComparer.Ordinal);
    private readonly List<AccessResource> _resources = [];
    private readonly List<(string Target, OrganizationPolicy Policy)> _policies = [];
    private readonly int _principalsPerAccount;

    /// <param name="accounts">Management, audit and shared services account included; at least 4.</param>
    /// <param name="principalsPerAccount">Roles and users of every account; at least 10.</param>
    public OrganizationGenerator(int seed, int accounts = 12, int principalsPerAccount = 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(accounts, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(principalsPerAccount, 10);
        _random = new Random(seed);
        _tree = new GeneratedTree(_random, accounts);
        _principalsPerAccount = principalsPerAccount;
    }

    public PolicyPool Policies { get; } = new();

    /// <summary>Account ids in the order management, audit, shared services, then workloads.</summary>
    public ImmutableArray<string> Accounts => _tree.Accounts;

    public string ManagementAccount => Accounts[0];

    public string AuditAccount => Accounts[1];

    public string SharedServicesAccount => Accounts[2];

    /// <summary>An account outside the organization that some policies trust.</summary>
    public static string Vendor => "999900001111";

    /// <summary>The unit or root id above an account.</summary>
    public string ParentOf(string account) => _tree.ParentOf(account);

    public AttachedPolicy Policy(string text, string name, PolicyKind kind = PolicyKind.Identity) => Policies.Get(text, name, kind);

    /// <summary>Adds a role and returns its ARN.</summary>
    /// <param name="name">With its path when it has one: <c>team/R</c>.</param>
    public string PlantRole(string account, string name, string trust, params ReadOnlySpan<string> identity)
    {
        var role = NewRole(account, name, trust);
        return Plant(role with { Identity = Named(identity) });
    }

    /// <summary>Adds a user and returns its ARN.</summary>
    public string PlantUser(string account, string name, params ReadOnlySpan<string> identity)
    {
        var user = NewUser(account, name);
        return Plant(user with { Identity = Named(identity) });
    }

    public string Plant(AccessPrincipal principal)
    {
        if (!_planted.TryGetValue(principal.Account, out var list))
            _planted[principal.Account] = list = [];
        list.RemoveAll(other => other.Arn == principal.Arn);
        list.Add(principal);
        return principal.Arn;
    }

    public AccessResource Plant(AccessResource resource)
    {
        _resources.RemoveAll(other => other.Arn == resource.Arn);
        _resources.Add(resource);
        return resource;
    }

    /// <param name="target">An account id, a unit id or <c>r-root</c>.</param>
    public void PlantPolicy(string target, PolicyType type, string name, string document) =>
        _policies.Add((target, new OrganizationPolicy("p-" + name, name, type, document, AwsManaged: false)));

    public AccessPrincipal NewRole(string account, string name, string trust) => new()
    {
        Principal = Principal.FromArn($"arn:aws:iam::{account}:role/{name}")! with { UserId = UniqueId("AROA", account, name) },
        Trust = Policy(trust, "trust", PolicyKind.Trust),
    };

    public static AccessPrincipal NewUser(string account, string name) => new()
    {
        Principal = Principal.FromArn($"arn:aws:iam::{account}:user/{name}")! with { UserId = UniqueId("AIDA", account, name) },
    };

    public AccessSnapshot Build()
    {
        var principals = new GeneratedPrincipals(this, _random);
        var resources = new GeneratedResources(this, _random);
        var accounts = ImmutableArray.CreateBuilder<AccessAccount>();
        var all = new List<AccessResource>(_resources);
        var planted = _resources.Select(resource => resource.Arn).ToHashSet(StringComparer.Ordinal);
        foreach (var account in Accounts)
        {
            var own = _planted.GetValueOrDefault(account) ?? [];
            var names = own.Select(principal => principal.Arn).ToHashSet(StringComparer.Ordinal);
            var generated = principals.Of(account, _principalsPerAccount).Where(principal => !names.Contains(principal.Arn));
            accounts.Add(new AccessAccount(
                AccountId.Parse(account), _tree.NameOf(account), [.. generated.Concat(own).OrderBy(principal => principal.Arn, StringComparer.Ordinal)]));
            all.AddRange(resources.Of(account).Where(resource => !planted.Contains(resource.Arn)));
        }
        return new AccessSnapshot
        {
            Organization = _tree.Build(_policies),
            Accounts = [.. accounts.OrderBy(account => account.Id)],
            Resources = [.. all.OrderBy(resource => resource.Arn, StringComparer.Ordinal)],
        };
    }

    private ImmutableArray<AttachedPolicy> Named(ReadOnlySpan<string> texts)
    {
        var policies = ImmutableArray.CreateBuilder<AttachedPolicy>(texts.Length);
        foreach (var text in texts)
            policies.Add(Policy(text, string.Create(CultureInfo.InvariantCulture, $"planted{policies.Count}")));
        return policies.ToImmutable();
    }

    private static string UniqueId(string prefix, string account, string name)
    {
        // Deterministic where string.GetHashCode is not.
        var hash = 1469598103934665603UL;
        foreach (var character in account + name)
            hash = (hash ^ character) * 1099511628211UL;
        return prefix + hash.ToString("X16", CultureInfo.InvariantCulture);
    }
}
