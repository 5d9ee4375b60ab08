namespace Landward.Tests.Sandbox.Organizations;

public sealed class OrganizationAccountTests
{
    private readonly IdentitySandbox _sandbox = new();
    private readonly string _root;

    public OrganizationAccountTests() => _root = _sandbox.CreateOrganization();

    [Fact]
    public void A_new_account_is_in_progress_then_stands_under_the_root_with_its_access_role()
    {
        var status = _sandbox.Management.Call("organizations", "CreateAccount", new { Email = "aws+dev@example.com", AccountName = "dev" })["CreateAccountStatus"]!;
        IdentitySandbox.Text(status, "State").ShouldBe("IN_PROGRESS");
        IdentitySandbox.Text(status, "Id").ShouldMatch("^car-[a-z0-9]{8,32}$");
        status["AccountId"].ShouldBeNull();
        var done = _sandbox.Management.Call("organizations", "DescribeCreateAccountStatus", new { CreateAccountRequestId = IdentitySandbox.Text(status, "Id") })["CreateAccountStatus"]!;
        IdentitySandbox.Text(done, "State").ShouldBe("SUCCEEDED");
        var id = IdentitySandbox.Text(done, "AccountId");
        var parents = _sandbox.Management.Call("organizations", "ListParents", new { ChildId = id })["Parents"]!;
        IdentitySandbox.Text(parents[0]!, "Id").ShouldBe(_root);
        var role = _sandbox.Harness.As(id).Call("iam", "GetRole", new { RoleName = "OrganizationAccountAccessRole" })["Role"]!;
        IdentitySandbox.Text(role, "AssumeRolePolicyDocument").ShouldContain("arn:aws:iam::111122223333:root");
        _sandbox.Harness.As(id).Call("iam", "ListAttachedRolePolicies", new { RoleName = "OrganizationAccountAccessRole" })["AttachedPolicies"]![0]!["PolicyName"]!
            .GetValue<string>().ShouldBe("AdministratorAccess");
    }

    [Fact]
    public void Listing_creations_shows_them_finished_once_the_clock_moved()
    {
        _sandbox.Management.Call("organizations", "CreateAccount", new { Email = "aws+dev@example.com", AccountName = "dev" });
        States().ShouldBe(["IN_PROGRESS"]);
        _sandbox.Harness.Advance(TimeSpan.FromSeconds(1));
        States().ShouldBe(["SUCCEEDED"]);

        IReadOnlyList<string> States() =>
            IdentitySandbox.Texts(_sandbox.Management.Call("organizations", "ListCreateAccountStatus")["CreateAccountStatuses"]!, "State");
    }

    [Fact]
    public void An_email_in_use_fails_the_creation_and_makes_no_account()
    {
        _sandbox.CreateAccount("dev");
        var request = _sandbox.Management.Call("organizations", "CreateAccount", new { Email = "AWS+dev@example.com", AccountName = "second" })["CreateAccountStatus"]!;
        var status = _sandbox.Management.Call("organizations", "DescribeCreateAccountStatus", new { CreateAccountRequestId = IdentitySandbox.Text(request, "Id") })["CreateAccountStatus"]!;
        (IdentitySandbox.Text(status, "State"), IdentitySandbox.Text(status, "FailureReason")).ShouldBe(("FAILED", "EMAIL_ALREADY_EXISTS"));
        _sandbox.Management.Call("organizations", "ListAccounts")["Accounts"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public void The_default_quota_is_ten_accounts_and_can_be_raised()
    {
        for (var i = 1; i < 10; i++)
            _sandbox.CreateAccount($"a{i}");
        var error = _sandbox.Management.Fails("organizations", "CreateAccount", new { Email = "aws+more@example.com", AccountName = "more" });
        (error.Code, error.Members["Reason"]).ShouldBe(("ConstraintViolationException", "ACCOUNT_NUMBER_LIMIT_EXCEEDED"));

        var larger = new IdentitySandbox(accountQuota: 12);
        larger.CreateOrganization();
        for (var i = 1; i < 12; i++)
            larger.CreateAccount($"a{i}");
        larger.Management.Fails("organizations", "CreateAccount", new { Email = "aws+more@example.com", AccountName = "more" }).Code.ShouldBe("ConstraintViolationException");
    }

    [Theory]
    [InlineData("not-an-email", "x", "INVALID_EMAIL_ADDRESS_TARGET")]
    [InlineData("a@b.c", "x", "INVALID_EMAIL_ADDRESS_TARGET")]
    public void A_bad_email_is_refused(string email, string name, string reason) =>
        _sandbox.Management.Fails("organizations", "CreateAccount", new { Email = email, AccountName = name }).Members["Reason"].ShouldBe(reason);

    [Fact]
    public void Moving_checks_source_and_destination()
    {
        var unit = _sandbox.CreateUnit(_root, "workloads");
        var account = _sandbox.CreateAccount("dev");
        Move(_sandbox.CreateUnit(_root, "other"), unit).ShouldBe("SourceParentNotFoundException");
        Move(_root, "ou-none-12345678").ShouldBe("DestinationParentNotFoundException");
        Move(_root, _root).ShouldBe("DuplicateAccountException");
        Move(_root, unit).ShouldBeNull();
        IdentitySandbox.Texts(_sandbox.Management.Call("organizations", "ListAccountsForParent", new { ParentId = unit })["Accounts"]!, "Id").ShouldBe([account]);

        string? Move(string source, string destination)
        {
            var input = new { AccountId = account, SourceParentId = source, DestinationParentId = destination };
            try
            {
                _sandbox.Management.Call("organizations", "MoveAccount", input);
                return null;
            }
            catch (Landward.Sandbox.Calls.AwsErrorException error)
            {
                return error.Code;
            }
        }
    }

    [Fact]
    public void Closing_is_pending_then_done_and_never_twice()
    {
        var account = _sandbox.CreateAccount("dev");
        _sandbox.Management.Call("organizations", "CloseAccount", new { AccountId = account });
        State().ShouldBe(("PENDING_CLOSURE", "PENDING_CLOSURE"));
        _sandbox.Harness.Advance(TimeSpan.FromMinutes(11));
        State().ShouldBe(("SUSPENDED", "CLOSED"));
        _sandbox.Management.Fails("organizations", "CloseAccount", new { AccountId = account }).Code.ShouldBe("AccountAlreadyClosedException");
        var error = _sandbox.Management.Fails("organizations", "CloseAccount", new { AccountId = SandboxHarness.ManagementAccount });
        error.Members["Reason"].ShouldBe("CANNOT_CLOSE_MANAGEMENT_ACCOUNT");

        (string, string) State()
        {
            var described = _sandbox.Management.Call("organizations", "DescribeAccount", new { AccountId = account })["Account"]!;
            return (IdentitySandbox.Text(described, "Status"), IdentitySandbox.Text(described, "State"));
        }
    }
}
