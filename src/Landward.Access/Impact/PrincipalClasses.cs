using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>
/// Principals grouped by what decides about them: grants, boundary and organization policies, before and after the change. A
/// question about one member is answered for all.
/// </summary>
internal sealed class PrincipalClasses
{
    private readonly AccessView _before;
    private readonly AccessView _after;
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<AccessPrincipal>> _classes = new(StringComparer.Ordinal);

    public PrincipalClasses(AccessView before, AccessView after)
    {
        _before = before;
        _after = after;
        Facts = new PrincipalFacts(before);
        foreach (var principal in before.Snapshot.Principals)
        {
            if (after.FindPrincipal(principal.Arn) is not { } changed)
                continue;
            var (old, now) = (Key(principal, before), Key(changed, after));
            if (old == now)
            {
                Unchanged++;
                continue;
            }
            var key = $"{old}|{now}|{Facts.Answers(principal, Documents(Before(principal)).Concat(Documents(After(principal))))}";
            if (!_classes.TryGetValue(key, out var members))
                _classes[key] = members = [];
            members.Add(principal);
        }
    }

    public PrincipalFacts Facts { get; }

    /// <summary>Principals of whom no policy differs.</summary>
    public int Unchanged { get; }

    /// <summary>The others, most members first.</summary>
    public IEnumerable<ImmutableArray<AccessPrincipal>> Changed =>
        _classes.Values.OrderByDescending(members => members.Count).ThenBy(members => members[0].Arn, StringComparer.Ordinal).Select(members => members.ToImmutableArray());

    public PolicySet Before(AccessPrincipal principal) => _before.PoliciesOf(principal, null);

    public PolicySet After(AccessPrincipal principal) => _after.PoliciesOf(_after.FindPrincipal(principal.Arn)!, null);

    /// <summary>The documents that decide about a principal's own permissions.</summary>
    public static IEnumerable<PolicyDocument> Documents(PolicySet policies) =>
        policies.Identity.Concat(policies.PermissionsBoundary).Concat(policies.ServiceControlPolicies.SelectMany(level => level.Policies)).Select(policy => policy.Document);

    // Service control policies do not bind service-linked roles, so these are classes of their own.
    private string Key(AccessPrincipal principal, AccessView view) =>
        $"{principal.Principal.IsServiceLinkedRole}/{Texts(principal.Identity)}/{Texts(principal.PermissionsBoundary)}/{(principal.Principal.IsServiceLinkedRole ? 0 : Levels(principal.Account, view))}";

    private string Texts(ImmutableArray<AttachedPolicy> policies) =>
        string.Join(',', policies.Select(policy => Number(policy.Document.Text)).Order());

    private int Levels(string account, AccessView view)
    {
        var key = string.Join(';', view.LevelsOf(account, PolicyType.ServiceControlPolicy).Select(level => Texts(level.Policies)));
        if (!_levels.TryGetValue(key, out var number))
            _levels[key] = number = _levels.Count + 1;
        return number;
    }

    private int Number(string text)
    {
        if (!_texts.TryGetValue(text, out var number))
            _texts[text] = number = _texts.Count + 1;
        return number;
    }
}
