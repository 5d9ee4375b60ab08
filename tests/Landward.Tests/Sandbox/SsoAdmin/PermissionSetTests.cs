using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.SsoAdmin;

public sealed class PermissionSetTests
{
    private const string ReadOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    private readonly IdentitySandbox _sandbox = new();
    private readonly string _instance;
    private readonly string _store;
    private readonly string _root;

    public PermissionSetTests()
    {
        _root = _sandbox.CreateOrganization();
        var instance = Sso.Call("sso-admin", "ListInstances")["Instances"]!.AsArray().ShouldHaveSingleItem()!;
        (_instance, _store) = (IdentitySandbox.Text(instance, "InstanceArn"), IdentitySandbox.Text(instance, "IdentityStoreId"));
    }

    private SandboxClient Sso => _sandbox.Management;

    [Fact]
    public void The_instance_stands_in_the_home_region_only()
    {
        _instance.ShouldMatch("^arn:aws:sso:::instance/ssoins-[0-9a-f]{16}$");
        _store.ShouldMatch("^d-[0-9a-f]{10}$");
        Sso.In("us-east-1").Call("sso-admin", "ListInstances")["Instances"]!.AsArray().Count.ShouldBe(0);
        Sso.In("us-east-1").Fails("sso-admin", "ListPermissionSets", new { InstanceArn = _instance }).Code.ShouldBe("AccessDeniedException");
        _root.ShouldStartWith("r-");
    }

    [Fact]
    public void A_set_is_created_described_updated_and_deleted()
    {
        var set = Create("operator");
        set.ShouldMatch("^arn:aws:sso:::permissionSet/ssoins-[0-9a-f]{16}/ps-[0-9a-f]{16}$");
        Sso.Fails("sso-admin", "CreatePermissionSet", new { InstanceArn = _instance, Name = "operator" }).Code.ShouldBe("ConflictException");
        Call("UpdatePermissionSet", set, ("SessionDuration", "PT8H"), ("Description", "runs things"));
        var described = Call("DescribePermissionSet", set)["PermissionSet"]!;
        (IdentitySandbox.Text(described, "SessionDuration"), IdentitySandbox.Text(described, "Description")).ShouldBe(("PT8H", "runs things"));
        foreach (var duration in new[] { "PT30M", "PT13H", "8h" })
            Sso.Fails("sso-admin", "UpdatePermissionSet", new { InstanceArn = _instance, PermissionSetArn = set, SessionDuration = duration }).Code.ShouldBe("ValidationException", duration);
        Call("DeletePermissionSet", set);
        Sso.Fails("sso-admin", "DescribePermissionSet", new { InstanceArn = _instance, PermissionSetArn = set }).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void Policies_and_boundary_are_put_read_and_removed()
    {
        var set = Create("operator");
        Call("AttachManagedPolicyToPermissionSet", set, ("ManagedPolicyArn", ReadOnly));
        Fails("AttachManagedPolicyToPermissionSet", set, ("ManagedPolicyArn", ReadOnly)).ShouldBe("ConflictException");
        Fails("AttachManagedPolicyToPermissionSet", set, ("ManagedPolicyArn", "arn:aws:iam::aws:policy/None")).ShouldBe("ResourceNotFoundException");
        IdentitySandbox.Texts(Call("ListManagedPoliciesInPermissionSet", set)["AttachedManagedPolicies"]!, "Name").ShouldBe(["ReadOnlyAccess"]);
        Call("DetachManagedPolicyFromPermissionSet", set, ("ManagedPolicyArn", ReadOnly));
        Fails("DetachManagedPolicyFromPermissionSet", set, ("ManagedPolicyArn", ReadOnly)).ShouldBe("ResourceNotFoundException");

        IdentitySandbox.Text(Call("GetInlinePolicyForPermissionSet", set), "InlinePolicy").ShouldBe("");
        Fails("PutInlinePolicyToPermissionSet", set, ("InlinePolicy", "{}")).ShouldBe("ValidationException");
        const string Inline = """{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""";
        Call("PutInlinePolicyToPermissionSet", set, ("InlinePolicy", Inline));
        IdentitySandbox.Text(Call("GetInlinePolicyForPermissionSet", set), "InlinePolicy").ShouldBe(Inline);
        Call("DeleteInlinePolicyFromPermissionSet", set);

        Fails("GetPermissionsBoundaryForPermissionSet", set).ShouldBe("ResourceNotFoundException");
        Sso.Call("sso-admin", "PutPermissionsBoundaryToPermissionSet", new { InstanceArn = _instance, PermissionSetArn = set, PermissionsBoundary = new { ManagedPolicyArn = ReadOnly } });
        Call("GetPermissionsBoundaryForPermissionSet", set)["PermissionsBoundary"]!["ManagedPolicyArn"]!.GetValue<string>().ShouldBe(ReadOnly);
        Call("DeletePermissionsBoundaryFromPermissionSet", set);
        Fails("DeletePermissionsBoundaryFromPermissionSet", set).ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void An_assignment_is_in_progress_then_done_and_makes_the_role_in_the_account()
    {
        var (set, group, account) = (Create("operator"), CreateGroup("operations"), _sandbox.CreateAccount("dev"));
        Call("AttachManagedPolicyToPermissionSet", set, ("ManagedPolicyArn", ReadOnly));
        var started = Assign("CreateAccountAssignment", set, group, account)["AccountAssignmentCreationStatus"]!;
        IdentitySandbox.Text(started, "Status").ShouldBe("IN_PROGRESS");
        Sso.Call("sso-admin", "DescribeAccountAssignmentCreationStatus", new { InstanceArn = _instance, AccountAssignmentCreationRequestId = IdentitySandbox.Text(started, "RequestId") })
            ["AccountAssignmentCreationStatus"]!["Status"]!.GetValue<string>().ShouldBe("SUCCEEDED");
        var role = Roles(account).ShouldHaveSingleItem();
        IdentitySandbox.Text(role, "RoleName").ShouldMatch("^AWSReservedSSO_operator_[0-9a-f]{16}$");
        IdentitySandbox.Text(role, "Path").ShouldBe("/aws-reserved/sso.amazonaws.com/eu-west-1/");
        _sandbox.Harness.As(account).Fails("iam", "DeleteRole", new { RoleName = IdentitySandbox.Text(role, "RoleName") }).Code.ShouldBe("UnmodifiableEntity");
        Sso.Call("sso-admin", "ListAccountAssignments", new { InstanceArn = _instance, AccountId = account, PermissionSetArn = set })["AccountAssignments"]!.AsArray().Count.ShouldBe(1);
        Assign("CreateAccountAssignment", set, group, account);
        Roles(account).Count.ShouldBe(1);
        Fails("DeletePermissionSet", set).ShouldBe("ConflictException");
        Assign("DeleteAccountAssignment", set, group, account);
        Roles(account).ShouldBeEmpty();
        Call("DeletePermissionSet", set);
    }

    [Fact]
    public void A_changed_set_reaches_the_role_when_it_is_provisioned()
    {
        var (set, group, account) = (Create("operator"), CreateGroup("operations"), _sandbox.CreateAccount("dev"));
        Assign("CreateAccountAssignment", set, group, account);
        Call("AttachManagedPolicyToPermissionSet", set, ("ManagedPolicyArn", ReadOnly));
        Attached().ShouldBeEmpty();
        Behind().ShouldBe([account]);
        var status = Call("ProvisionPermissionSet", set, ("TargetType", "ALL_PROVISIONED_ACCOUNTS"))["PermissionSetProvisioningStatus"]!;
        Sso.Call("sso-admin", "DescribePermissionSetProvisioningStatus", new { InstanceArn = _instance, ProvisionPermissionSetRequestId = IdentitySandbox.Text(status, "RequestId") })
            ["PermissionSetProvisioningStatus"]!["Status"]!.GetValue<string>().ShouldBe("SUCCEEDED");
        Attached().ShouldBe(["ReadOnlyAccess"]);
        Behind().ShouldBeEmpty();

        IReadOnlyList<string> Attached() => IdentitySandbox.Texts(
            _sandbox.Harness.As(account).Call("iam", "ListAttachedRolePolicies", new { RoleName = IdentitySandbox.Text(Roles(account)[0], "RoleName") })["AttachedPolicies"]!, "PolicyName");

        IEnumerable<string> Behind() => Call("ListAccountsForProvisionedPermissionSet", set, ("ProvisioningStatus", "LATEST_PERMISSION_SET_NOT_PROVISIONED"))
            ["AccountIds"]!.AsArray().Select(id => id!.GetValue<string>());
    }

    [Fact]
    public void A_principal_or_policy_that_is_not_there_fails_the_assignment()
    {
        var (set, group, account) = (Create("operator"), CreateGroup("operations"), _sandbox.CreateAccount("dev"));
        Status(Assign("CreateAccountAssignment", set, "00000000-0000-0000-0000-000000000000", account)).ShouldBe("FAILED");
        Sso.Call("sso-admin", "AttachCustomerManagedPolicyReferenceToPermissionSet", new { InstanceArn = _instance, PermissionSetArn = set, CustomerManagedPolicyReference = new { Name = "team", Path = "/x/" } });
        Status(Assign("CreateAccountAssignment", set, group, account)).ShouldBe("FAILED");
        Roles(account).ShouldBeEmpty();
        _sandbox.Harness.As(account).Call("iam", "CreatePolicy", new { PolicyName = "team", Path = "/x/", PolicyDocument = """{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""" });
        Status(Assign("CreateAccountAssignment", set, group, account)).ShouldBe("SUCCEEDED");
        Sso.Fails("sso-admin", "CreateAccountAssignment", new { InstanceArn = _instance, TargetId = "999999999999", TargetType = "AWS_ACCOUNT", PermissionSetArn = set, PrincipalType = "GROUP", PrincipalId = group })
            .Code.ShouldBe("ResourceNotFoundException");

        string Status(JsonObject started) => Sso.Call("sso-admin", "DescribeAccountAssignmentCreationStatus", new
        {
            InstanceArn = _instance,
            AccountAssignmentCreationRequestId = IdentitySandbox.Text(started["AccountAssignmentCreationStatus"]!, "RequestId"),
        })["AccountAssignmentCreationStatus"]!["Status"]!.GetValue<string>();
    }

    [Fact]
    public void A_delegated_administrator_gives_no_access_to_the_management_account()
    {
        var (set, group, audit) = (Create("operator"), CreateGroup("operations"), _sandbox.CreateAccount("audit"));
        _sandbox.Harness.As(audit).Call("sso-admin", "ListInstances")["Instances"]!.AsArray().Count.ShouldBe(0);
        Sso.Call("organizations", "EnableAWSServiceAccess", new { ServicePrincipal = "sso.amazonaws.com" });
        Sso.Call("organizations", "RegisterDelegatedAdministrator", new { AccountId = audit, ServicePrincipal = "sso.amazonaws.com" });
        object Input(string account) => new { InstanceArn = _instance, TargetId = account, TargetType = "AWS_ACCOUNT", PermissionSetArn = set, PrincipalType = "GROUP", PrincipalId = group };
        _sandbox.Harness.As(audit).Call("sso-admin", "CreateAccountAssignment", Input(audit));
        _sandbox.Harness.As(audit).Fails("sso-admin", "CreateAccountAssignment", Input(SandboxHarness.ManagementAccount)).Code.ShouldBe("AccessDeniedException");
    }

    private string Create(string name) =>
        IdentitySandbox.Text(Sso.Call("sso-admin", "CreatePermissionSet", new { InstanceArn = _instance, Name = name, SessionDuration = "PT4H" })["PermissionSet"]!, "PermissionSetArn");

    private string CreateGroup(string name) =>
        IdentitySandbox.Text(Sso.Call("identitystore", "CreateGroup", new { IdentityStoreId = _store, DisplayName = name }), "GroupId");

    private JsonObject Assign(string operation, string set, string group, string account) =>
        Sso.Call("sso-admin", operation, new { InstanceArn = _instance, TargetId = account, TargetType = "AWS_ACCOUNT", PermissionSetArn = set, PrincipalType = "GROUP", PrincipalId = group });

    private JsonObject Call(string operation, string set, params (string Name, string Value)[] members) => Sso.Call("sso-admin", operation, Input(set, members));

    private string Fails(string operation, string set, params (string Name, string Value)[] members) => Sso.Fails("sso-admin", operation, Input(set, members)).Code;

    private JsonObject Input(string set, (string Name, string Value)[] members)
    {
        var input = new JsonObject { ["InstanceArn"] = _instance, ["PermissionSetArn"] = set };
        foreach (var (name, value) in members)
            input[name] = value;
        return input;
    }

    private List<JsonNode> Roles(string account) =>
        [.. _sandbox.Harness.As(account).Call("iam", "ListRoles", new { PathPrefix = "/aws-reserved/" })["Roles"]!.AsArray().Select(role => role!)];
}
