using Landward.Policy;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

/// <summary>What other engines got wrong, by their own issue trackers: none of it may happen here.</summary>
public sealed class KnownEngineDefectTests
{
    private const string Object = "arn:aws:s3:::data/key";
    private static readonly PolicySet Administrator = new() { Identity = Policies(PolicyKind.Identity, Allow()) };

    [Fact]
    public void Boundary_limits_no_grant_to_the_user_in_its_account_but_one_from_another_account()
    {
        // floci-io/floci#3584
        var policies = Administrator with
        {
            PermissionsBoundary = Policies(PolicyKind.PermissionsBoundary, Allow("ec2:*")),
            Resource = Attached(PolicyKind.Resource, Allow("s3:GetObject", more: $$""" "Principal":{"AWS":"{{User}}"} """)),
        };
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", Object), policies).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", Object, OtherAccount), policies).IsAllowed.ShouldBeFalse();
    }

    [Theory]
    // stackshy/cloudemu#841: NotAction, NotResource and Condition were ignored, and every resource was "*".
    [InlineData("""{"Effect":"Allow","NotAction":"s3:*","Resource":"*"}""")]
    [InlineData("""{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::data/*"}""")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}""")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::other/*"}""")]
    public void Statement_that_does_not_apply_grants_nothing(string statement) =>
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", Object), new PolicySet { Identity = Policies(PolicyKind.Identity, statement) }).IsAllowed.ShouldBeFalse();

    [Theory]
    // moto: a Deny whose condition is false denied all the same, "?" was no wildcard, Deny with NotResource was ignored.
    [InlineData("""{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}""", true)]
    [InlineData("""{"Effect":"Deny","Action":"s3:Get?bject","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::data/k?y"}""", false)]
    [InlineData("""{"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::other/*"}""", false)]
    [InlineData("""{"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::data/*"}""", true)]
    public void Deny_denies_where_it_applies_and_only_there(string deny, bool allowed) =>
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", Object, Account, ("aws:SecureTransport", "true")), new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(), deny) })
            .IsAllowed.ShouldBe(allowed);

    [Fact]
    public void Resource_scoped_statement_reaches_a_stack_by_its_whole_arn()
    {
        // localstack/localstack#10555: the stack's ARN was built without its id.
        var policies = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow("cloudformation:*", "arn:aws:cloudformation:*:*:stack/app/*")) };
        PolicyEvaluator.Decide(Request(User, "cloudformation:DeleteStack", "arn:aws:cloudformation:eu-west-1:111122223333:stack/app/7a1b"), policies).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Decide(Request(User, "cloudformation:DeleteStack", "arn:aws:cloudformation:eu-west-1:111122223333:stack/app"), policies).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void Function_without_permission_does_not_reach_its_queue() =>
        // localstack/localstack#7183
        PolicyEvaluator.Decide(Request(Session, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs"), new PolicySet { Identity = Policies(PolicyKind.Identity, Allow("logs:*")) }).IsAllowed.ShouldBeFalse();

    [Fact]
    public void Scp_binds_an_administrator_and_a_boundary_alone_grants_nothing()
    {
        // nccgroup/PMapper#94 and #121
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", Object), Administrator with { ServiceControlPolicies = [Level("root", Allow(), Deny("s3:*"))] }).Outcome.ShouldBe(DecisionOutcome.ExplicitDeny);
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", Object), new PolicySet { PermissionsBoundary = Policies(PolicyKind.PermissionsBoundary, Allow()) }).Outcome.ShouldBe(DecisionOutcome.ImplicitDeny);
    }

    [Fact]
    public void Scp_that_denies_all_but_some_actions_leaves_those()
    {
        // orcasecurity/orca-toolbox#18
        var policies = Administrator with { ServiceControlPolicies = [Level("root", Allow(), """{"Effect":"Deny","NotAction":["s3:*","iam:*"],"Resource":"*"}""")] };
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", Object), policies).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Decide(Request(User, "ec2:RunInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"), policies).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void Condition_of_an_scp_sees_the_request_and_its_missing_key_is_reported()
    {
        // aws/aws-cli#10525: conditions of SCPs were evaluated against an empty context, and no key was reported missing.
        var policies = Administrator with
        {
            ServiceControlPolicies = [Level("root", Allow(), Deny("*", "*", """ "Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}} """))],
        };
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", Object, Account, ("aws:RequestedRegion", "eu-west-1")), policies).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", Object, Account, ("aws:RequestedRegion", "us-east-1")), policies).IsAllowed.ShouldBeFalse();
        var unknown = new AuthorizationRequest(Caller(User), "s3:GetObject", Object, Account, new RequestContext.Builder().UnlistedAreUnknown().Build());
        PolicyEvaluator.EvaluateResidual(unknown, policies).Residual!.ToString().ShouldBe("aws:RequestedRegion StringEquals eu-west-1");
    }

    [Fact]
    public void Key_that_makes_no_difference_is_not_reported_missing()
    {
        // boto/boto3#3111
        var policies = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(), Allow("ec2:*", more: """ "Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}} """)) };
        var unknown = new AuthorizationRequest(Caller(User), "s3:GetObject", Object, Account, new RequestContext.Builder().UnlistedAreUnknown().Build());
        var decision = PolicyEvaluator.EvaluateResidual(unknown, policies);
        decision.Residual.ShouldBeNull();
        decision.Undecided.ShouldBeEmpty();
    }

    [Fact]
    public void Session_policy_is_silent_about_a_grant_to_the_very_session()
    {
        var policies = new PolicySet
        {
            Session = Policies(PolicyKind.Session, Allow("ec2:*")),
            Resource = Attached(PolicyKind.Resource, Allow("s3:GetObject", more: $$""" "Principal":{"AWS":"{{Session}}"} """)),
        };
        PolicyEvaluator.Decide(Request(Session, "s3:GetObject", Object), policies).IsAllowed.ShouldBeTrue();
    }

    [Theory]
    // Characters with a meaning in regular expressions are plain characters of a policy.
    [InlineData("arn:aws:s3:::data/a.c", "arn:aws:s3:::data/abc", false)]
    [InlineData("arn:aws:s3:::data/(a|b)+", "arn:aws:s3:::data/(a|b)+", true)]
    [InlineData("arn:aws:s3:::data/[ab]*", "arn:aws:s3:::data/a", false)]
    [InlineData("arn:aws:s3:::data/$x^*", "arn:aws:s3:::data/$x^y", true)]
    public void Regular_expressions_are_text(string pattern, string resource, bool allowed) =>
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", resource), new PolicySet { Identity = Policies(PolicyKind.Identity, Allow("s3:*", pattern)) }).IsAllowed.ShouldBe(allowed);

    [Fact]
    public void Scp_with_NotResource_and_the_resource_organization_spares_what_it_names()
    {
        var policies = Administrator with
        {
            ServiceControlPolicies = [Level("root", Allow(), """{"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::shared-*/*","Condition":{"StringNotEqualsIfExists":{"aws:ResourceOrgID":"o-1"}}}""")],
        };
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", Object, Account, ("aws:ResourceOrgID", "o-2")), policies).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", Object, Account, ("aws:ResourceOrgID", "o-1")), policies).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Decide(Request(User, "s3:GetObject", "arn:aws:s3:::shared-x/key", Account, ("aws:ResourceOrgID", "o-2")), policies).IsAllowed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("NumericLessThan", "10", true)]
    [InlineData("NumericLessThan", "60", false)]
    [InlineData("NumericGreaterThan", "10", false)]
    [InlineData("NumericGreaterThan", "61", true)]
    public void Orders_of_numbers_are_not_mixed_up(string op, string value, bool allowed) =>
        PolicyEvaluator.Decide(
            Request(User, "s3:GetObject", Object, Account, ("aws:MultiFactorAuthAge", value)),
            new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(more: $$$""" "Condition":{"{{{op}}}":{"aws:MultiFactorAuthAge":"60"}} """)) }).IsAllowed.ShouldBe(allowed);

    [Fact]
    public void Alias_of_a_key_follows_the_default_rule_and_the_key_its_own()
    {
        PolicyEvaluator.Decide(Request(User, "kms:CreateAlias", "arn:aws:kms:eu-west-1:111122223333:alias/app"), Administrator).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Decide(Request(User, "kms:CreateAlias", "arn:aws:kms:eu-west-1:111122223333:key/1"), Administrator).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void Network_perimeter_denies_a_function_outside_the_network_unless_it_is_exempt()
    {
        // aws-samples/data-perimeter-policy-examples#3: the perimeter broke execution roles of functions, which call from AWS's network.
        var perimeter = Deny("*", "*", """
            "Condition":{"NotIpAddressIfExists":{"aws:SourceIp":"203.0.113.0/24"},"StringNotEqualsIfExists":{"aws:SourceVpc":"vpc-1","aws:PrincipalTag/network-perimeter-exception":"true"},
            "BoolIfExists":{"aws:ViaAWSService":"false"}}
            """);
        var policies = Administrator with { ServiceControlPolicies = [Level("root", Allow(), perimeter)] };
        AuthorizationRequest From(params (string, string)[] context) => Request(Session, "logs:PutLogEvents", "arn:aws:logs:eu-west-1:111122223333:log-group:f", Account, context);
        PolicyEvaluator.Decide(From(("aws:SourceIp", "198.51.100.7"), ("aws:ViaAWSService", "false")), policies).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Decide(From(("aws:SourceVpc", "vpc-1"), ("aws:ViaAWSService", "false")), policies).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Decide(From(("aws:SourceIp", "198.51.100.7"), ("aws:ViaAWSService", "true")), policies).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Decide(From(("aws:SourceIp", "198.51.100.7"), ("aws:PrincipalTag/network-perimeter-exception", "true")), policies).IsAllowed.ShouldBeTrue();
    }
}
