using Landward.Access;
using Landward.Model;
using Landward.Policy;
using Landward.Tests.Access.Generated;

namespace Landward.Tests.Access.Views;

public class AccessViewTests
{
    private const string Asks = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{
        "StringEquals":{"aws:PrincipalOrgID":"o-exampleorg1","aws:ResourceAccount":"1","aws:PrincipalTag/team":"a","aws:ResourceTag/team":"a"},
        "ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-exampleorg1/*","aws:ResourceOrgPaths":"o-exampleorg1/*"},
        "IpAddress":{"aws:SourceIp":"192.0.2.0/24"},"Bool":{"aws:SecureTransport":"true"},"ArnLike":{"aws:SourceArn":"arn:aws:s3:::x"},
        "StringLike":{"aws:userid":"AROA*","aws:RequestedRegion":"eu-*","aws:ResourceOrgID":"${aws:PrincipalOrgID}"}}}]}
        """;

    private readonly OrganizationGenerator _generator = new(seed: 1, accounts: 6, principalsPerAccount: 12);

    private RequestContext Context(string arn, string action = "s3:GetObject", string? resource = null)
    {
        var (view, target) = View(resource);
        return view.Request(Principal.FromArn(arn)!, action, target).Context;
    }

    private (AccessView View, AccessTarget Target) View(string? resource = null)
    {
        _generator.PlantUser(_generator.Accounts[3], "asker", Asks);
        var view = new AccessView(_generator.Build());
        return (view, view.Target(resource ?? $"arn:aws:s3:::example-{_generator.Accounts[4]}-shared/x"));
    }

    [Fact]
    public void Facts_that_follow_from_principal_and_resource_are_known()
    {
        var account = _generator.Accounts[3];
        var arn = _generator.PlantRole(account, "team/Reader", TrustTexts.Service("ec2.amazonaws.com"));
        var context = Context(arn);
        Known(context, "aws:PrincipalArn").ShouldBe(arn);
        Known(context, "aws:PrincipalAccount").ShouldBe(account);
        Known(context, "aws:PrincipalOrgID").ShouldBe("o-exampleorg1");
        Known(context, "aws:PrincipalOrgPaths").ShouldStartWith("o-exampleorg1/r-root/");
        Known(context, "aws:ResourceAccount").ShouldBe(_generator.Accounts[4]);
        Known(context, "aws:ResourceOrgID").ShouldBe("o-exampleorg1");
        Known(context, "aws:RequestedRegion").ShouldBe("eu-west-1");
        Known(context, "aws:SecureTransport").ShouldBe("true");
        context.Find("aws:PrincipalTag/team").ShouldBeNull();
        context.Find("aws:SourceArn").ShouldBeNull("only services that act for somebody send it");
    }

    [Fact]
    public void What_does_not_follow_is_unknown()
    {
        var context = Context(_generator.PlantRole(_generator.Accounts[3], "R", TrustTexts.Service("ec2.amazonaws.com")));
        context.Find("aws:SourceIp")!.Knowledge.ShouldBe(ContextKnowledge.Unknown);
        context.Find("aws:userid")!.Knowledge.ShouldBe(ContextKnowledge.PresentValueUnknown);
        context.Find("aws:ResourceTag/team")!.Knowledge.ShouldBe(ContextKnowledge.Unknown);
    }

    [Fact]
    public void Tags_of_a_role_whose_sessions_can_be_tagged_are_unknown() =>
        Context(_generator.PlantRole(_generator.Accounts[3], "sso", TrustTexts.IdentityCenter(_generator.Accounts[3]))).Find("aws:PrincipalTag/team")!.Knowledge.ShouldBe(ContextKnowledge.Unknown);

    [Fact]
    public void A_stranger_is_in_no_organization_of_ours() =>
        Known(Context($"arn:aws:iam::{OrganizationGenerator.Vendor}:role/x"), "aws:PrincipalOrgID").ShouldNotBe("o-exampleorg1");

    [Fact]
    public void Anonymous_requests_have_no_principal_facts()
    {
        var (view, target) = View();
        var context = view.Request(Principal.Anonymous, "s3:GetObject", target).Context;
        context.Find("aws:PrincipalOrgID").ShouldBeNull();
        context.Find("aws:PrincipalArn").ShouldBeNull();
        context.Find("aws:PrincipalTag/team").ShouldBeNull();
    }

    [Fact]
    public void Given_facts_win()
    {
        var (view, target) = View();
        var asker = Principal.FromArn($"arn:aws:iam::{_generator.Accounts[3]}:user/asker")!;
        var request = view.Request(asker, "s3:GetObject", target, RequestContext.Of(("aws:SourceIp", "192.0.2.7")));
        request.Context.Find("aws:SourceIp")!.Values.ShouldBe(["192.0.2.7"]);
    }

    [Theory]
    [InlineData("ebs:PutSnapshotBlock")]
    [InlineData("events:PutEvents")]
    [InlineData("EC2:CreateVolume")]
    public void Some_requests_carry_no_resource_account(string action) =>
        Context(_generator.PlantRole(_generator.Accounts[3], "R", TrustTexts.Service("ec2.amazonaws.com")), action).Find("aws:ResourceAccount").ShouldBeNull();

    [Fact]
    public void Objects_belong_to_their_bucket_and_sessions_to_their_role()
    {
        var (view, target) = View();
        target.Resource!.Arn.ShouldBe($"arn:aws:s3:::example-{_generator.Accounts[4]}-shared");
        target.Account.ShouldBe(_generator.Accounts[4]);
        var account = _generator.Accounts[4];
        view.FindPrincipal($"arn:aws:sts::{account}:assumed-role/Deploy/s")!.Arn.ShouldBe($"arn:aws:iam::{account}:role/ci/Deploy");
        view.Target("arn:aws:s3:::nobody-knows/x").Account.ShouldBeNull();
    }

    [Fact]
    public void A_role_is_a_resource_with_its_trust_policy()
    {
        var (view, _) = View();
        var role = view.FindResource($"arn:aws:iam::{_generator.Accounts[3]}:role/ci/Deploy")!;
        role.Type.ShouldBe("AWS::IAM::Role");
        role.Policy!.Kind.ShouldBe(PolicyKind.Trust);
    }

    [Fact]
    public void Policies_come_from_everywhere_but_not_for_the_management_account()
    {
        var (view, target) = View();
        var member = view.FindPrincipal($"arn:aws:iam::{_generator.Accounts[3]}:role/ci/Deploy")!;
        var policies = view.PoliciesOf(member, target.Resource);
        policies.Identity.Length.ShouldBe(1);
        policies.ServiceControlPolicies[0].Target.ShouldBe("root");
        policies.ResourceControlPolicies.ShouldNotBeEmpty();
        policies.Resource!.Name.ShouldContain("shared");
        var management = view.FindPrincipal($"arn:aws:iam::{_generator.ManagementAccount}:role/ci/Deploy")!;
        view.PoliciesOf(management, null).ServiceControlPolicies.ShouldBeEmpty();
        view.Request(management, "s3:GetObject", target).PrincipalInManagementAccount.ShouldBeTrue();
        view.LevelsOf(_generator.ManagementAccount, PolicyType.ResourceControlPolicy).ShouldBeEmpty();
    }

    private static string Known(RequestContext context, string key)
    {
        var value = context.Find(key);
        value.ShouldNotBeNull(key);
        value.Knowledge.ShouldBe(ContextKnowledge.Known, key);
        return value.Values.ShouldHaveSingleItem();
    }
}
