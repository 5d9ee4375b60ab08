using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>The snapshot as the search walks it: nodes, who stands together, and facts that many questions share.</summary>
internal sealed class EscalationWorld
{
    private static readonly AttachedPolicy Everything = new(
        PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""").Document!,
        "AdministratorAccess", PolicyKind.Identity, "arn:aws:iam::aws:policy/AdministratorAccess");

    private readonly PolicyFacts _facts = new();
    private readonly List<EscalationNode> _nodes = [];
    private readonly Dictionary<string, EscalationNode> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Origin, NodeForms Forms, string Group), EscalationNode> _forms = [];
    private readonly Dictionary<string, int> _classes = new(StringComparer.Ordinal);
    private readonly OrganizationExemptions _exemptions;
    private readonly Dictionary<(string Role, string Service), StepVerdict> _admissions = [];
    private readonly Dictionary<string, bool> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccountNodes> _accounts = new(StringComparer.Ordinal);
    private readonly ILookup<string, AccessResource> _compute;

    public EscalationWorld(AccessSnapshot snapshot)
    {
        Snapshot = snapshot;
        View = new AccessView(snapshot);
        ManagementAccount = snapshot.Organization?.ManagementAccount.Value;
        Regions = CandidateRegions.Of(snapshot);
        Judge = new CallJudge(View, Regions);
        Resources = new ChosenResources(Regions, snapshot.Organization?.Id ?? "o-none", ManagementAccount ?? string.Empty);
        Techniques = new TechniqueJudge(this);
        _compute = Compute(snapshot);
        _exemptions = new OrganizationExemptions(View, snapshot);
        foreach (var account in snapshot.Accounts)
        {
            var nodes = account.Principals.Where(principal => !principal.Principal.IsServiceLinkedRole).Select(Add).ToImmutableArray();
            _accounts[account.Id.Value] = new AccountNodes(account, nodes, ByClass(nodes));
        }
    }

    public AccessSnapshot Snapshot { get; }

    public AccessView View { get; }

    public CallJudge Judge { get; }

    public TechniqueJudge Techniques { get; }

    public ChosenResources Resources { get; }

    /// <summary>The Regions in which an attacker is taken to work: those of the snapshot and those that organization policies name.</summary>
    public ImmutableArray<string> Regions { get; }

    /// <summary>12 digits; null outside an organization.</summary>
    public string? ManagementAccount { get; }

    public IReadOnlyList<EscalationNode> Nodes => _nodes;

    public IEnumerable<AccountNodes> Accounts => _accounts.Values;

    public AccountNodes? FindAccount(string id) => _accounts.GetValueOrDefault(id);

    public EscalationNode? FindPrincipal(string arn) => View.FindPrincipal(arn) is { } principal ? _byName.GetValueOrDefault(principal.Arn) : null;

    public IEnumerable<AccessResource> ComputeOf(string role) => _compute[role];

    public ActionMask MaskOf(AttachedPolicy policy) => _facts.Of(policy.Document).Mask;

    public bool TellsPrincipalsApart(AttachedPolicy? policy) => policy is not null && _facts.Of(policy.Document).TellsPrincipalsApart;

    public string GroupArn(AccessPrincipal user, string name) =>
        FindAccount(user.Account)?.Account.Groups.FirstOrDefault(group => group.Name == name)?.Arn ?? $"{user.Arn[..user.Arn.IndexOf(":user/", StringComparison.Ordinal)]}:group/{name}";

    /// <summary>Whether the role lets the service in; asked once for each pair.</summary>
    public StepVerdict ServiceAdmission(AccessPrincipal role, string service, EscalationCall call)
    {
        if (_admissions.TryGetValue((role.Arn, service), out var known))
            return known;
        var names = TrustPrincipals.Of(role).Any(principal => principal.Type == "Service" && principal.Value.Equals(service, StringComparison.OrdinalIgnoreCase));
        return _admissions[(role.Arn, service)] = names ? Judge.DecideFor(Principal.Service(service), call) : StepVerdict.No;
    }

    /// <summary>The agent on an instance with this role can report to Systems Manager, so the instance is taken to be managed.</summary>
    public bool IsManagedBySystemsManager(AccessPrincipal role)
    {
        if (_agents.TryGetValue(role.Arn, out var known))
            return known;
        return _agents[role.Arn] = FindPrincipal(role.Arn) is { } node && Judge.Decide(node, new EscalationCall("ssm:UpdateInstanceInformation", "*", role.Account)) == StepVerdict.Yes;
    }

    public bool IsDelegated(string service, string account) =>
        Snapshot.Organization is { } organization && organization.DelegatedAdministrators.TryGetValue(service, out var accounts) && accounts.Any(id => id.Value == account);

    /// <summary>The role, or with <paramref name="editsPermissionSet"/> any role of its permission set, is in the management account.</summary>
    public bool IsInManagementAccount(AccessPrincipal role, bool editsPermissionSet)
    {
        if (role.Account == ManagementAccount || !editsPermissionSet)
            return role.Account == ManagementAccount;
        var sets = role.Assignments.Select(assignment => assignment.PermissionSet).ToHashSet(StringComparer.Ordinal);
        return ManagementAccount is { } id && FindAccount(id) is { } management && management.Nodes.Any(node => node.Origin!.Assignments.Any(assignment => sets.Contains(assignment.PermissionSet)));
    }

    /// <summary>The node for what a user or role becomes by an edit.</summary>
    public EscalationNode Form(EscalationNode plain, NodeForms forms, AccessGroup? group = null)
    {
        var key = (plain.Index, forms, group?.Arn ?? string.Empty);
        if (_forms.TryGetValue(key, out var known))
            return known;
        var origin = plain.Origin!;
        var identity = origin.Identity;
        if ((forms & NodeForms.Raised) != NodeForms.None)
            identity = identity.Add(Everything);
        if (group is not null)
            identity = identity.AddRange(group.Identity);
        var actor = origin with { Identity = identity, PermissionsBoundary = (forms & NodeForms.Unbounded) != NodeForms.None ? [] : origin.PermissionsBoundary };
        return _forms[key] = Register(Describe(plain.Name, actor, origin, forms, group));
    }

    /// <summary>The node for a role that somebody makes in the account, with every permission and no boundary.</summary>
    public EscalationNode Created(string account)
    {
        var key = (-1, NodeForms.Created, account);
        if (_forms.TryGetValue(key, out var known))
            return known;
        var partition = FindAccount(account)?.Nodes is [var any, ..] ? CallFacts.PartitionOf(any) : "aws";
        var actor = new AccessPrincipal { Principal = Principal.FromArn($"arn:{partition}:iam::{account}:role/landward-escalation")!, Identity = [Everything] };
        return _forms[key] = Register(Describe($"a new user or role in {account}", actor, actor, NodeForms.Created, null));
    }

    /// <summary>A node that enters the organization from outside or through a sign-in.</summary>
    public EscalationNode Entry(EscalationNodeKind kind, string name, AccessPrincipal? actor = null)
    {
        var key = $"{kind}/{name}";
        if (_byName.TryGetValue(key, out var known))
            return known;
        var node = Register(new EscalationNode { Index = _nodes.Count, Kind = kind, Name = name, Actor = actor, Class = -1, Mask = ActionMask.Everything });
        return _byName[key] = node;
    }

    /// <summary>By role ARN. An instance names its instance profile, which carries the role.</summary>
    private static ILookup<string, AccessResource> Compute(AccessSnapshot snapshot)
    {
        var roles = snapshot.Principals.SelectMany(role => role.InstanceProfiles.Select(profile => (profile, role.Arn)))
            .GroupBy(pair => pair.profile, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Arn, StringComparer.Ordinal);
        return snapshot.Resources.Where(resource => resource.RoleArn is not null).ToLookup(resource => roles.GetValueOrDefault(resource.RoleArn!, resource.RoleArn!), StringComparer.Ordinal);
    }

    private EscalationNode Add(AccessPrincipal principal)
    {
        var node = Register(Describe(principal.Arn, principal, principal, NodeForms.None, null));
        _byName.TryAdd(principal.Arn, node);
        return node;
    }

    private EscalationNode Register(EscalationNode node)
    {
        _nodes.Add(node);
        return node;
    }

    private EscalationNode Describe(string name, AccessPrincipal actor, AccessPrincipal origin, NodeForms forms, AccessGroup? group) => new()
    {
        Index = _nodes.Count,
        Kind = EscalationNodeKind.Principal,
        Name = name,
        Actor = actor,
        Origin = origin,
        Forms = forms,
        Group = group,
        Class = ClassOf(actor, forms),
        Mask = _facts.MaskOf(actor.Identity),
    };

    /// <summary>Same account, same policies, and nothing in force that could tell them apart.</summary>
    private int ClassOf(AccessPrincipal actor, NodeForms forms)
    {
        var policies = actor.Identity.Concat(actor.PermissionsBoundary).ToList();
        var key = new StringBuilder(actor.Account).Append(actor.Principal.Kind).Append((int)(forms & NodeForms.Unguarded));
        foreach (var policy in actor.Identity.Select(policy => _facts.Of(policy.Document).Id).Order())
            key.Append(CultureInfo.InvariantCulture, $" {policy}");
        foreach (var policy in actor.PermissionsBoundary)
            key.Append(CultureInfo.InvariantCulture, $" b{_facts.Of(policy.Document).Id}");
        if (_facts.TellPrincipalsApart(policies))
            key.Append(' ').Append(actor.Arn);
        else
            key.Append(' ').Append(_exemptions.SignatureOf(actor));
        var text = key.ToString();
        if (!_classes.TryGetValue(text, out var number))
            _classes[text] = number = _classes.Count;
        return number;
    }

    public static FrozenDictionary<int, ImmutableArray<EscalationNode>> ByClass(IEnumerable<EscalationNode> nodes) =>
        nodes.GroupBy(node => node.Class).ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
}

/// <summary>The users and roles of one account, service-linked roles aside.</summary>
internal sealed record AccountNodes(AccessAccount Account, ImmutableArray<EscalationNode> Nodes, FrozenDictionary<int, ImmutableArray<EscalationNode>> Classes);
