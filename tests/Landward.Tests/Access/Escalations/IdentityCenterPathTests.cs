using Landward.Access;
using Landward.Access.Escalations;
using static Landward.Tests.Access.Escalations.SmallOrganization;

namespace Landward.Tests.Access.Escalations;

public class IdentityCenterPathTests
{
    private const string Reserved = "AWSReservedSSO_Helpdesk_1";

    private static string Saml(string account) => $$$"""{"Effect":"Allow","Action":"sts:AssumeRoleWithSAML","Principal":{"Federated":"arn:aws:iam::{{{account}}}:saml-provider/AWSSSO"}}""";

    private static SmallOrganization Provisioned(string account, string permissionSet, string user, params ReadOnlySpan<string> statements)
    {
        var arn = Role($"AWSReservedSSO_{permissionSet}_1", account);
        return new SmallOrganization().Add(account, arn, Saml(account), statements).Change(arn, role => role with { Assignments = [new IdentityCenterAssignment(permissionSet, "USER", user, [])] });
    }

    [Theory]
    [InlineData("sso:PutInlinePolicyToPermissionSet")]
    [InlineData("sso:AttachManagedPolicyToPermissionSet")]
    public void Whoever_can_edit_the_permission_set_it_works_with_becomes_an_administrator(string action)
    {
        var path = Provisioned(Management, "Helpdesk", "ann", Allow($"{action} sso:ProvisionPermissionSet")).PathOf(Role(Reserved, Management)).ShouldNotBeNull();
        path.Steps.ShouldHaveSingleItem().Requests.Select(request => request.Action).ShouldContain(action);
        path.Reach.ShouldBe(EscalationReach.Organization);
    }

    [Fact]
    public void From_a_member_account_permission_sets_cannot_be_edited() =>
        Provisioned(Dev, "Helpdesk", "ann", Allow("sso:*")).PathOf(Role(Reserved)).ShouldBeNull();

    [Fact]
    public void A_user_of_identity_center_starts_with_its_sign_in()
    {
        var organization = Provisioned(Dev, "Helpdesk", "ann", Allow("sts:AssumeRole")).WithRole("Admin", Trusts(Role(Reserved)), SmallOrganization.Admin);
        var path = organization.Report(0).Paths.Single(path => path.Kind == EscalationNodeKind.IdentityCenterUser);
        path.Steps.Select(step => step.Technique).ShouldBe(["sign-in", "assume-role"]);
    }

    [Fact]
    public void Being_assigned_an_administrators_permission_set_is_no_escalation() =>
        Provisioned(Dev, "Admins", "ann", SmallOrganization.Admin).Report(0).Paths.ShouldBeEmpty();
}
