using Landward.Access.Escalations;
using static Landward.Tests.Access.Escalations.SmallOrganization;

namespace Landward.Tests.Access.Escalations;

public class EscalationTests
{
    private static SmallOrganization WithAdmin(string trusted) => new SmallOrganization().WithRole("Admin", Trusts(trusted), SmallOrganization.Admin);

    [Fact]
    public void A_user_that_may_assume_an_administrators_role_is_one_step_away()
    {
        var path = WithAdmin(User("bob")).WithUser("bob").PathOf(User("bob")).ShouldNotBeNull();
        path.Steps.Select(step => (step.Technique, step.To)).ShouldBe([("assume-role", Role("Admin"))]);
        path.IsConditional.ShouldBeFalse();
        path.Reach.ShouldBe(EscalationReach.Account);
    }

    [Fact]
    public void A_chain_of_roles_is_walked_to_its_end()
    {
        var path = WithAdmin(Role("Middle")).WithRole("Middle", Trusts(User("bob"))).WithUser("bob").PathOf(User("bob")).ShouldNotBeNull();
        path.Steps.Select(step => step.To).ShouldBe([Role("Middle"), Role("Admin")]);
    }

    [Fact]
    public void Trust_in_the_account_needs_a_permission_of_the_caller()
    {
        var organization = WithAdmin($"arn:aws:iam::{Dev}:root").WithUser("bob").WithUser("ann", Allow("sts:AssumeRole", Role("Admin")));
        organization.PathOf(User("bob")).ShouldBeNull();
        organization.PathOf(User("ann")).ShouldNotBeNull();
    }

    [Fact]
    public void Trust_across_accounts_needs_both_sides()
    {
        var organization = new SmallOrganization().Add(Prod, Role("Admin", Prod), Trusts(User("bob")), SmallOrganization.Admin).WithUser("bob");
        organization.PathOf(User("bob")).ShouldBeNull();
        organization.Change(User("bob"), user => user with { Identity = [SmallOrganization.Policy("assume", Allow("sts:AssumeRole"), Landward.Policy.PolicyKind.Identity)] });
        organization.PathOf(User("bob")).ShouldNotBeNull().Reach.ShouldBe(EscalationReach.Account);
    }

    [Fact]
    public void A_role_that_trusts_somebody_else_is_out_of_reach() =>
        WithAdmin(User("ann")).WithUser("ann").WithUser("bob", Allow("sts:AssumeRole")).PathOf(User("bob")).ShouldBeNull();

    [Fact]
    public void Administrators_are_no_starting_points()
    {
        var report = WithAdmin(User("nobody")).Report(0);
        report.Paths.ShouldBeEmpty();
        report.Administrators.ShouldBe([Role("Admin")]);
    }

    [Fact]
    public void What_depends_on_mfa_is_conditional_and_says_so()
    {
        var trust = Trusts(User("bob")).Replace("\"Principal\"", "\"Condition\":{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"}},\"Principal\"", StringComparison.Ordinal);
        var path = new SmallOrganization().WithRole("Admin", trust, SmallOrganization.Admin).WithUser("bob").PathOf(User("bob")).ShouldNotBeNull();
        path.IsConditional.ShouldBeTrue();
        path.Steps[0].Conditions.ShouldHaveSingleItem().ShouldContain("aws:MultiFactorAuthPresent");
    }

    [Fact]
    public void A_longer_path_without_conditions_comes_before_a_shorter_one_with()
    {
        var trust = $"{Trusts(User("bob")).Replace("\"Principal\"", "\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}},\"Principal\"", StringComparison.Ordinal)},{Trusts(Role("Middle"))}";
        var path = new SmallOrganization().WithRole("Admin", trust, SmallOrganization.Admin).WithRole("Middle", Trusts(User("bob"))).WithUser("bob").PathOf(User("bob")).ShouldNotBeNull();
        path.IsConditional.ShouldBeFalse();
        path.Steps.Length.ShouldBe(2);
    }

    [Fact]
    public void A_path_into_the_management_account_reaches_the_organization()
    {
        var organization = new SmallOrganization().Add(Management, Role("Root", Management), Trusts(Role("Admin")), SmallOrganization.Admin).WithRole("Admin", Trusts(User("bob")), SmallOrganization.Admin).WithUser("bob");
        var report = organization.Report(0);
        report.Paths.Single(path => path.From == User("bob")).Steps.Length.ShouldBe(1);
        report.OrganizationPaths.Select(path => (path.From, path.Steps.Length)).ShouldBe([(Role("Admin"), 1), (User("bob"), 2)]);
    }

    [Fact]
    public void The_region_of_created_compute_is_one_that_the_guardrails_leave()
    {
        var lockdown = Deny("*", "*", """{"StringNotEquals":{"aws:RequestedRegion":["eu-central-1","us-east-1"]}}""").Replace("\"Action\":[\"*\"]", "\"NotAction\":[\"iam:*\"]", StringComparison.Ordinal);
        var organization = new SmallOrganization().WithServiceControlPolicy(lockdown).WithServiceControlPolicy(Deny("lambda:*", "arn:aws:lambda:us-east-1:*:*"))
            .WithRole("Admin", TrustsService("lambda.amazonaws.com"), SmallOrganization.Admin).WithUser("bob", Allow("iam:PassRole lambda:CreateFunction lambda:InvokeFunction"));
        var path = organization.PathOf(User("bob")).ShouldNotBeNull();
        path.IsConditional.ShouldBeFalse();
        path.Steps[0].Requests.ShouldContain(request => request.Resource.StartsWith("arn:aws:lambda:eu-central-1:", StringComparison.Ordinal));
    }

    [Fact]
    public void The_associated_resource_must_be_one_that_the_caller_can_create()
    {
        SmallOrganization With(string function) => new SmallOrganization().WithRole("Admin", TrustsService("lambda.amazonaws.com"), SmallOrganization.Admin).WithUser(
            "bob",
            Allow("iam:PassRole", Role("Admin"), """{"ArnLike":{"iam:AssociatedResourceArn":"arn:aws:lambda:*:*:function:team-*"}}"""),
            Allow("lambda:CreateFunction lambda:InvokeFunction", function));
        With("arn:aws:lambda:*:*:function:team-*").PathOf(User("bob")).ShouldNotBeNull().IsConditional.ShouldBeFalse();
        With("arn:aws:lambda:*:*:function:other-*").PathOf(User("bob")).ShouldBeNull();
    }

    [Fact]
    public void Editing_somebody_else_counts_only_with_its_credentials()
    {
        var organization = new SmallOrganization().WithRole("Target", Trusts(User("bob")), Allow("s3:GetObject"))
            .WithUser("bob", Allow("iam:AttachRolePolicy", Role("Target"))).WithUser("ann", Allow("iam:AttachRolePolicy", Role("Target")));
        var step = organization.PathOf(User("bob")).ShouldNotBeNull().Steps.ShouldHaveSingleItem();
        (step.Technique, step.To, step.Becomes).ShouldBe(("attach-role-policy", Role("Target"), "with every permission"));
        step.Requests.Select(request => request.Action).ShouldBe(["iam:AttachRolePolicy", "sts:AssumeRole"]);
        organization.PathOf(User("ann")).ShouldBeNull();
    }

    [Fact]
    public void A_boundary_of_the_edited_one_limits_what_the_edit_gives() =>
        new SmallOrganization().WithUser("bob", Allow("iam:PutUserPolicy")).WithBoundary(User("bob"), Allow("iam:PutUserPolicy s3:*")).PathOf(User("bob")).ShouldBeNull();

    [Fact]
    public void Taking_the_boundary_away_first_opens_the_way()
    {
        var path = new SmallOrganization().WithUser("bob", Allow("iam:PutUserPolicy iam:DeleteUserPermissionsBoundary"))
            .WithBoundary(User("bob"), Allow("iam:PutUserPolicy iam:DeleteUserPermissionsBoundary")).PathOf(User("bob")).ShouldNotBeNull();
        path.Steps.Select(step => step.Technique).Order().ShouldBe(["delete-user-permissions-boundary", "put-user-policy"]);
    }

    [Fact]
    public void An_edit_that_must_keep_a_boundary_the_victim_lacks_does_not_work() =>
        new SmallOrganization().WithUser("bob", Allow("iam:PutUserPolicy", "*", $$$"""{"StringEquals":{"iam:PermissionsBoundary":"arn:aws:iam::{{{Dev}}}:policy/boundary"}}""")).PathOf(User("bob")).ShouldBeNull();

    [Fact]
    public void Only_attaching_a_harmless_policy_is_no_way() =>
        new SmallOrganization().WithUser("bob", Allow("iam:AttachUserPolicy", "*", """{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}""")).PathOf(User("bob")).ShouldBeNull();

    [Fact]
    public void Aws_managed_policies_cannot_be_rewritten() =>
        new SmallOrganization().WithUser("bob", Allow("iam:CreatePolicyVersion"))
            .Change(User("bob"), user => user with { Identity = user.Identity.Add(SmallOrganization.Policy("ReadOnlyAccess", Allow("s3:Get*"), Landward.Policy.PolicyKind.Identity) with { Id = "arn:aws:iam::aws:policy/ReadOnlyAccess" }) })
            .PathOf(User("bob")).ShouldBeNull();

    [Fact]
    public void Other_goals_can_be_asked_for()
    {
        var organization = new SmallOrganization().WithRole("Reader", Trusts(User("bob")), Allow("s3:GetObject", "arn:aws:s3:::data/*")).WithUser("bob");
        organization.PathOf(User("bob"), new EscalationGoal.Credentials(Role("Reader"))).ShouldNotBeNull().Steps.Length.ShouldBe(1);
        organization.PathOf(User("bob"), new EscalationGoal.Access("iam:DeleteUser", "*")).ShouldBeNull();
        organization.PathOf(User("bob")).ShouldBeNull();
    }

    [Fact]
    public void Outsiders_that_a_trust_policy_lets_in_are_starting_points()
    {
        var report = WithAdmin("999988887777").Report(0);
        var path = report.Paths.ShouldHaveSingleItem();
        (path.Kind, path.From, path.Steps[0].Technique).ShouldBe((EscalationNodeKind.Outsider, "999988887777", "enters"));
    }

    [Fact]
    public void A_resource_control_policy_keeps_outsiders_out() =>
        WithAdmin("999988887777").WithResourceControlPolicy($$$$"""{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"{{{{SmallOrganization.Id}}}}"}}}""").Report(0).Paths.ShouldBeEmpty();
}
