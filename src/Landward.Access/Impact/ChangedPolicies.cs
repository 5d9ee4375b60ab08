using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>Which documents differ between two views, for whom. What no differing document speaks of is decided as before.</summary>
internal sealed class ChangedPolicies(AccessView before, AccessView after)
{
    private readonly Dictionary<(string Account, PolicyType Type), ImmutableArray<AttachedPolicy>> _ofAccounts = [];
    private readonly Dictionary<string, ImmutableArray<AttachedPolicy>> _ofPrincipals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<AttachedPolicy>> _ofResources = new(StringComparer.Ordinal);

    /// <summary>Copies (see <see cref="ConditionFreeCopy"/>) of the organization policies that bind principals or resources of the account now or before, and not both.</summary>
    public ImmutableArray<AttachedPolicy> OfAccount(string account, PolicyType type)
    {
        if (_ofAccounts.TryGetValue((account, type), out var known))
            return known;
        return _ofAccounts[(account, type)] = Differing(Levels(before, account, type), Levels(after, account, type));
    }

    /// <summary>Copies of the identity-based policies and boundaries that differ.</summary>
    public ImmutableArray<AttachedPolicy> OfPrincipal(string arn)
    {
        if (_ofPrincipals.TryGetValue(arn, out var known))
            return known;
        return _ofPrincipals[arn] = Differing(Own(before.FindPrincipal(arn)), Own(after.FindPrincipal(arn)));
    }

    /// <summary>Copies of the resource's own policies, if they differ.</summary>
    public ImmutableArray<AttachedPolicy> OfResource(string arn)
    {
        if (_ofResources.TryGetValue(arn, out var known))
            return known;
        if (_ofResources.Count >= MaxResources)
            _ofResources.Clear();
        return _ofResources[arn] = Differing(Own(before.FindResource(arn)), Own(after.FindResource(arn)));
    }

    /// <summary>Every document that differs somewhere.</summary>
    public static IEnumerable<PolicyDocument> Documents(AccessSnapshot before, AccessSnapshot after)
    {
        var (old, changed) = (Texts(before), Texts(after));
        foreach (var text in old.Keys.Except(changed.Keys, StringComparer.Ordinal).Concat(changed.Keys.Except(old.Keys, StringComparer.Ordinal)))
        {
            if ((old.GetValueOrDefault(text) ?? changed.GetValueOrDefault(text) ?? PolicyDocument.Parse(text).Document) is { } document)
                yield return document;
        }
    }

    private const int MaxResources = 100_000;

    private static IEnumerable<(string Place, AttachedPolicy Policy)> Levels(AccessView view, string account, PolicyType type) =>
        view.LevelsOf(account, type).SelectMany(level => level.Policies.Select(policy => (level.Target, policy)));

    private static IEnumerable<(string Place, AttachedPolicy Policy)> Own(AccessPrincipal? principal) => principal is null
        ? []
        : principal.Identity.Select(policy => ("identity", policy)).Concat(principal.PermissionsBoundary.Select(policy => ("boundary", policy)));

    private static IEnumerable<(string Place, AttachedPolicy Policy)> Own(AccessResource? resource) => resource?.Policy is { } policy ? [("resource", policy)] : [];

    // Where nothing of a kind was in force, the kind took no part: the first policy decides on everything.
    private static ImmutableArray<AttachedPolicy> Differing(IEnumerable<(string Place, AttachedPolicy Policy)> before, IEnumerable<(string Place, AttachedPolicy Policy)> after)
    {
        var (old, changed) = (Keyed(before), Keyed(after));
        if (old.Count == 0 != (changed.Count == 0))
            return [GivenPolicies.Everything];
        return
        [
            .. old.Where(pair => !changed.ContainsKey(pair.Key)).Concat(changed.Where(pair => !old.ContainsKey(pair.Key)))
                .Select(pair => new AttachedPolicy(ConditionFreeCopy.Of(pair.Value.Document), pair.Value.Name, PolicyKind.Identity)),
        ];
    }

    private static Dictionary<(string Place, string Text), AttachedPolicy> Keyed(IEnumerable<(string Place, AttachedPolicy Policy)> policies)
    {
        var keyed = new Dictionary<(string, string), AttachedPolicy>();
        foreach (var (place, policy) in policies)
            keyed.TryAdd((place, policy.Document.Text), policy);
        return keyed;
    }

    private static Dictionary<string, PolicyDocument?> Texts(AccessSnapshot snapshot)
    {
        var texts = new Dictionary<string, PolicyDocument?>(StringComparer.Ordinal);
        foreach (var policy in snapshot.Principals.SelectMany(principal => principal.Identity.Concat(principal.PermissionsBoundary).Concat(principal.Trust is { } trust ? [trust] : [])))
            texts.TryAdd(policy.Document.Text, policy.Document);
        foreach (var policy in snapshot.Resources.Select(resource => resource.Policy).OfType<AttachedPolicy>())
            texts.TryAdd(policy.Document.Text, policy.Document);
        if (snapshot.Organization is { } organization)
        {
            foreach (var policy in organization.Units.SelectMany(unit => unit.Policies).Concat(organization.Accounts.SelectMany(account => account.Policies)))
                texts.TryAdd(policy.Document, null);
        }
        return texts;
    }
}
