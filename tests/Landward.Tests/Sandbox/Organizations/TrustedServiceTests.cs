namespace Landward.Tests.Sandbox.Organizations;

public sealed class TrustedServiceTests
{
    private readonly IdentitySandbox _sandbox = new();
    private readonly string _audit;

    public TrustedServiceTests()
    {
        _sandbox.CreateOrganization();
        _audit = _sandbox.CreateAccount("audit");
    }

    [Theory]
    [InlineData("securityhub.amazonaws.com")]
    [InlineData("inspector2.amazonaws.com")]
    [InlineData("malware-protection.guardduty.amazonaws.com")]
    public void Any_service_principal_can_be_delegated(string principal)
    {
        Enable(principal);
        Register(_audit, principal);
        var services = _sandbox.Management.Call("organizations", "ListDelegatedServicesForAccount", new { AccountId = _audit })["DelegatedServices"]!;
        IdentitySandbox.Texts(services, "ServicePrincipal").ShouldBe([principal]);
        IdentitySandbox.Texts(_sandbox.Management.Call("organizations", "ListDelegatedAdministrators", new { ServicePrincipal = principal })["DelegatedAdministrators"]!, "Id")
            .ShouldBe([_audit]);
        _sandbox.Management.Call("organizations", "DeregisterDelegatedAdministrator", new { AccountId = _audit, ServicePrincipal = principal });
        _sandbox.Management.Fails("organizations", "ListDelegatedServicesForAccount", new { AccountId = _audit }).Code.ShouldBe("AccountNotRegisteredException");
    }

    [Fact]
    public void Registration_has_its_rules()
    {
        Reason(_audit, "guardduty.amazonaws.com").ShouldBe("SERVICE_ACCESS_NOT_ENABLED");
        Enable("guardduty.amazonaws.com");
        Reason(SandboxHarness.ManagementAccount, "guardduty.amazonaws.com").ShouldBe("CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR");
        Register(_audit, "guardduty.amazonaws.com");
        Reason(_sandbox.CreateAccount("other"), "guardduty.amazonaws.com").ShouldBe("DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE");
        _sandbox.Management.Fails("organizations", "RegisterDelegatedAdministrator", new { AccountId = _audit, ServicePrincipal = "guardduty.amazonaws.com" })
            .Code.ShouldBe("AccountAlreadyRegisteredException");
        _sandbox.Management.Fails("organizations", "RegisterDelegatedAdministrator", new { AccountId = "999999999999", ServicePrincipal = "guardduty.amazonaws.com" })
            .Code.ShouldBe("AccountNotFoundException");
    }

    [Fact]
    public void A_delegated_administrator_is_not_removed_or_closed()
    {
        Enable("config.amazonaws.com");
        Register(_audit, "config.amazonaws.com");
        _sandbox.Harness.Advance(TimeSpan.FromDays(8));
        _sandbox.Management.Fails("organizations", "RemoveAccountFromOrganization", new { AccountId = _audit }).Members["Reason"].ShouldBe("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG");
        _sandbox.Management.Fails("organizations", "CloseAccount", new { AccountId = _audit }).Code.ShouldBe("ConstraintViolationException");
    }

    [Theory]
    [InlineData("guardduty")]
    [InlineData("guardduty.example.com")]
    [InlineData("")]
    public void What_is_no_service_principal_is_refused(string principal) =>
        _sandbox.Management.Fails("organizations", "EnableAWSServiceAccess", new { ServicePrincipal = principal }).Members["Reason"].ShouldBe("UNRECOGNIZED_SERVICE_PRINCIPAL");

    [Fact]
    public void Trusted_access_is_listed_once_and_can_be_taken_back()
    {
        Enable("config.amazonaws.com");
        Enable("config.amazonaws.com");
        Listed().ShouldBe(["config.amazonaws.com"]);
        _sandbox.Management.Call("organizations", "DisableAWSServiceAccess", new { ServicePrincipal = "config.amazonaws.com" });
        Listed().ShouldBeEmpty();

        IReadOnlyList<string> Listed() =>
            IdentitySandbox.Texts(_sandbox.Management.Call("organizations", "ListAWSServiceAccessForOrganization")["EnabledServicePrincipals"]!, "ServicePrincipal");
    }

    [Fact]
    public void Tags_are_put_listed_and_removed()
    {
        _sandbox.Management.Call("organizations", "TagResource", new { ResourceId = _audit, Tags = new[] { new { Key = "env", Value = "prod" }, new { Key = "landward:key", Value = "audit" } } });
        _sandbox.Management.Call("organizations", "UntagResource", new { ResourceId = _audit, TagKeys = new[] { "env" } });
        var tags = _sandbox.Management.Call("organizations", "ListTagsForResource", new { ResourceId = _audit })["Tags"]!;
        IdentitySandbox.Texts(tags, "Key").ShouldBe(["landward:key"]);
        _sandbox.Management.Fails("organizations", "TagResource", new { ResourceId = _audit, Tags = new[] { new { Key = "aws:x", Value = "" } } })
            .Members["Reason"].ShouldBe("INVALID_SYSTEM_TAGS_PARAMETER");
        _sandbox.Management.Fails("organizations", "TagResource", new { ResourceId = _audit, Tags = Enumerable.Range(0, 51).Select(i => new { Key = $"k{i}", Value = "" }) })
            .Members["Reason"].ShouldBe("MAX_TAG_LIMIT_EXCEEDED");
    }

    private void Enable(string principal) => _sandbox.Management.Call("organizations", "EnableAWSServiceAccess", new { ServicePrincipal = principal });

    private void Register(string account, string principal) =>
        _sandbox.Management.Call("organizations", "RegisterDelegatedAdministrator", new { AccountId = account, ServicePrincipal = principal });

    private string Reason(string account, string principal) =>
        _sandbox.Management.Fails("organizations", "RegisterDelegatedAdministrator", new { AccountId = account, ServicePrincipal = principal }).Members["Reason"];
}
