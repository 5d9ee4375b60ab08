using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>
/// Everybody outside the zone of trust, one caller for each kind that the policies at hand can tell apart: anonymous; of every
/// account mentioned, and of one that nobody mentions, a role's session, a user, and every name that a policy gives or has a pattern for;
/// identities of the providers named; services that act for a stranger's resource.
/// </summary>
internal sealed class CallerSet(CallerTraits traits, TrustedAccounts trusted, Organization? organization, OrganizationLevels? levels, Instances instances, Func<string, string?> bucketOwner)
{
    private const long FirstStranger = 900_000_000_001;
    private const string StrangerOrganization = "o-outsider00";

    private readonly List<Caller> _callers = [];
    private ImmutableArray<Caller> _direct = [];

    public string Stranger { get; } = FindStranger(traits, trusted);

    public ImmutableArray<Caller> Build()
    {
        _callers.Add(new Caller(Principal.Anonymous, Facts(Principal.Anonymous, null, null)));
        foreach (var account in traits.Accounts.Where(account => !trusted.Contains(account)).Append(Stranger).Concat(DistinctMembers()))
        {
            foreach (var (organizationId, path) in Memberships(account))
                AddAccount(account, organizationId, path);
        }
        foreach (var provider in traits.Federated)
        {
            var principal = Principal.Federated(provider);
            _callers.Add(new Caller(principal, Facts(principal, null, null)));
        }
        AddSources();
        return [.. _callers];
    }

    /// <summary>The services that policies name, acting for a stranger's resource.</summary>
    public IEnumerable<Caller> Services() => traits.Services.Select(service =>
    {
        var principal = Principal.Service(service);
        return new Caller(principal, With(Facts(principal, null, null), Source(Stranger, $"arn:aws:{service.Split('.')[0]}:us-east-1:{Stranger}:{instances.Fresh}", StrangerOrganization)));
    });

    // With one account as zone of trust the rest of the organization is outside: one account for each way the policies see its path.
    private IEnumerable<string> DistinctMembers()
    {
        if (organization is null || trusted.OrganizationId is not null)
            yield break;
        var patterns = traits.Values("aws:PrincipalOrgPaths").Concat(traits.Values("aws:SourceOrgPaths")).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var account in organization.Accounts.Select(account => account.Id.Value).Where(account => !trusted.Contains(account) && !traits.Accounts.Contains(account)))
        {
            var path = levels?.PathOf(account) ?? string.Empty;
            var signature = string.Concat(patterns.Select(pattern => Globs.Matches(pattern, path) ? '1' : '0'));
            if (seen.Add(signature))
                yield return account;
        }
    }

    private IEnumerable<(string? OrganizationId, string? Path)> Memberships(string account)
    {
        if (levels?.PathOf(account) is { } path)
        {
            yield return (organization!.Id, path);
            yield break;
        }
        yield return (null, null);
        if (!traits.Mentions("aws:PrincipalOrgID") && !traits.Mentions("aws:PrincipalOrgPaths"))
            yield break;
        yield return (StrangerOrganization, StrangerOrganization + "/r-outs/");
        foreach (var id in traits.Values("aws:PrincipalOrgID").Select(instances.Of).Where(IsForeign))
            yield return (id, id + "/r-outs/");
        foreach (var foreign in traits.Values("aws:PrincipalOrgPaths").Select(instances.Of).Where(IsForeign))
            yield return (foreign.Split('/')[0], foreign);
    }

    private bool IsForeign(string idOrPath) => organization is null || idOrPath.Split('/')[0] != organization.Id;

    private void AddAccount(string account, string? organizationId, string? path)
    {
        var shapes = new List<Principal>
        {
            Session(account, $"role/{instances.Fresh}", null),
            Principal.FromArn($"arn:aws:iam::{account}:user/{instances.Fresh}")! with { UserId = "AIDAOUTSIDER000000001" },
        };
        foreach (var arn in traits.Principals.Where(arn => arn.Split(':')[4] == account))
            shapes.Add(Named(arn));
        foreach (var pattern in traits.Values("aws:PrincipalArn"))
        {
            if (Matching(pattern, account) is { } principal)
                shapes.Add(principal);
        }
        foreach (var pattern in traits.Values("aws:userid").Concat(traits.Values("aws:PrincipalUserId")))
            shapes.Add(Session(account, $"role/{instances.Fresh}", instances.Of(pattern)));
        if (traits.Mentions("aws:PrincipalArn") || traits.Mentions("aws:PrincipalType") || traits.Mentions("aws:userid"))
            shapes.Add(Principal.FromArn($"arn:aws:iam::{account}:root")!);
        foreach (var principal in shapes.Distinct())
            _callers.Add(new Caller(principal, Facts(principal, organizationId, path)));
    }

    private Principal Named(string arn) =>
        Principal.FromArn(arn) is { Kind: PrincipalKind.Role } role ? Session(role.Account, arn.Split(':', 6)[5], null) : Principal.FromArn(arn)!;

    // The first caller of a pattern such as arn:aws:iam::*:role/deploy-* in this account.
    private Principal? Matching(string pattern, string account)
    {
        if (pattern == "*" || pattern.Split(':', 6) is not ["arn", _, _, _, var owner, var rest] || !Globs.Matches(owner, account))
            return null;
        var name = instances.Of(rest);
        return name switch
        {
            _ when name.StartsWith("role/", StringComparison.Ordinal) => Session(account, name, null),
            _ when name.StartsWith("user/", StringComparison.Ordinal) || name == "root" => Principal.FromArn($"arn:aws:iam::{account}:{name}"),
            _ when name.StartsWith("assumed-role/", StringComparison.Ordinal) || name.StartsWith("federated-user/", StringComparison.Ordinal) => Principal.FromArn($"arn:aws:sts::{account}:{name}"),
            _ => null,
        };
    }

    private Principal Session(string account, string role, string? userId) =>
        Principal.FromArn($"arn:aws:sts::{account}:assumed-role/{role[(role.LastIndexOf('/') + 1)..]}/{instances.Fresh}", $"arn:aws:iam::{account}:{role}")!
            with
        { UserId = userId ?? "AROAOUTSIDER000000001:" + instances.Fresh };

    // Only a service acting for a resource sends the aws:Source... keys. Who is let in on a source gets in when the source is outside.
    private void AddSources()
    {
        if (!SourceKeys.Any(traits.Mentions))
            return;
        _direct = [.. _callers.Where(caller => caller.Principal.Account.Length > 0)];
        var accounts = traits.Values("aws:SourceAccount").Concat(traits.Values("aws:SourceOwner")).Select(instances.Of).Append(Stranger).Distinct(StringComparer.Ordinal).ToList();
        var organizations = traits.Values("aws:SourceOrgID").Select(instances.Of).Where(IsForeign).Append(StrangerOrganization).Distinct(StringComparer.Ordinal).ToList();
        foreach (var arn in traits.Values("aws:SourceArn").Select(SourceArn).Append($"arn:aws:sns:us-east-1:{Stranger}:{instances.Fresh}"))
        {
            var owner = arn.Split(':', 6) is [_, _, _, _, var given, _] && given.Length > 0 ? given : bucketOwner(arn);
            foreach (var account in owner is null ? accounts : [owner])
                AddSource(account, arn, organizations);
        }
        foreach (var account in accounts)
            AddSource(account, $"arn:aws:sns:us-east-1:{account}:{instances.Fresh}", organizations);
    }

    private void AddSource(string account, string arn, List<string> organizations)
    {
        if (trusted.Contains(account) || (trusted.OrganizationId is not null && levels?.PathOf(account) is not null))
            return;
        var own = levels?.PathOf(account) is null ? null : organization!.Id;
        foreach (var id in own is null ? organizations : [own])
        {
            foreach (var caller in _direct)
                _callers.Add(caller with { Facts = With(caller.Facts, Source(account, arn, id)) });
        }
    }

    private string SourceArn(string pattern) => pattern.Split(':', 6) is [var a, var b, var c, var d, var account, var rest]
        ? $"{instances.Of(a)}:{(Instances.IsPattern(b) ? "aws" : b)}:{instances.Of(c)}:{(d == "*" ? "us-east-1" : instances.Of(d))}:{(Instances.IsPattern(account) ? Stranger : account)}:{instances.Of(rest)}"
        : $"arn:aws:sns:us-east-1:{Stranger}:{instances.Fresh}";

    private static readonly string[] SourceKeys = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOwner", "aws:SourceOrgID", "aws:SourceOrgPaths"];

    private Dictionary<string, ContextValue?> Source(string account, string arn, string organizationId) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["aws:SourceAccount"] = ContextValue.Single(account),
        ["aws:SourceOwner"] = ContextValue.Single(account),
        ["aws:SourceArn"] = ContextValue.Single(arn),
        ["aws:SourceOrgID"] = ContextValue.Single(organizationId),
        ["aws:SourceOrgPaths"] = ContextValue.Multiple([levels?.PathOf(account) ?? organizationId + "/r-outs/"]),
    };

    private static FrozenDictionary<string, ContextValue?> Facts(Principal principal, string? organizationId, string? path)
    {
        var facts = new Dictionary<string, ContextValue?>(StringComparer.OrdinalIgnoreCase);
        var derived = new RequestContext.Builder().AddPrincipal(principal).Build();
        foreach (var key in PrincipalKeys)
            facts[key] = derived.Find(key);
        foreach (var key in SourceKeys)
            facts[key] = null;
        facts["aws:PrincipalOrgID"] = organizationId is null ? null : ContextValue.Single(organizationId);
        facts["aws:PrincipalOrgPaths"] = path is null ? null : ContextValue.Multiple([path]);
        facts["kms:CallerAccount"] = principal.Account.Length > 0 ? ContextValue.Single(principal.Account) : null;
        return facts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static readonly string[] PrincipalKeys =
    [
        "aws:PrincipalType", "aws:userid", "aws:PrincipalIsAWSService", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:username",
    ];

    private static FrozenDictionary<string, ContextValue?> With(FrozenDictionary<string, ContextValue?> facts, Dictionary<string, ContextValue?> more) =>
        facts.Where(fact => !more.ContainsKey(fact.Key)).Concat(more).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static string FindStranger(CallerTraits traits, TrustedAccounts trusted)
    {
        for (var number = FirstStranger; ; number++)
        {
            var account = number.ToString(CultureInfo.InvariantCulture);
            if (!traits.Accounts.Contains(account) && !trusted.Contains(account))
                return account;
        }
    }
}
