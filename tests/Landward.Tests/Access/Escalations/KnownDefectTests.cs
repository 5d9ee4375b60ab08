using Landward.Access.Escalations;
using static Landward.Tests.Access.Escalations.SmallOrganization;

namespace Landward.Tests.Access.Escalations;

/// <summary>Defects that others' escalation tools are known for, as behaviours.</summary>
public class KnownDefectTests
{
    /// <summary>nccgroup/PMapper#94: a Deny of a service control policy is skipped for whoever looks like an administrator.</summary>
    [Fact]
    public void Full_access_under_a_guardrail_that_denies_iam_is_no_administrator()
    {
        var organization = new SmallOrganization().WithServiceControlPolicy(Deny("iam:* organizations:*")).WithRole("Full", Trusts(User("bob")), SmallOrganization.Admin).WithUser("bob");
        var report = organization.Report(0);
        report.Administrators.ShouldBeEmpty();
        report.Paths.ShouldBeEmpty();
    }

    /// <summary>The same on the way: an administrator's own steps are decided like anybody's.</summary>
    [Fact]
    public void An_administrators_step_is_stopped_by_a_guardrail()
    {
        var organization = new SmallOrganization().WithServiceControlPolicy(Deny("sts:AssumeRole", Role("Root", Management)))
            .Add(Management, Role("Root", Management), Trusts(Role("Admin")), SmallOrganization.Admin).WithRole("Admin", Trusts(User("nobody")), SmallOrganization.Admin);
        organization.Report(0).OrganizationPaths.ShouldBeEmpty();
    }

    /// <summary>nccgroup/PMapper#121: a principal with a boundary and no policy.</summary>
    [Fact]
    public void A_principal_with_nothing_but_a_boundary_is_judged()
    {
        var organization = new SmallOrganization().WithUser("bob").WithBoundary(User("bob"), SmallOrganization.Admin).WithRole("Admin", Trusts(User("bob")), SmallOrganization.Admin);
        organization.PathOf(User("bob")).ShouldNotBeNull().Steps.Length.ShouldBe(1);
    }

    [Fact]
    public void Forbidding_iam_users_takes_no_power_from_administrators() =>
        new SmallOrganization().WithServiceControlPolicy(Deny("iam:CreateUser iam:CreateAccessKey iam:AttachUserPolicy iam:PutUserPolicy")).WithRole("Admin", Trusts(User("nobody")), SmallOrganization.Admin)
            .Report(0).Administrators.ShouldBe([Role("Admin")]);

    [Fact]
    public void Service_control_policies_do_not_bind_the_management_account() =>
        new SmallOrganization().WithServiceControlPolicy(Deny("*")).Add(Management, Role("Root", Management), Trusts(User("bob", Management)), SmallOrganization.Admin).Add(Management, User("bob", Management), null)
            .PathOf(User("bob", Management)).ShouldNotBeNull().Reach.ShouldBe(EscalationReach.Organization);

    [Fact]
    public void A_deny_whose_condition_exempts_the_caller_does_not_bite()
    {
        var organization = new SmallOrganization()
            .WithServiceControlPolicy(Deny("sts:AssumeRole", Role("Admin"), $$$"""{"ArnNotLike":{"aws:PrincipalArn":"{{{User("ann")}}}"}}"""))
            .WithRole("Admin", $"{Trusts(User("ann"))},{Trusts(User("bob"))}", SmallOrganization.Admin).WithUser("ann").WithUser("bob");
        organization.PathOf(User("ann")).ShouldNotBeNull();
        organization.PathOf(User("bob")).ShouldBeNull();
    }
}
