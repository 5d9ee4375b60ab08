using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Access;
using Landward.Access.Escalations;
using Landward.Model;
using Landward.Policy;

namespace Landward.Tests.Access.Escalations;

/// <summary>A management account and two members, built statement by statement. Full access policies are attached everywhere.</summary>
internal sealed class SmallOrganization
{
    public const string Management = "111111111111";
    public const string Dev = "222222222222";
    public const string Prod = "333333333333";
    public const string Id = "o-small";
    public const string Admin = """{"Effect":"Allow","Action":"*","Resource":"*"}""";

    private readonly Dictionary<string, List<AccessPrincipal>> _principals = new() { [Management] = [], [Dev] = [], [Prod] = [] };
    private readonly Dictionary<string, List<AccessGroup>> _groups = new() { [Management] = [], [Dev] = [], [Prod] = [] };
    private readonly List<AccessResource> _resources = [];
    private readonly List<OrganizationPolicy> _root = [Full("p-full", PolicyType.ServiceControlPolicy)];
    private readonly List<OrganizationPolicy> _resourceControls = [];

    public static string Role(string name, string account = Dev) => $"arn:aws:iam::{account}:role/{name}";

    public static string User(string name, string account = Dev) => $"arn:aws:iam::{account}:user/{name}";

    public static string Trusts(string aws) => $$$"""{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"{{{aws}}}"}}""";

    public static string TrustsService(string service) => $$$"""{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"{{{service}}}"}}""";

    public static string Allow(string actions, string resource = "*", string? condition = null) => Statement("Allow", actions, resource, condition);

    public static string Deny(string actions, string resource = "*", string? condition = null) => Statement("Deny", actions, resource, condition);

    public SmallOrganization WithUser(string name, params ReadOnlySpan<string> statements) => Add(Dev, User(name), null, statements);

    public SmallOrganization WithRole(string name, string trust, params ReadOnlySpan<string> statements) => Add(Dev, Role(name), trust, statements);

    public SmallOrganization Add(string account, string arn, string? trust, params ReadOnlySpan<string> statements)
    {
        _principals[account].Add(new AccessPrincipal
        {
            Principal = Principal.FromArn(arn)!,
            Identity = statements.IsEmpty ? [] : [Policy("policy of " + arn[(arn.LastIndexOf('/') + 1)..], string.Join(',', statements), PolicyKind.Identity)],
            Trust = trust is null ? null : Policy("trust", trust, PolicyKind.Trust),
        });
        return this;
    }

    public SmallOrganization Change(string arn, Func<AccessPrincipal, AccessPrincipal> change)
    {
        foreach (var list in _principals.Values)
        {
            if (list.FindIndex(principal => principal.Arn == arn) is var index and >= 0)
                list[index] = change(list[index]);
        }
        return this;
    }

    public SmallOrganization WithBoundary(string arn, string statements) =>
        Change(arn, principal => principal with { PermissionsBoundary = [Policy("boundary", statements, PolicyKind.PermissionsBoundary) with { Id = $"arn:aws:iam::{principal.Account}:policy/boundary" }] });

    public SmallOrganization WithManaged(string arn, string policy, string statements) =>
        Change(arn, principal => principal with { Identity = principal.Identity.Add(Policy(policy, statements, PolicyKind.Identity) with { Id = $"arn:aws:iam::{principal.Account}:policy/{policy}" }) });

    public SmallOrganization WithGroup(string name, string statements)
    {
        _groups[Dev].Add(new AccessGroup(name, $"arn:aws:iam::{Dev}:group/{name}", [Policy("policy of " + name, statements, PolicyKind.Identity)]));
        return this;
    }

    public SmallOrganization WithCompute(string type, string arn, string role)
    {
        _resources.Add(new AccessResource { Arn = arn, Type = type, Account = Dev, Region = "us-east-1", RoleArn = role });
        return this;
    }

    public SmallOrganization WithServiceControlPolicy(string statements)
    {
        _root.Add(new OrganizationPolicy($"p-{_root.Count}", $"guard{_root.Count}", PolicyType.ServiceControlPolicy, Document(statements), AwsManaged: false));
        return this;
    }

    public SmallOrganization WithResourceControlPolicy(string statements)
    {
        if (_resourceControls.Count == 0)
            _resourceControls.Add(new OrganizationPolicy("p-rcpfull", "RCPFullAWSAccess", PolicyType.ResourceControlPolicy, Document("""{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"""), AwsManaged: true));
        _resourceControls.Add(new OrganizationPolicy("p-rcp", "perimeter", PolicyType.ResourceControlPolicy, Document(statements), AwsManaged: false));
        return this;
    }

    public AccessSnapshot Build() => new()
    {
        Organization = new Organization(
            Id,
            AccountId.Parse(Management),
            [new OrganizationalUnit("r-root", "Root", string.Empty, null, [.. _root, .. _resourceControls])],
            [.. new[] { Management, Dev, Prod }.Select(account => new OrganizationAccount(
                AccountId.Parse(account), account, "x@example.com", "ACTIVE", "r-root", FrozenDictionary<string, string>.Empty,
                _resourceControls.Count == 0 ? [Full("p-full", PolicyType.ServiceControlPolicy)] : [Full("p-full", PolicyType.ServiceControlPolicy), _resourceControls[0]]))],
            FrozenDictionary<string, ImmutableArray<AccountId>>.Empty),
        Accounts = [.. _principals.Select(pair => new AccessAccount(AccountId.Parse(pair.Key), pair.Key, [.. pair.Value.OrderBy(principal => principal.Arn, StringComparer.Ordinal)]) { Groups = [.. _groups[pair.Key]] })],
        Resources = [.. _resources],
    };

    /// <summary>The path of one principal; null when it has none.</summary>
    public EscalationPath? PathOf(string from, EscalationGoal? goal = null) =>
        EscalationAnalyzer.Analyze(Build(), new EscalationOptions { From = from, Goal = goal ?? new EscalationGoal.Administrator(), MaxCuts = 0 }, CancellationToken.None).Paths.SingleOrDefault();

    public EscalationReport Report(int cuts = 8) => EscalationAnalyzer.Analyze(Build(), new EscalationOptions { MaxCuts = cuts }, CancellationToken.None);

    public static AttachedPolicy Policy(string name, string statements, PolicyKind kind) =>
        new(PolicyDocument.Parse(Document(statements), name).Document ?? throw new FormatException(statements), name, kind);

    private static string Document(string statements) => $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""";

    private static OrganizationPolicy Full(string id, PolicyType type) => new(id, "FullAWSAccess", type, Document(Admin), AwsManaged: true);

    private static string Statement(string effect, string actions, string resource, string? condition) =>
        $$"""{"Effect":"{{effect}}","Action":["{{actions.Replace(" ", "\",\"", StringComparison.Ordinal)}}"],"Resource":"{{resource}}"{{(condition is null ? string.Empty : $",\"Condition\":{condition}")}}}""";
}
