using Landward.Access;
using Landward.Model;
using Landward.Policy;
using Landward.Tests.Access.Generated;

namespace Landward.Tests.Access.Impact;

public sealed class AccessComparisonTests
{
    private const string NoTables = """{"Version":"2012-10-17","Statement":[{"Sid":"NoTables","Effect":"Deny","Action":"dynamodb:Delete*","Resource":"*"}]}""";

    private readonly OrganizationGenerator _generator = new(seed: 5, accounts: 8, principalsPerAccount: 12);

    [Fact]
    public void A_new_denial_takes_access_from_those_who_had_it_and_nobody_else()
    {
        var account = Workload();
        var cleaner = _generator.PlantRole(account, "Cleaner", TrustTexts.Service("ec2.amazonaws.com"), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}}""");
        var reader = _generator.PlantRole(account, "Watcher", TrustTexts.Service("ec2.amazonaws.com"), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:Describe*","Resource":"*"}}""");
        var change = Compare(new PolicyChange.Attach(account, PolicyType.ServiceControlPolicy, "tables", NoTables));
        var statement = change.Statements.ShouldHaveSingleItem();
        statement.TakesAway.ShouldBeTrue();
        statement.Direction.Answer.ShouldBe(ChangeAnswer.Something);
        statement.Direction.Witness!.Action.ToLowerInvariant().ShouldStartWith("dynamodb:delete");
        var lost = change.Classes.Single(item => item.Principals.Contains(cleaner));
        lost.Lost.ShouldHaveSingleItem().Actions.ShouldBe(["dynamodb:Delete*"]);
        lost.Gained.ShouldBeEmpty();
        lost.Undecided.ShouldBeEmpty();
        change.Classes.ShouldNotContain(item => item.Principals.Contains(reader));
        change.NotAnalysed.ShouldBe(0);
    }

    [Fact]
    public void A_denial_that_stands_already_is_proved_to_change_nothing()
    {
        var account = Workload();
        _generator.PlantPolicy(_generator.ParentOf(account), PolicyType.ServiceControlPolicy, "tables", NoTables);
        var before = _generator.Build();
        var change = Compare(before, new PolicyChange.Attach(account, PolicyType.ServiceControlPolicy, "again", NoTables));
        change.Classes.ShouldBeEmpty();
        change.UntouchedPrincipals.ShouldBe(before.Principals.Count());
    }

    [Fact]
    public void A_detached_denial_gives_access_back()
    {
        var account = Workload();
        _generator.PlantPolicy(account, PolicyType.ServiceControlPolicy, "tables", NoTables);
        var cleaner = _generator.PlantRole(account, "Cleaner", TrustTexts.Service("ec2.amazonaws.com"), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}}""");
        var change = Compare(new PolicyChange.Detach(account, "tables"));
        change.Statements.ShouldHaveSingleItem().TakesAway.ShouldBeFalse();
        change.Classes.Single(item => item.Principals.Contains(cleaner)).Gained.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_replaced_policy_gains_and_loses()
    {
        var role = _generator.PlantRole(Workload(), "R", TrustTexts.Service("ec2.amazonaws.com"), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}}""");
        var change = Compare(new PolicyChange.Replace("planted0", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:ReceiveMessage","Resource":"*"}}"""));
        var item = change.Classes.ShouldHaveSingleItem();
        item.Principals.ShouldBe([role]);
        item.Gained.ShouldHaveSingleItem().Witness.Action.ToLowerInvariant().ShouldBe("sqs:receivemessage");
        item.Lost.ShouldHaveSingleItem().Witness.Action.ToLowerInvariant().ShouldBe("sqs:sendmessage");
        change.Statements.Length.ShouldBe(2);
    }

    [Fact]
    public void What_is_beyond_the_budget_is_said()
    {
        var before = _generator.Build();
        var (after, _) = PolicyChange.Apply(before, [new PolicyChange.Attach("root", PolicyType.ServiceControlPolicy, "tables", NoTables)]);
        var change = AccessComparison.Compare(before, after!, new ComparisonBudget(Classes: 1));
        change.NotAnalysed.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(NoTables, null, false)]
    [InlineData(null, NoTables, true)]
    public void A_policy_that_comes_or_goes_is_compared_with_everything_being_allowed(string? before, string? after, bool takesAway)
    {
        var change = AccessComparison.CompareDocuments("tables", "root", PolicyKind.ServiceControlPolicy, before, after, new ComparisonBudget()).ShouldHaveSingleItem();
        change.TakesAway.ShouldBe(takesAway);
        change.Direction.Answer.ShouldBe(ChangeAnswer.Something);
    }

    [Fact]
    public void A_statement_that_only_repeats_is_proved_to_change_nothing()
    {
        const string twice = """{"Version":"2012-10-17","Statement":[{"Sid":"NoTables","Effect":"Deny","Action":"dynamodb:Delete*","Resource":"*"},{"Effect":"Deny","Action":"dynamodb:DeleteTable","Resource":"*"}]}""";
        AccessComparison.CompareDocuments("tables", "root", PolicyKind.ServiceControlPolicy, NoTables, twice, new ComparisonBudget())
            .ShouldHaveSingleItem().Direction.Answer.ShouldBe(ChangeAnswer.Nothing);
        AccessComparison.CompareDocuments("tables", "root", PolicyKind.ServiceControlPolicy, twice, twice, new ComparisonBudget()).ShouldBeEmpty();
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, LongSuite.Times(10))];

    /// <summary>Requests at random: what is proved to change nothing changes none of them, and each witness changes.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_requests_refute_no_proof(int seed)
    {
        var random = new Random(seed);
        var before = new OrganizationGenerator(seed, accounts: 6, principalsPerAccount: 12).Build();
        var (after, _) = PolicyChange.Apply(before, [new PolicyChange.Attach(random.Next(2) == 0 ? "root" : "Workloads", PolicyType.ServiceControlPolicy, "planted", CallReplayPropertyTests.Document(random))]);
        var (old, now) = (new AccessView(before), new AccessView(after!));
        var change = AccessComparison.Compare(before, after!, new ComparisonBudget());
        foreach (var item in change.Classes)
            Verify(item, old, now);
        var members = change.Classes.Sum(item => item.Count);
        (members + change.UntouchedPrincipals + change.NotAnalysed).ShouldBe(before.Principals.Count());
        // A class is listed by at most five of its members: those beyond count as listed here.
        var listed = change.Classes.SelectMany(item => item.Principals).ToHashSet(StringComparer.Ordinal);
        foreach (var principal in before.Principals.Where(_ => change.Classes.All(item => item.Count <= PrincipalClassChange.ListedPrincipals)))
        {
            for (var i = 0; i < 20; i++)
            {
                var call = CallReplayPropertyTests.Event(random, principal);
                if (call.SourceIp[0] is < '0' or > '9')
                    continue;
                var context = new RequestContext.Builder().AddPrincipal(principal.Principal).Add("aws:RequestedRegion", call.Region).Add("aws:SourceIp", call.SourceIp).Add("aws:MultiFactorAuthPresent", call.Mfa ? "true" : "false").Build();
                var request = new AuthorizationRequest(principal.Principal, call.Action, call.Resource, principal.Account, context) { PrincipalInManagementAccount = principal.Account == before.Organization!.ManagementAccount.Value };
                if (PolicyEvaluator.Evaluate(request, old.PoliciesOf(principal, null)).IsAllowed != PolicyEvaluator.Evaluate(request, now.PoliciesOf(principal, null)).IsAllowed)
                    listed.ShouldContain(principal.Arn, $"seed {seed}: {call}");
            }
        }
    }

    private static void Verify(PrincipalClassChange item, AccessView old, AccessView now)
    {
        foreach (var (direction, from, to) in new[] { (item.Lost, old, now), (item.Gained, now, old) })
        {
            var principal = from.FindPrincipal(item.Principals[0])!;
            foreach (var difference in direction)
            {
                PolicyEvaluator.Evaluate(difference.Witness, from.PoliciesOf(principal, null)).IsAllowed.ShouldBeTrue();
                PolicyEvaluator.Evaluate(difference.Witness, to.PoliciesOf(principal, null)).IsAllowed.ShouldBeFalse();
            }
        }
    }

    private string Workload() => _generator.Accounts.First(account => _generator.ParentOf(account) is "ou-prod" or "ou-dev" or "ou-prod-t0" or "ou-dev-t0");

    private AccessChange Compare(PolicyChange change) => Compare(_generator.Build(), change);

    private static AccessChange Compare(AccessSnapshot before, PolicyChange change)
    {
        var (after, diagnostics) = PolicyChange.Apply(before, [change]);
        diagnostics.ShouldBeEmpty();
        return AccessComparison.Compare(before, after!, new ComparisonBudget());
    }
}
