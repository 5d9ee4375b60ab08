using Landward.Policy;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

public sealed class PolicyEvaluatorTests
{
    private const string Object = "arn:aws:s3:::data/key";
    private static readonly PolicySet Administrator = new() { Identity = Policies(PolicyKind.Identity, Allow()) };

    [Fact]
    public void Nothing_is_allowed_without_a_policy() =>
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", Object), PolicySet.Empty).ShouldBeOfType<Decision.ImplicitDeny>().Gate.ShouldBe(PolicyGate.Identity);

    [Fact]
    public void Scp_deny_overrides_identity_allow_and_names_statement_and_level()
    {
        var policies = Administrator with
        {
            ServiceControlPolicies = [Level("root", Allow()), Level("workloads", Allow(), """{"Sid":"NoStop","Effect":"Deny","Action":"cloudtrail:StopLogging","Resource":"*"}"""), Level("dev", Allow())],
        };
        var denied = PolicyEvaluator.Evaluate(Request(User, "cloudtrail:StopLogging", "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t"), policies).ShouldBeOfType<Decision.ExplicitDeny>();
        denied.Gate.ShouldBe(PolicyGate.ServiceControlPolicy);
        denied.Statement.Target.ShouldBe("workloads");
        denied.Statement.Statement.Sid.ShouldBe("NoStop");
        denied.Statement.Statement.Index.ShouldBe(1);
    }

    [Fact]
    public void Every_scp_level_must_allow()
    {
        var policies = Administrator with { ServiceControlPolicies = [Level("root", Allow()), Level("workloads", Allow("s3:*")), Level("dev")] };
        var decision = PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", Object), policies).ShouldBeOfType<Decision.ImplicitDeny>();
        decision.Gate.ShouldBe(PolicyGate.ServiceControlPolicy);
        decision.Blocking.Single().Target.ShouldBe("dev");
    }

    [Fact]
    public void Scps_spare_the_management_account_and_service_linked_roles_but_bind_member_root()
    {
        var policies = Administrator with { ServiceControlPolicies = [Level("root", Deny())] };
        PolicyEvaluator.Evaluate(new AuthorizationRequest(Caller(User), "s3:GetObject", Object, Account) { PrincipalInManagementAccount = true }, policies).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Evaluate(Request("arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX", "s3:GetObject", Object), policies).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Evaluate(Request("arn:aws:iam::111122223333:root", "s3:GetObject", Object), policies).ShouldBeOfType<Decision.ExplicitDeny>();
    }

    [Fact]
    public void Root_user_may_do_everything_in_its_account_and_nothing_elsewhere()
    {
        PolicyEvaluator.Evaluate(Request("arn:aws:iam::111122223333:root", "s3:GetObject", Object), PolicySet.Empty).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Evaluate(Request("arn:aws:iam::111122223333:root", "s3:GetObject", Object, OtherAccount), PolicySet.Empty).IsAllowed.ShouldBeFalse();
    }

    [Theory]
    // Grant in the resource policy | caller | who denies implicitly | allowed. The table of IAM's "Policy evaluation logic".
    [InlineData(User, User, "identity", true)]
    [InlineData(User, User, "boundary", true)]
    [InlineData(Role, Session, "identity", true)]
    [InlineData(Role, Session, "boundary", false)]
    [InlineData(Role, Session, "session", false)]
    [InlineData(Session, Session, "identity", true)]
    [InlineData(Session, Session, "boundary", true)]
    [InlineData(Session, Session, "session", true)]
    [InlineData("*", Session, "identity", true)]
    [InlineData("*", Session, "boundary", true)]
    [InlineData("*", Session, "session", true)]
    [InlineData("111122223333", Session, "identity", false)]
    [InlineData("arn:aws:iam::111122223333:root", User, "identity", false)]
    [InlineData("111122223333", Session, "boundary", false)]
    [InlineData("111122223333", Session, "session", false)]
    [InlineData("arn:aws:iam::111122223333:role/other", Session, "none", true)]
    [InlineData("arn:aws:iam::111122223333:role/other", Session, "identity", false)]
    public void Resource_grant_gets_past_implicit_denies_as_documented(string principal, string caller, string silent, bool allowed)
    {
        var policies = new PolicySet
        {
            Identity = silent == "identity" ? [] : Policies(PolicyKind.Identity, Allow("s3:GetObject")),
            PermissionsBoundary = Policies(PolicyKind.PermissionsBoundary, silent == "boundary" ? Allow("ec2:*") : Allow("s3:*")),
            Session = caller == Session ? Policies(PolicyKind.Session, silent == "session" ? Allow("ec2:*") : Allow("s3:*")) : [],
            Resource = Attached(PolicyKind.Resource, Allow("s3:GetObject", "arn:aws:s3:::data/*", $$"""  "Principal":{"AWS":"{{principal}}"} """)),
        };
        PolicyEvaluator.Evaluate(Request(caller, "s3:GetObject", Object), policies).IsAllowed.ShouldBe(allowed);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Another_account_needs_both_grants(bool identity, bool resource, bool allowed)
    {
        var policies = new PolicySet
        {
            Identity = identity ? Policies(PolicyKind.Identity, Allow()) : [],
            Resource = resource ? Attached(PolicyKind.Resource, Allow(more: $$""" "Principal":{"AWS":"{{Session}}"} """)) : null,
        };
        PolicyEvaluator.Evaluate(Request(Session, "s3:GetObject", Object, OtherAccount), policies).IsAllowed.ShouldBe(allowed);
    }

    [Fact]
    public void Federated_user_without_session_policy_has_only_grants_to_itself()
    {
        const string Federated = "arn:aws:sts::111122223333:federated-user/bob";
        PolicyEvaluator.Evaluate(Request(Federated, "s3:GetObject", Object), Administrator).IsAllowed.ShouldBeFalse();
        var granted = Administrator with { Resource = Attached(PolicyKind.Resource, Allow(more: $$""" "Principal":{"AWS":"{{Federated}}"} """)) };
        PolicyEvaluator.Evaluate(Request(Federated, "s3:GetObject", Object), granted).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void Role_is_assumed_only_as_its_trust_policy_says()
    {
        var request = Request(User, "sts:AssumeRole", "arn:aws:iam::111122223333:role/target");
        PolicyEvaluator.Evaluate(request, Administrator).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(request, new PolicySet { Resource = Trust($$""" {"AWS":"{{User}}"} """) }).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Evaluate(request, new PolicySet { Resource = Trust(""" {"AWS":"111122223333"} """) }).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(request, Administrator with { Resource = Trust(""" {"AWS":"111122223333"} """) }).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Evaluate(Request("arn:aws:iam::111122223333:root", "sts:AssumeRole", "arn:aws:iam::111122223333:role/target"), new PolicySet { Resource = Trust("\"*\"") }).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void Service_assumes_a_role_only_when_named()
    {
        var request = new AuthorizationRequest(Principal.Service("ec2.amazonaws.com"), "sts:AssumeRole", "arn:aws:iam::111122223333:role/target");
        PolicyEvaluator.Evaluate(request, new PolicySet { Resource = Trust(""" {"Service":"ec2.amazonaws.com"} """) }).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Evaluate(request, new PolicySet { Resource = Trust(""" {"Service":"lambda.amazonaws.com"} """) }).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(request, new PolicySet { Resource = Trust("\"*\"") }).IsAllowed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111122223333:function:f")]
    [InlineData("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q")]
    [InlineData("kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/k")]
    public void Everyone_covers_aws_services_too(string action, string resource)
    {
        var request = new AuthorizationRequest(Principal.Service("ec2.amazonaws.com"), action, resource);
        PolicyEvaluator.Evaluate(request, new PolicySet { Resource = Attached(PolicyKind.Resource, Allow(more: """ "Principal":"*" """)) }).IsAllowed.ShouldBeTrue();
        var named = new PolicySet { Resource = Attached(PolicyKind.Resource, Allow(more: """ "Principal":{"Service":"ec2.amazonaws.com"} """)) };
        PolicyEvaluator.Evaluate(request, named with { VpcEndpoint = Policies(PolicyKind.VpcEndpoint, Allow(more: """ "Principal":"*" """)) }).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void Web_identity_assumes_a_role_only_through_its_provider()
    {
        const string Provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
        var context = RequestContext.Of(("token.actions.githubusercontent.com:sub", "repo:acme/app:ref:refs/heads/main"));
        var request = new AuthorizationRequest(Principal.Federated(Provider), "sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111122223333:role/target", context: context);
        const string Main = """ "Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/app:*"}} """;
        PolicyEvaluator.Evaluate(request, new PolicySet { Resource = Trust($$""" {"Federated":"{{Provider}}"},{{Main}} """) }).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Evaluate(request, new PolicySet { Resource = Trust(""" {"Federated":"accounts.google.com"} """) }).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void Kms_key_listens_to_identity_policies_only_where_its_policy_delegates()
    {
        var request = Request(User, "kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/1");
        PolicyEvaluator.Evaluate(request, Administrator).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(request, Administrator with { Resource = Attached(PolicyKind.Resource, Allow("kms:*", more: """ "Principal":{"AWS":"111122223333"} """)) }).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Evaluate(Request(User, "kms:CreateKey", "*"), Administrator).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void Caller_identity_is_always_told_but_not_to_anonymous()
    {
        var denied = new PolicySet { Identity = Policies(PolicyKind.Identity, Deny()) };
        PolicyEvaluator.Evaluate(Request(User, "sts:GetCallerIdentity", "*"), denied).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Evaluate(new AuthorizationRequest(Principal.Anonymous, "sts:GetCallerIdentity", "*"), denied).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void Aws_managed_iam_resources_and_aliases_cannot_be_changed()
    {
        PolicyEvaluator.Evaluate(Request(User, "iam:DeletePolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", null), Administrator)
            .ShouldBeOfType<Decision.ImplicitDeny>().Gate.ShouldBe(PolicyGate.ServiceRule);
        PolicyEvaluator.Evaluate(Request(User, "iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", null), Administrator).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Evaluate(Request(User, "kms:DeleteAlias", "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3"), Administrator).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void Anonymous_callers_have_only_grants_to_everyone()
    {
        var request = new AuthorizationRequest(Principal.Anonymous, "s3:GetObject", Object, Account);
        var open = new PolicySet { Resource = Attached(PolicyKind.Resource, Allow("s3:GetObject", more: "\"Principal\":\"*\"")) };
        PolicyEvaluator.Evaluate(request, open).IsAllowed.ShouldBeTrue();
        PolicyEvaluator.Evaluate(request, Administrator).IsAllowed.ShouldBeFalse();
        var organizationOnly = open with
        {
            ResourceControlPolicies = [new PolicyLevel("root", Policies(PolicyKind.ResourceControlPolicy, Deny("s3:*", more: """ "Principal":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}} """)))],
        };
        PolicyEvaluator.Evaluate(request, organizationOnly).ShouldBeOfType<Decision.ExplicitDeny>().Gate.ShouldBe(PolicyGate.ResourceControlPolicy);
    }

    [Fact]
    public void Rcp_denies_only_actions_of_services_that_know_resource_control_policies()
    {
        var policies = Administrator with
        {
            ResourceControlPolicies = [new PolicyLevel("root", Policies(PolicyKind.ResourceControlPolicy, Deny("*", more: "\"Principal\":\"*\"")))],
        };
        PolicyEvaluator.Evaluate(Request(User, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q"), policies).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(Request(User, "ec2:StopInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"), policies).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void Rcp_spares_exempt_resources_and_cannot_deny_retiring_a_grant()
    {
        var policies = Administrator with
        {
            Resource = Attached(PolicyKind.Resource, Allow("kms:*", more: """ "Principal":{"AWS":"111122223333"} """)),
            ResourceControlPolicies = [new PolicyLevel("root", Policies(PolicyKind.ResourceControlPolicy, Deny("kms:*", more: "\"Principal\":\"*\"")))],
        };
        PolicyEvaluator.Evaluate(Request(User, "kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/1"), policies).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(Request(User, "kms:RetireGrant", "arn:aws:kms:eu-west-1:111122223333:key/1"), policies).IsAllowed.ShouldBeTrue();
        var exempt = new AuthorizationRequest(Caller(User), "kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/1", Account) { ResourceExemptFromResourceControlPolicies = true };
        PolicyEvaluator.Evaluate(exempt, policies).IsAllowed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"111122223333\",\"" + Role + "\",\"" + Session + "\"", false, true)]
    [InlineData("\"" + Role + "\",\"" + Session + "\"", false, false)]
    [InlineData("\"111122223333\",\"" + Role + "\"", false, false)]
    [InlineData("\"111122223333\",\"" + Role + "\",\"" + Session + "\"", true, false)]
    public void Deny_with_NotPrincipal_spares_a_session_only_when_account_role_and_session_are_listed(string listed, bool boundary, bool allowed)
    {
        var policies = Administrator with
        {
            PermissionsBoundary = boundary ? Policies(PolicyKind.PermissionsBoundary, Allow()) : [],
            Resource = Attached(PolicyKind.Resource, $$"""{"Effect":"Deny","NotPrincipal":{"AWS":[{{listed}}]},"Action":"s3:*","Resource":"*"}"""),
        };
        PolicyEvaluator.Evaluate(Request(Session, "s3:GetObject", Object), policies).IsAllowed.ShouldBe(allowed);
    }

    [Fact]
    public void All_blocking_gates_are_collected()
    {
        var policies = new PolicySet
        {
            Identity = Policies(PolicyKind.Identity, Allow()),
            PermissionsBoundary = Policies(PolicyKind.PermissionsBoundary, Allow("ec2:*")),
            ServiceControlPolicies = [Level("root", Allow(), Deny("s3:*"))],
            VpcEndpoint = Policies(PolicyKind.VpcEndpoint, Allow("sqs:*", more: "\"Principal\":\"*\"")),
        };
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", Object), policies).Blocking.Select(gate => gate.Gate)
            .ShouldBe([PolicyGate.ServiceControlPolicy, PolicyGate.VpcEndpoint, PolicyGate.PermissionsBoundary]);
    }

    [Fact]
    public void Unknown_context_never_allows_and_never_lifts_a_deny()
    {
        var context = new RequestContext.Builder().Add("aws:SourceVpc", ContextValue.Unknown(ContextKnowledge.Unknown)).Build();
        var request = new AuthorizationRequest(Caller(User), "s3:GetObject", Object, Account, context);
        const string Condition = """ "Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}} """;
        PolicyEvaluator.Evaluate(request, new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(more: Condition)) }).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(request, new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(), Deny(more: Condition)) }).ShouldBeOfType<Decision.ExplicitDeny>();
    }

    [Theory]
    [InlineData("arn:aws:s3:::data/*", "arn:aws:s3:::data/a/b:c", true)]
    [InlineData("arn:aws:s3:::data", "arn:aws:s3:::data/a", false)]
    [InlineData("arn:aws:s3:::Data/*", "arn:aws:s3:::data/a", false)]
    [InlineData("arn:aws:sqs:*:111122223333:q", "arn:aws:sqs:eu-west-1:111122223333:q", true)]
    [InlineData("arn:aws:sqs:*:q", "arn:aws:sqs:eu-west-1:111122223333:q", false)]
    [InlineData("arn:aws:sqs", "arn:aws:sqs:eu-west-1:111122223333:q", true)]
    [InlineData("arn:aws:sqs:us-east-1", "arn:aws:sqs:eu-west-1:111122223333:q", false)]
    [InlineData("arn:aws:s3:::data/${aws:username}/*", "arn:aws:s3:::data/al*ce/x", true)]
    [InlineData("arn:aws:s3:::data/${aws:username}/*", "arn:aws:s3:::data/alice/x", false)]
    [InlineData("arn:aws:s3:::data/${aws:PrincipalTag/team, 'none'}", "arn:aws:s3:::data/none", true)]
    [InlineData("arn:aws:s3:::data/${aws:PrincipalTag/team}", "arn:aws:s3:::data/none", false)]
    [InlineData("arn:aws:s3:::data/${*}", "arn:aws:s3:::data/*", true)]
    [InlineData("arn:aws:s3:::data/${*}", "arn:aws:s3:::data/x", false)]
    public void Resources_match_as_documented(string pattern, string resource, bool matches)
    {
        // The user name holds a star, which must not act as a wildcard.
        var policies = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(resource: pattern)) };
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", resource, Account, ("aws:username", "al*ce")), policies).IsAllowed.ShouldBe(matches);
    }

    [Fact]
    public void Unresolvable_variable_in_NotResource_never_allows_and_never_lifts_a_deny()
    {
        const string Statement = """{"Effect":"EFFECT","Action":"s3:*","NotResource":"arn:aws:s3:::home/${aws:username}/*"}""";
        var allow = new PolicySet { Identity = Policies(PolicyKind.Identity, Statement.Replace("EFFECT", "Allow")) };
        var deny = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(), Statement.Replace("EFFECT", "Deny")) };
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", Object), allow).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", Object), deny).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", Object, Account, ("aws:username", "alice")), allow).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void Aws_managed_iam_resource_refuses_implicitly_even_beside_an_explicit_deny() =>
        PolicyEvaluator.Evaluate(Request(User, "iam:DeletePolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", null), new PolicySet { Identity = Policies(PolicyKind.Identity, Deny()) })
            .ShouldBeOfType<Decision.ImplicitDeny>();

    [Fact]
    public void Variables_are_plain_text_in_the_old_language_version()
    {
        var document = PolicyDocument.Parse("""{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::data/${aws:username}"}}""").Document!;
        var policies = new PolicySet { Identity = [new AttachedPolicy(document, "old", PolicyKind.Identity)] };
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", "arn:aws:s3:::data/alice", Account, ("aws:username", "alice")), policies).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", "arn:aws:s3:::data/${aws:username}", Account, ("aws:username", "alice")), policies).IsAllowed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("s3:GETOBJECT", true)]
    [InlineData("S3:Get*", true)]
    [InlineData("s3:Get?bject", true)]
    [InlineData("*:GetObject", true)]
    [InlineData("s3:Get", false)]
    [InlineData("s3: GetObject", false)]
    [InlineData("s3:GetObject,s3:PutObject", false)]
    public void Actions_match_without_case(string pattern, bool matches)
    {
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", Object), new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(pattern)) }).IsAllowed.ShouldBe(matches);
        var others = new PolicySet { Identity = Policies(PolicyKind.Identity, $$"""{"Effect":"Allow","NotAction":"{{pattern}}","Resource":"*"}""") };
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", Object), others).IsAllowed.ShouldBe(!matches);
    }

    [Fact]
    public void Action_without_resource_type_needs_a_bare_star()
    {
        var narrow = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(resource: "arn:aws:s3:::*")) };
        PolicyEvaluator.Evaluate(Request(User, "s3:ListAllMyBuckets", "*"), narrow).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(Request(User, "s3:ListAllMyBuckets", "*"), Administrator with { Session = narrow.Identity }).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Evaluate(Request(User, "s3:ListAllMyBuckets", "*"), Administrator).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void Near_misses_name_the_failing_element()
    {
        var policies = new PolicySet
        {
            Identity = Policies(PolicyKind.Identity, Allow("s3:GetObject", "arn:aws:s3:::other/*"), Allow("s3:GetObject", more: """ "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}} """), Allow("ec2:*")),
        };
        NearMisses.Find(Request(User, "s3:GetObject", Object), policies).Select(miss => (miss.Statement.Statement.Index, miss.Element, miss.Detail))
            .ShouldBe([(0, "Resource", null), (1, "Condition", "Bool aws:MultiFactorAuthPresent")]);
    }

    private static AttachedPolicy Trust(string principal) =>
        new(PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole","sts:AssumeRoleWithWebIdentity"],"Principal":{{principal}}}]}""").Document!, "trust", PolicyKind.Trust);
}
