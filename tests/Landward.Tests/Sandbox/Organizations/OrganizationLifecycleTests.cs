using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.Organizations;

public sealed class OrganizationLifecycleTests
{
    private readonly IdentitySandbox _sandbox = new();

    [Fact]
    public void A_fresh_sandbox_has_no_organization() =>
        _sandbox.Management.Fails("organizations", "DescribeOrganization").Code.ShouldBe("AWSOrganizationsNotInUseException");

    [Fact]
    public void An_organization_has_ids_in_AWS_formats_and_one_root()
    {
        var organization = _sandbox.Management.Call("organizations", "CreateOrganization", new { FeatureSet = "ALL" })["Organization"]!;
        IdentitySandbox.Text(organization, "Id").ShouldMatch("^o-[a-z0-9]{10,32}$");
        IdentitySandbox.Text(organization, "MasterAccountId").ShouldBe(SandboxHarness.ManagementAccount);
        IdentitySandbox.Text(organization, "Arn").ShouldBe($"arn:aws:organizations::111122223333:organization/{organization["Id"]}");
        var root = _sandbox.Management.Call("organizations", "ListRoots")["Roots"]!.AsArray().ShouldHaveSingleItem()!;
        IdentitySandbox.Text(root, "Id").ShouldMatch("^r-[0-9a-z]{4,32}$");
        root["PolicyTypes"]!.AsArray().Count.ShouldBe(0);
        _sandbox.Management.Call("iam", "GetRole", new { RoleName = "AWSServiceRoleForOrganizations" })["Role"]!["Path"]!.GetValue<string>()
            .ShouldBe("/aws-service-role/organizations.amazonaws.com/");
    }

    [Fact]
    public void A_second_organization_is_refused()
    {
        _sandbox.CreateOrganization();
        _sandbox.Management.Fails("organizations", "CreateOrganization").Code.ShouldBe("AlreadyInOrganizationException");
    }

    [Fact]
    public void The_management_account_cannot_leave()
    {
        _sandbox.CreateOrganization();
        _sandbox.Management.Fails("organizations", "LeaveOrganization").Code.ShouldBe("MasterCannotLeaveOrganizationException");
        _sandbox.Management.Fails("organizations", "RemoveAccountFromOrganization", new { AccountId = SandboxHarness.ManagementAccount })
            .Code.ShouldBe("MasterCannotLeaveOrganizationException");
    }

    [Fact]
    public void A_created_account_leaves_only_after_seven_days()
    {
        _sandbox.CreateOrganization();
        var member = _sandbox.Harness.As(_sandbox.CreateAccount("dev"));
        var error = member.Fails("organizations", "LeaveOrganization");
        (error.Code, error.Members["Reason"]).ShouldBe(("ConstraintViolationException", "WAIT_PERIOD_ACTIVE"));
        _sandbox.Harness.Advance(TimeSpan.FromDays(7));
        member.Call("organizations", "LeaveOrganization");
        member.Fails("organizations", "DescribeOrganization").Code.ShouldBe("AWSOrganizationsNotInUseException");
        _sandbox.Management.Call("organizations", "ListAccounts")["Accounts"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void A_member_may_describe_the_organization_but_not_read_or_change_it()
    {
        var root = _sandbox.CreateOrganization();
        var member = _sandbox.Harness.As(_sandbox.CreateAccount("dev"));
        member.Call("organizations", "DescribeOrganization")["Organization"]!["MasterAccountId"]!.GetValue<string>().ShouldBe(SandboxHarness.ManagementAccount);
        foreach (var (operation, input) in new (string, object?)[]
                 {
                     ("ListAccounts", null), ("ListRoots", null), ("CreateOrganizationalUnit", new { ParentId = root, Name = "x" }),
                     ("ListPolicies", new { Filter = "SERVICE_CONTROL_POLICY" }), ("EnableAWSServiceAccess", new { ServicePrincipal = "config.amazonaws.com" }),
                 })
        {
            var error = member.Fails("organizations", operation, input);
            (error.Code, error.Message).ShouldBe(("AccessDeniedException", "You don't have permissions to access this resource."), operation);
        }
    }

    [Fact]
    public void A_delegated_administrator_reads_the_organization_but_does_not_change_it()
    {
        var root = _sandbox.CreateOrganization();
        var audit = _sandbox.CreateAccount("audit");
        _sandbox.Management.Call("organizations", "EnableAWSServiceAccess", new { ServicePrincipal = "config.amazonaws.com" });
        _sandbox.Management.Call("organizations", "RegisterDelegatedAdministrator", new { AccountId = audit, ServicePrincipal = "config.amazonaws.com" });
        _sandbox.Harness.As(audit).Call("organizations", "ListAccounts")["Accounts"]!.AsArray().Count.ShouldBe(2);
        _sandbox.Harness.As(audit).Fails("organizations", "CreateOrganizationalUnit", new { ParentId = root, Name = "x" }).Code.ShouldBe("AccessDeniedException");
    }

    [Fact]
    public void Only_an_empty_organization_is_deleted()
    {
        var root = _sandbox.CreateOrganization();
        var unit = _sandbox.CreateUnit(root, "workloads");
        _sandbox.Management.Fails("organizations", "DeleteOrganization").Code.ShouldBe("OrganizationNotEmptyException");
        _sandbox.Management.Call("organizations", "DeleteOrganizationalUnit", new { OrganizationalUnitId = unit });
        _sandbox.Management.Call("organizations", "DeleteOrganization");
        _sandbox.Management.Fails("organizations", "ListRoots").Code.ShouldBe("AWSOrganizationsNotInUseException");
        _sandbox.Management.Call("organizations", "CreateOrganization", new JsonObject())["Organization"].ShouldNotBeNull();
    }
}
