using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>What one way in amounts to: an abstraction with the actions it allows.</summary>
internal sealed record RawFinding(AccessGrant Grant, Abstraction Abstraction, ImmutableArray<string> Actions, GrantAnswer Answer);

/// <summary>Analyses one resource against one zone of trust.</summary>
internal sealed class ResourceAnalysis(AnalysisWorld world, AccessResource resource, ZoneOfTrust zone)
{
    // Services whose APIs take unsigned requests.
    private static readonly FrozenSet<string> Unsigned = FrozenSet.ToFrozenSet(
        ["AWS::S3::Bucket", "AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::Lambda::Function", "AWS::EFS::FileSystem"], StringComparer.Ordinal);

    // No resource-based policy that AWS accepts comes near (the largest quotas are 32 KB and 20 KB).
    private const int MaxStatements = 1_000;
    private const int MaxValues = 3_000;

    private readonly ImmutableArray<PolicyLevel> _levels = world.ResourceControlPolicies(resource);

    /// <summary>Satisfiability questions asked.</summary>
    public int Questions { get; private set; }

    public TrustedAccounts Trusted { get; } = TrustedAccounts.Of(zone, world.Snapshot.Organization, resource.Account);

    /// <summary>Who gets in by this grant.</summary>
    /// <param name="services">Ask for AWS services that act for strangers instead of for callers outside.</param>
    public IEnumerable<RawFinding> Of(AccessGrant grant, bool services = false)
    {
        var statements = Statements(grant);
        if (!grant.Policy.Document.Statements.Any(statement => statement.Effect == Effect.Allow))
            yield break;
        if (statements.Count > MaxStatements || statements.Sum(statement => statement.PrincipalsOf().Length + statement.ConditionsOf().Sum(condition => condition.Values.Length)) > MaxValues)
        {
            yield return new RawFinding(grant, Abstraction.Top, [], new GrantAnswer.Undecided("the policy is larger than any that AWS accepts"));
            yield break;
        }
        var instances = Instances.For([grant.Policy.Document.Text, grant.Gate?.Document.Text ?? string.Empty, resource.Arn, .. _levels.SelectMany(level => level.Policies).Select(policy => policy.Document.Text)]);
        var set = new CallerSet(CallerTraits.Of(statements), Trusted, world.Snapshot.Organization, world.Levels, instances, world.OwnerOf);
        var callers = (services ? set.Services() : set.Build().Where(MayCall)).Select(caller => caller with { Facts = Merge(caller, grant) }).ToImmutableArray();
        var candidates = Candidates(statements, instances);
        var search = new GrantSearch(grant, Policies(grant), resource.Account, world.IsExempt(resource), candidates);
        var lattice = PredicateLattice.Of(statements, instances);
        foreach (var group in ActionGroups.Of(resource, grant.Policy.Document, statements, instances))
        {
            GrantAnswer Ask(Caller caller, ImmutableArray<(Predicate Predicate, bool Holds)> limits) => search.Find(caller, group.Actions[0], group.TargetsFor(caller, instances), limits);
            var open = callers.RemoveAll(caller => Ask(caller, []) is GrantAnswer.NotGranted);
            if (open.IsEmpty)
                continue;
            var stratification = new Stratification(lattice, open, Ask);
            foreach (var (abstraction, answer) in services ? Each(open, caller => Ask(caller, [])) : stratification.Run())
                yield return new RawFinding(grant, abstraction, group.Actions, answer);
            Questions += stratification.Questions;
        }
    }

    // Of services each is a finding of its own.
    private static IEnumerable<(Abstraction Abstraction, GrantAnswer Answer)> Each(ImmutableArray<Caller> callers, Func<Caller, GrantAnswer> ask) =>
        callers.Select(caller => (Abstraction.Top.With(new Predicate(Predicate.PrincipalCoordinate, "Service", string.Empty, caller.Principal.Arn)), ask(caller)));

    private bool MayCall(Caller caller) => caller.Principal.Kind switch
    {
        PrincipalKind.Anonymous => Unsigned.Contains(resource.Type),
        PrincipalKind.Root => resource.Type != "AWS::IAM::Role",
        PrincipalKind.Federated => resource.Type == "AWS::IAM::Role",
        _ => true,
    };

    private List<PolicyStatement> Statements(AccessGrant grant) =>
        [.. grant.Policy.Document.Statements, .. grant.Gate?.Document.Statements ?? [], .. _levels.SelectMany(level => level.Policies).SelectMany(policy => policy.Document.Statements).Where(statement => statement.Effect == Effect.Deny)];

    private PolicySet Policies(AccessGrant grant) => new()
    {
        Resource = grant.Policy,
        Identity = [PolicyTexts.AllowAll],
        VpcEndpoint = grant.Gate is { } gate ? [gate] : [],
        ResourceControlPolicies = _levels,
    };

    private static KeyCandidates Candidates(List<PolicyStatement> statements, Instances instances)
    {
        var candidates = new KeyCandidates(instances);
        foreach (var statement in statements)
        {
            foreach (var condition in statement.ConditionsOf())
                candidates.Add(condition);
            foreach (var key in statement.KeysOf().Except(statement.ConditionsOf().Select(condition => condition.Key), StringComparer.OrdinalIgnoreCase))
                candidates.AddVariable(key);
        }
        return candidates;
    }

    // What follows from the resource ("AWS global condition context keys": aws:ResourceAccount, aws:ResourceOrgID, aws:RequestedRegion).
    private FrozenDictionary<string, ContextValue?> Merge(Caller caller, AccessGrant grant)
    {
        var facts = new Dictionary<string, ContextValue?>(caller.Facts, StringComparer.OrdinalIgnoreCase)
        {
            ["aws:ResourceAccount"] = ContextValue.Single(resource.Account),
            ["s3:ResourceAccount"] = ContextValue.Single(resource.Account),
            ["aws:ResourceOrgID"] = world.OrganizationOf(resource.Account) is { } id ? ContextValue.Single(id) : null,
            ["aws:ResourceOrgPaths"] = world.Levels?.PathOf(resource.Account) is { } path ? ContextValue.Multiple([path]) : null,
        };
        if (resource.Type != "AWS::IAM::Role" && resource.Region.Length > 0)
            facts["aws:RequestedRegion"] = ContextValue.Single(resource.Region);
        foreach (var (key, value) in grant.Facts)
            facts[key] = value;
        return facts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
