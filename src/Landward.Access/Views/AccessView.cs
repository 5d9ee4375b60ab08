using System.Collections.Concurrent;
using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>
/// A snapshot as decisions see it: which policies have a say when this principal reaches for that resource, and which facts of the
/// request follow from who they are. What does not follow stays unknown. Thread-safe.
/// </summary>
public sealed class AccessView
{
    private readonly Dictionary<string, AccessPrincipal> _principals;
    private readonly Dictionary<string, AccessPrincipal> _rolesByName;
    private readonly Dictionary<string, AccessAccount> _accounts;
    private readonly ResourceIndex _resources;
    private readonly OrganizationLevels? _levels;
    private readonly RequestFacts _facts;
    private readonly ConcurrentDictionary<(string Account, PolicyType Type), ImmutableArray<PolicyLevel>> _levelsByAccount = new();
    private readonly ConcurrentDictionary<string, AccessResource> _roles = new(StringComparer.Ordinal);

    /// <param name="snapshot">Read once.</param>
    /// <param name="others">Documents that are not in the snapshot and will be evaluated against its requests, such as a changed service control policy.</param>
    /// <exception cref="FormatException">A policy of the organization is no policy document.</exception>
    public AccessView(AccessSnapshot snapshot, IEnumerable<PolicyDocument>? others = null)
    {
        Snapshot = snapshot;
        _accounts = snapshot.Accounts.ToDictionary(account => account.Id.Value, StringComparer.Ordinal);
        _principals = new Dictionary<string, AccessPrincipal>(snapshot.Accounts.Sum(account => account.Principals.Length), StringComparer.Ordinal);
        _rolesByName = new Dictionary<string, AccessPrincipal>(_principals.Capacity, StringComparer.Ordinal);
        foreach (var principal in snapshot.Principals)
        {
            _principals.TryAdd(principal.Arn, principal);
            // Role names are unique in an account whatever their path; a session's ARN has only the name.
            if (principal.Principal.Kind == PrincipalKind.Role)
                _rolesByName.TryAdd($"{principal.Account}/{principal.Principal.Name}", principal);
        }
        _resources = new ResourceIndex(snapshot.Resources);
        _levels = snapshot.Organization is { } organization ? new OrganizationLevels(organization) : null;
        _facts = new RequestFacts(snapshot.Organization, _levels, MentionedKeys.Of(snapshot, others ?? []));
    }

    public AccessSnapshot Snapshot { get; }

    /// <summary>Every account id that belongs to the organization or is read outside of one.</summary>
    public bool IsOwn(string account) => _accounts.ContainsKey(account) || _levels?.PathOf(account) is not null;

    public AccessAccount? FindAccount(string account) => _accounts.GetValueOrDefault(account);

    /// <summary>The user or role of an ARN; of a session's ARN its role. Null when the snapshot does not hold it.</summary>
    public AccessPrincipal? FindPrincipal(string arn)
    {
        if (_principals.TryGetValue(arn, out var exact))
            return exact;
        return Principal.FromArn(arn) is { Kind: PrincipalKind.RoleSession } session ? _rolesByName.GetValueOrDefault($"{session.Account}/{session.Name}") : null;
    }

    /// <summary>The resource that the ARN belongs to; roles with their trust policy. Null when the snapshot does not hold it.</summary>
    public AccessResource? FindResource(string arn)
    {
        if (_principals.TryGetValue(arn, out var principal) && principal.Trust is not null)
            return _roles.GetOrAdd(arn, static (_, role) => AsResource(role), principal);
        return _resources.Find(arn);
    }

    /// <summary>What a request for the ARN is about.</summary>
    /// <param name="account">The owner, where the caller knows it better than ARN and snapshot.</param>
    public AccessTarget Target(string arn, string? account = null)
    {
        var resource = FindResource(arn);
        var named = Arn.TryParse(arn, out var parts) && AccountId.TryParse(parts.Account, out _) ? parts.Account : null;
        return new AccessTarget(arn, resource?.Account ?? account ?? named, resource);
    }

    /// <summary>Every policy that has a say, session and VPC endpoint policies aside.</summary>
    public PolicySet PoliciesOf(AccessPrincipal principal, AccessResource? resource) => new()
    {
        Identity = principal.Identity,
        PermissionsBoundary = principal.PermissionsBoundary,
        ServiceControlPolicies = LevelsOf(principal.Account, PolicyType.ServiceControlPolicy),
        ResourceControlPolicies = resource is null ? [] : LevelsOf(resource.Account, PolicyType.ResourceControlPolicy),
        Resource = resource?.Policy,
    };

    /// <summary>The same for a caller without policies of its own here: a service, a stranger's principal, an anonymous request.</summary>
    public PolicySet PoliciesOf(Principal caller, AccessResource? resource) => FindPrincipal(caller.Arn) is { } known
        ? PoliciesOf(known, resource)
        : new PolicySet
        {
            ServiceControlPolicies = LevelsOf(caller.Account, PolicyType.ServiceControlPolicy),
            ResourceControlPolicies = resource is null ? [] : LevelsOf(resource.Account, PolicyType.ResourceControlPolicy),
            Resource = resource?.Policy,
        };

    /// <summary>The levels that bind an account, root first; empty where none do.</summary>
    public ImmutableArray<PolicyLevel> LevelsOf(string account, PolicyType type) =>
        _levels is null || account.Length == 0 ? [] : _levelsByAccount.GetOrAdd((account, type), static (key, levels) => levels.Of(key.Account, key.Type), _levels);

    /// <summary>The request with every fact that follows from principal and resource; all other keys that any policy mentions are unknown.</summary>
    /// <param name="given">Facts the asker adds; they win.</param>
    public AuthorizationRequest Request(AccessPrincipal principal, string action, AccessTarget target, RequestContext? given = null) =>
        Request(principal.Principal, principal, action, target, given);

    /// <summary>The same for any caller: a session, a service, a stranger, an anonymous request.</summary>
    public AuthorizationRequest Request(Principal caller, string action, AccessTarget target, RequestContext? given = null) =>
        Request(caller, FindPrincipal(caller.Arn), action, target, given);

    internal RequestContext CallerContext(AccessPrincipal principal, string action, AccessTarget target, RequestContext? given, IEnumerable<string> callerKeys) =>
        _facts.CallerContextOf(new RequestParties(principal.Principal, principal, action, target), given, callerKeys);

    private AuthorizationRequest Request(Principal caller, AccessPrincipal? known, string action, AccessTarget target, RequestContext? given) =>
        new(caller, action, target.Arn, target.Account, _facts.ContextOf(new RequestParties(caller, known, action, target), given))
        {
            PrincipalInManagementAccount = IsManagementAccount(caller.Account),
            ResourceExemptFromResourceControlPolicies = target.Account is { } owner && IsManagementAccount(owner),
        };

    private bool IsManagementAccount(string account) => account.Length > 0 && Snapshot.Organization?.ManagementAccount.Value == account;

    private static AccessResource AsResource(AccessPrincipal role) => new()
    {
        Arn = role.Arn,
        Type = "AWS::IAM::Role",
        Account = role.Account,
        Region = "us-east-1",
        Policy = role.Trust,
        Tags = role.Tags,
    };
}
