using Landward.Policy;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy.Proofs;

public sealed class PolicyStackTests
{
    private static readonly AccessScope Alice = new() { Callers = [Caller(User)], ResourceAccount = Account };

    private static readonly AccessScope KnownAlice = Alice with
    {
        KnownContext = principal => new RequestContext.Builder().AddPrincipal(principal).Add("aws:PrincipalOrgID", "o-1").Build(),
        KnownKeys = [.. AccessScope.CallerKeys, "aws:PrincipalOrgID"],
    };

    private static readonly PolicySet Admin = new()
    {
        Identity = Policies(PolicyKind.Identity, Allow()),
        ServiceControlPolicies = [Level("root", Allow())],
    };

    [Fact]
    public void Guardrail_at_any_level_takes_access_away_and_gives_none()
    {
        var guarded = Admin with { ServiceControlPolicies = [Level("root", Allow(), Deny("cloudtrail:StopLogging"))] };
        PolicyProver.NoNewAccess(guarded, Admin, Alice).ShouldBeOfType<Verdict.Proof>();
        PolicyProver.NoNewAccess(Admin, guarded, Alice).ShouldBeOfType<Verdict.Witness>().Request.Action.ShouldBe("cloudtrail:StopLogging", StringCompareShould.IgnoreCase);
        PolicyProver.FindAllowed(new AccessQuestion { Actions = ["cloudtrail:StopLogging"] }, guarded, Alice).ShouldBeOfType<Verdict.Proof>();
    }

    [Fact]
    public void Level_without_policy_allows_nothing() =>
        PolicyProver.FindAllowed(AccessQuestion.Anything, Admin with { ServiceControlPolicies = [Level("root", Allow()), new PolicyLevel("unit", [])] }, Alice).ShouldBeOfType<Verdict.Proof>();

    [Fact]
    public void Boundary_limits_the_identity_but_not_a_grant_to_the_user()
    {
        var bounded = Admin with { PermissionsBoundary = Policies(PolicyKind.PermissionsBoundary, Allow("ec2:*")) };
        var question = new AccessQuestion { Actions = ["s3:GetObject"] };
        PolicyProver.FindAllowed(question, bounded, Alice).ShouldBeOfType<Verdict.Proof>();
        var granted = bounded with { Resource = Attached(PolicyKind.Resource, Allow("s3:*", "*", "\"Principal\":{\"AWS\":\"" + User + "\"}")) };
        PolicyProver.FindAllowed(question, granted, Alice).ShouldBeOfType<Verdict.Witness>();
        var toRoleOnly = bounded with { Resource = Attached(PolicyKind.Resource, Allow("s3:*", "*", "\"Principal\":{\"AWS\":\"" + Role + "\"}")) };
        PolicyProver.FindAllowed(question, toRoleOnly, Alice with { Callers = [Caller(Session)] }).ShouldBeOfType<Verdict.Proof>();
    }

    [Fact]
    public void Another_account_needs_both_sides()
    {
        var scope = Alice with { ResourceAccount = OtherAccount };
        PolicyProver.FindAllowed(AccessQuestion.Anything, Admin, scope).ShouldBeOfType<Verdict.Proof>();
        var shared = Admin with { Resource = Attached(PolicyKind.Resource, Allow("s3:GetObject", "*", "\"Principal\":{\"AWS\":\"" + Account + "\"}")) };
        PolicyProver.FindAllowed(AccessQuestion.Anything, shared, scope).ShouldBeOfType<Verdict.Witness>().Request.Action.ShouldBe("s3:GetObject");
        PolicyProver.FindAllowed(AccessQuestion.Anything, shared with { Identity = [] }, scope).ShouldBeOfType<Verdict.Proof>();
    }

    [Fact]
    public void Key_of_the_same_account_needs_its_own_policy()
    {
        var question = new AccessQuestion { Actions = ["kms:Decrypt"], Resources = ["arn:aws:kms:*:111122223333:key/*"] };
        PolicyProver.FindAllowed(question, Admin, Alice).ShouldBeOfType<Verdict.Proof>();
        PolicyProver.FindAllowed(question, Admin with { Resource = Attached(PolicyKind.Resource, Allow("kms:*", "*", "\"Principal\":{\"AWS\":\"" + Account + "\"}")) }, Alice).ShouldBeOfType<Verdict.Witness>();
    }

    [Fact]
    public void Facts_of_the_caller_decide_conditions_and_variables()
    {
        var outsiders = Admin with { ServiceControlPolicies = [Level("root", Allow(), Deny("*", "*", """ "Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}} """))] };
        PolicyProver.NoNewAccess(Admin, outsiders, Alice).ShouldBeOfType<Verdict.Witness>();
        PolicyProver.NoNewAccess(Admin, outsiders, KnownAlice).ShouldBeOfType<Verdict.Proof>();
        var home = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow("s3:*", "arn:aws:s3:::home/${aws:username}/*")) };
        var literal = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow("s3:*", "arn:aws:s3:::home/alice/*")) };
        PolicyProver.NoNewAccess(home, literal, KnownAlice).ShouldBeOfType<Verdict.Proof>();
        PolicyProver.NoNewAccess(literal, home, KnownAlice).ShouldBeOfType<Verdict.Proof>();
        PolicyProver.NoNewAccess(home, literal, Alice).ShouldNotBeOfType<Verdict.Proof>();
    }

    [Fact]
    public void Differences_name_the_statement_its_region_and_a_request()
    {
        var guarded = Admin with
        {
            Identity = Policies(PolicyKind.Identity, Allow("s3:*"), Allow("ec2:Run*", "*", """ "Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}} """)),
            ServiceControlPolicies = [Level("root", Allow(), Deny("s3:Delete*", "arn:aws:s3:::logs/*"))],
        };
        var before = Admin with { Identity = Policies(PolicyKind.Identity, Allow("s3:*")) };
        var differences = PolicyProver.Differences(guarded, before, Alice);
        differences.Undecided.ShouldBeEmpty();
        var gained = differences.Gained.ShouldHaveSingleItem();
        gained.Actions.ShouldBe(["ec2:Run*"]);
        gained.Conditions.ShouldBe(["StringEquals aws:RequestedRegion eu-west-1"]);
        gained.Statement.Side.ShouldBe("new");
        gained.Witness.Action.ShouldStartWith("ec2:Run");
        var lost = differences.Lost.ShouldHaveSingleItem();
        lost.Statement.Effect.ShouldBe(Effect.Deny);
        lost.Resources.ShouldBe(["arn:aws:s3:::logs/*"]);
        lost.WitnessLine.ShouldContain("s3:Delete");
        PolicyProver.Differences(before, before, Alice).IsProvenEqual.ShouldBeTrue();
    }

    [Fact]
    public void Witness_uses_an_action_that_exists() =>
        PolicyProver.FindAllowed(new AccessQuestion { Actions = ["s3:GetBucketP*"] }, Admin, Alice).ShouldBeOfType<Verdict.Witness>()
            .Request.Action.ShouldBeOneOf("s3:GetBucketPolicy", "s3:GetBucketPolicyStatus", "s3:GetBucketPublicAccessBlock");
}
