using static Landward.Tests.Access.Escalations.SmallOrganization;

namespace Landward.Tests.Access.Escalations;

public class EscalationTests
{
    private static SmallOrganization WithAdmin(string trust = "*") =>
        new SmallOrganization().WithRole("Admin", Trusts(trust == "*" ? User("nobody") : trust), SmallOrganization.Admin);

    [Fact]
    public void A_user_that_may_assume_an_administrators_role_is_one_step_away()
    {
        var path = WithAdmin(User("bob")).WithUser("bob", Allow("sts:AssumeRole")).PathOf(User("bob")).ShouldNotBeNull();
        path.Steps.Select(step => (step.Technique, step.To)).ShouldBe([("assume-role", Role("Admin"))]);
        path.IsConditional.ShouldBeFalse();
    }

    [Fact]
    public void A_chain_of_roles_is_walked_to_its_end()
    {
        var path = WithAdmin(Role("Middle")).WithRole("Middle", Trusts(User("bob")), Allow("sts:AssumeRole")).WithUser("bob").PathOf(User("bob")).ShouldNotBeNull();
        path.Steps.Select(step => step.To).ShouldBe([Role("Middle"), Role("Admin")]);
    }

    [Fact]
    public void Administrators_are_no_starting_points() => WithAdmin().Report(0).Paths.ShouldBeEmpty();
}
