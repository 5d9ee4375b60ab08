namespace Landward.Tests.Sandbox.Account;

public sealed class AccountTests
{
    private readonly IdentitySandbox _sandbox = new();

    [Fact]
    public void An_alternate_contact_is_put_read_and_deleted()
    {
        var input = new { AlternateContactType = "SECURITY", Name = "Security", Title = "Team", EmailAddress = "security@example.com", PhoneNumber = "+1" };
        _sandbox.Management.Fails("account", "GetAlternateContact", new { AlternateContactType = "SECURITY" }).Code.ShouldBe("ResourceNotFoundException");
        _sandbox.Management.Call("account", "PutAlternateContact", input);
        IdentitySandbox.Text(_sandbox.Management.Call("account", "GetAlternateContact", new { AlternateContactType = "SECURITY" })["AlternateContact"]!, "EmailAddress").ShouldBe("security@example.com");
        _sandbox.Management.Call("account", "DeleteAlternateContact", new { AlternateContactType = "SECURITY" });
        _sandbox.Management.Fails("account", "DeleteAlternateContact", new { AlternateContactType = "SECURITY" }).Code.ShouldBe("ResourceNotFoundException");
        _sandbox.Management.Fails("account", "GetAlternateContact", new { AlternateContactType = "OTHER" }).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public void The_management_account_speaks_for_members_once_the_service_is_trusted()
    {
        _sandbox.CreateOrganization();
        var account = _sandbox.CreateAccount("dev");
        var input = new { AccountId = account, AlternateContactType = "BILLING", Name = "B", Title = "T", EmailAddress = "b@example.com", PhoneNumber = "+1" };
        _sandbox.Management.Fails("account", "PutAlternateContact", input).Code.ShouldBe("AccessDeniedException");
        _sandbox.Management.Call("organizations", "EnableAWSServiceAccess", new { ServicePrincipal = "account.amazonaws.com" });
        _sandbox.Management.Call("account", "PutAlternateContact", input);
        _sandbox.Harness.As(account).Call("account", "GetAlternateContact", new { AlternateContactType = "BILLING" })["AlternateContact"].ShouldNotBeNull();
        _sandbox.Harness.As(account).Fails("account", "GetAlternateContact", new { AccountId = SandboxHarness.ManagementAccount, AlternateContactType = "BILLING" }).Code.ShouldBe("AccessDeniedException");
    }

    [Fact]
    public void Opt_in_regions_are_enabled_once_the_clock_moved()
    {
        Status("eu-west-1").ShouldBe("ENABLED_BY_DEFAULT");
        Status("eu-south-1").ShouldBe("DISABLED");
        _sandbox.Management.Call("account", "EnableRegion", new { RegionName = "eu-south-1" });
        Status("eu-south-1").ShouldBe("ENABLING");
        _sandbox.Management.Fails("account", "DisableRegion", new { RegionName = "eu-south-1" }).Code.ShouldBe("ConflictException");
        _sandbox.Harness.Advance(TimeSpan.FromMinutes(5));
        Status("eu-south-1").ShouldBe("ENABLED");
        _sandbox.Management.Fails("account", "DisableRegion", new { RegionName = "eu-west-1" }).Code.ShouldBe("ValidationException");
        IdentitySandbox.Texts(_sandbox.Management.Call("account", "ListRegions", new { RegionOptStatusContains = new[] { "ENABLED" } })["Regions"]!, "RegionName").ShouldBe(["eu-south-1"]);

        string Status(string region) => IdentitySandbox.Text(_sandbox.Management.Call("account", "GetRegionOptStatus", new { RegionName = region }), "RegionOptStatus");
    }
}
