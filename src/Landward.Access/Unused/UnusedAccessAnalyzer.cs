using System.Collections.Immutable;
using System.Globalization;
using Landward.Policy;

namespace Landward.Access;

/// <summary>
/// Finds roles, access keys, passwords and permissions that the tracking period does not need. What IAM itself remembers (last used) counts
/// beside the logs, so that a short history does not make something look unused that IAM knows was used.
/// </summary>
public sealed class UnusedAccessAnalyzer
{
    private readonly UsageRecord _usage;
    private readonly UnusedAccessOptions _options;
    private readonly GrantedActions _granted = new();
    private readonly List<UnusedAccess> _findings = [];
    private readonly SortedDictionary<string, ImmutableArray<string>> _notTold = new(StringComparer.Ordinal);

    private UnusedAccessAnalyzer(UsageRecord usage, UnusedAccessOptions options) => (_usage, _options) = (usage, options);

    public static UnusedAccessReport Analyze(AccessSnapshot snapshot, UsageRecord usage, UnusedAccessOptions options)
    {
        var analyzer = new UnusedAccessAnalyzer(usage, options);
        foreach (var principal in snapshot.Principals)
            analyzer.Add(principal);
        return new UnusedAccessReport(
            options,
            [.. analyzer._findings.OrderBy(finding => finding.Principal.Account, StringComparer.Ordinal).ThenBy(finding => finding.Principal.Arn, StringComparer.Ordinal).ThenBy(finding => finding.FindingType, StringComparer.Ordinal).ThenBy(finding => (finding as UnusedPermission)?.ServiceNamespace, StringComparer.Ordinal)],
            usage.History is { First: { } first, Last: { } last } ? (first, last) : null,
            analyzer._notTold.ToImmutableSortedDictionary(StringComparer.Ordinal),
            [.. snapshot.Principals.Where(principal => !principal.UnreadPolicies.IsEmpty).Select(principal => principal.Arn)],
            analyzer.Notes());
    }

    private void Add(AccessPrincipal principal)
    {
        // Access Analyzer leaves service-linked roles out: their service decides what they need.
        if (principal.Principal.IsServiceLinkedRole)
            return;
        var calls = _usage.CallsOf(principal.Arn, _options.Start, _options.End).ToList();
        if (principal.Principal.Kind == PrincipalKind.User)
            AddCredentials(principal);
        else if (calls.Count == 0 && IsUnused(principal.LastUsedAt, principal.CreatedAt))
            _findings.Add(new UnusedIamRole(principal, principal.LastUsedAt));
        // A principal nobody used needs no list of its permissions, and one that is new has had no time to use them.
        if (calls.Count > 0 && !IsNew(principal.CreatedAt))
            AddPermissions(principal, calls);
    }

    private void AddCredentials(AccessPrincipal user)
    {
        foreach (var key in user.AccessKeys.Where(key => key.Active))
        {
            var last = Later(key.LastUsedAt, _usage.KeyLastUsed.TryGetValue(key.Id, out var logged) ? logged : null);
            if (IsUnused(last, key.CreatedAt))
                _findings.Add(new UnusedIamUserAccessKey(user, key.Id, last));
        }
        if (user.Password is not { } password)
            return;
        var signedIn = Later(password.LastUsedAt, _usage.PasswordLastUsed.TryGetValue(user.Arn, out var seen) ? seen : null);
        if (IsUnused(signedIn, password.CreatedAt ?? user.CreatedAt))
            _findings.Add(new UnusedIamUserPassword(user, signedIn));
    }

    private void AddPermissions(AccessPrincipal principal, List<RecordedCall> calls)
    {
        var used = calls.GroupBy(call => call.Action, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.Max(call => call.LastSeen), StringComparer.OrdinalIgnoreCase);
        var lastByService = used.GroupBy(pair => pair.Key.Split(':')[0], StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.Max(pair => pair.Value), StringComparer.OrdinalIgnoreCase);
        var unused = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var notTold = new List<string>();
        foreach (var atom in _granted.Of(principal))
        {
            if (IamFacts.Current.Universe.IsOther(atom))
                continue;
            var action = IamFacts.Current.Universe.NameOf(atom);
            if (used.ContainsKey(action))
                continue;
            if (UnloggedActions.Contains(action) && !IsDataSeen(action))
            {
                notTold.Add(action);
                continue;
            }
            var colon = action.IndexOf(':', StringComparison.Ordinal);
            if (!unused.TryGetValue(action[..colon], out var actions))
                unused[action[..colon]] = actions = [];
            actions.Add(action[(colon + 1)..]);
        }
        if (notTold.Count > 0)
            _notTold[principal.Arn] = [.. notTold.Order(StringComparer.Ordinal)];
        foreach (var (service, actions) in unused)
        {
            var inUse = lastByService.TryGetValue(service, out var last);
            _findings.Add(new UnusedPermission(principal, service, inUse ? [.. actions.Order(StringComparer.Ordinal)] : [], inUse ? last : null));
        }
    }

    // Data events of S3 and Lambda are in the logs; others are not told apart and stay untold.
    private bool IsDataSeen(string action) =>
        _usage.History.HasDataEvents && (action.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) || action.StartsWith("lambda:", StringComparison.OrdinalIgnoreCase));

    private bool IsUnused(DateTimeOffset? lastUsed, DateTimeOffset? created) => (lastUsed is null || lastUsed < _options.Start) && !IsNew(created);

    private bool IsNew(DateTimeOffset? created) => created > _options.Start;

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right : left;

    private ImmutableArray<string> Notes()
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        var period = string.Create(CultureInfo.InvariantCulture, $"{_options.Start:yyyy-MM-dd} to {_options.End:yyyy-MM-dd}, {_options.Days} days");
        if (_usage.History is not { First: { } first, Last: { } last })
            notes.Add($"The logs hold no events. Only what IAM itself remembers counts ({period}).");
        else if (first > _options.Start.AddDays(1) || last < _options.End.AddDays(-1))
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"The logs reach from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}, the tracking period is {period}: what was used in the rest of it looks unused here. A shorter history proves less."));
        if (_usage.History.Partial)
            notes.Add("Some of the logs could not be read: what they record looks unused here.");
        if (_notTold.Count > 0)
            notes.Add("Data events and passed roles are not in these logs: about actions such as s3:GetObject, dynamodb:GetItem and iam:PassRole nothing is claimed (notTold lists them).");
        if (_usage.History.Unmapped.Any(unmapped => unmapped.IsCall))
            notes.Add("Some calls could not be mapped to an IAM action; a permission for them may look unused.");
        return notes.ToImmutable();
    }
}
