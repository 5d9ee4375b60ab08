using Landward.Sandbox.Services.GuardDuty;

namespace Landward.Tests.Sandbox.GuardDuty;

public sealed class DetectorTests
{
    private readonly MemberSandbox _sandbox = new(GuardDutyService.AddTo);

    private SandboxClient Audit => _sandbox.As(_sandbox.Audit);

    private SandboxClient Workload => _sandbox.As(_sandbox.Workload);

    private static string Detector(SandboxClient client) => client.Call("guardduty", "ListDetectors")["DetectorIds"]!.AsArray().ShouldHaveSingleItem()!.ToString();

    private void EnableForAll(string mode = "ALL")
    {
        _sandbox.Management.Call("guardduty", "EnableOrganizationAdminAccount", new { AdminAccountId = _sandbox.Audit });
        Audit.Call("guardduty", "UpdateOrganizationConfiguration", new { DetectorId = Detector(Audit), AutoEnableOrganizationMembers = mode, Features = new[] { new { Name = "S3_DATA_EVENTS", AutoEnable = mode } } });
    }

    [Fact]
    public void An_account_has_one_detector_a_region()
    {
        Workload.Call("guardduty", "CreateDetector", new { Enable = true });
        var refused = Workload.Fails("guardduty", "CreateDetector", new { Enable = true });
        (refused.Code, refused.Message).ShouldBe(("BadRequestException", "The request is rejected because a detector already exists for the current account."));
        Workload.In("us-east-1").Call("guardduty", "ListDetectors")["DetectorIds"]!.AsArray().ShouldBeEmpty();
        Workload.Call("guardduty", "DeleteDetector", new { DetectorId = Detector(Workload) });
        Workload.Call("guardduty", "ListDetectors")["DetectorIds"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void Features_follow_defaults_and_updates()
    {
        var id = Workload.Call("guardduty", "CreateDetector", new { Enable = true, Features = new[] { new { Name = "RDS_LOGIN_EVENTS", Status = "DISABLED" } } })["DetectorId"]!.ToString();
        Workload.Call("guardduty", "UpdateDetector", new { DetectorId = id, Features = new[] { new { Name = "RUNTIME_MONITORING", Status = "ENABLED" } } });
        var features = Workload.Call("guardduty", "GetDetector", new { DetectorId = id })["Features"]!.AsArray().ToDictionary(feature => feature!["Name"]!.ToString(), feature => feature!["Status"]!.ToString(), StringComparer.Ordinal);
        (features["CLOUD_TRAIL"], features["S3_DATA_EVENTS"], features["RDS_LOGIN_EVENTS"], features["RUNTIME_MONITORING"], features["EKS_RUNTIME_MONITORING"])
            .ShouldBe(("ENABLED", "ENABLED", "DISABLED", "ENABLED", "DISABLED"));
        Workload.Fails("guardduty", "UpdateDetector", new { DetectorId = id, Features = new[] { new { Name = "NO_SUCH", Status = "ENABLED" } } }).Code.ShouldBe("BadRequestException");
    }

    [Fact]
    public void Only_the_management_account_names_the_administrator()
    {
        Workload.Fails("guardduty", "EnableOrganizationAdminAccount", new { AdminAccountId = _sandbox.Audit }).Code.ShouldBe("BadRequestException");
        _sandbox.Management.Fails("guardduty", "EnableOrganizationAdminAccount", new { AdminAccountId = "999999999999" }).Code.ShouldBe("BadRequestException");
        _sandbox.Management.Call("guardduty", "EnableOrganizationAdminAccount", new { AdminAccountId = _sandbox.Audit });
        Detector(Audit).Length.ShouldBe(32);
        _sandbox.Management.Call("organizations", "ListDelegatedAdministrators", new { ServicePrincipal = "guardduty.amazonaws.com" })["DelegatedAdministrators"]![0]!["Id"]!.ToString().ShouldBe(_sandbox.Audit);
        _sandbox.Management.Fails("guardduty", "EnableOrganizationAdminAccount", new { AdminAccountId = _sandbox.Workload }).Code.ShouldBe("BadRequestException");
    }

    [Fact]
    public void Every_account_gets_a_detector_that_it_cannot_remove()
    {
        EnableForAll();
        var members = Audit.Call("guardduty", "ListMembers", new { DetectorId = Detector(Audit) })["Members"]!.AsArray();
        members.Select(member => member!["AccountId"]!.ToString()).ShouldBe([_sandbox.Workload, SandboxHarness.ManagementAccount], ignoreOrder: true);
        var id = Detector(Workload);
        Workload.Call("guardduty", "GetAdministratorAccount", new { DetectorId = id })["Administrator"]!["AccountId"]!.ToString().ShouldBe(_sandbox.Audit);
        Workload.Fails("guardduty", "DeleteDetector", new { DetectorId = id }).Code.ShouldBe("BadRequestException");
        Workload.Fails("guardduty", "DisassociateFromAdministratorAccount", new { DetectorId = id }).Code.ShouldBe("BadRequestException");
        Detector(_sandbox.As(_sandbox.CreateAccount("later"))).ShouldNotBeEmpty();
    }

    [Fact]
    public void New_means_accounts_that_join_afterwards()
    {
        _sandbox.Harness.Advance(TimeSpan.FromHours(1));
        EnableForAll("NEW");
        Workload.Call("guardduty", "ListDetectors")["DetectorIds"]!.AsArray().ShouldBeEmpty();
        _sandbox.Harness.Advance(TimeSpan.FromHours(1));
        Detector(_sandbox.As(_sandbox.CreateAccount("later"))).ShouldNotBeEmpty();
    }

    [Fact]
    public void Samples_are_findings_the_administrator_sees_and_rules_archive()
    {
        EnableForAll();
        Audit.Call("guardduty", "CreateFilter", """{"DetectorId":"ID","Name":"low","Action":"ARCHIVE","FindingCriteria":{"Criterion":{"severity":{"LessThan":4}}}}""".Replace("ID", Detector(Audit), StringComparison.Ordinal));
        Workload.Call("guardduty", "CreateSampleFindings", new { DetectorId = Detector(Workload), FindingTypes = new[] { "Stealth:IAMUser/CloudTrailLoggingDisabled", "Exfiltration:S3/AnomalousBehavior" } });
        var ids = Audit.Call("guardduty", "ListFindings", """{"DetectorId":"ID","FindingCriteria":{"Criterion":{"service.archived":{"Equals":["false"]}}}}""".Replace("ID", Detector(Audit), StringComparison.Ordinal))["FindingIds"]!.AsArray();
        var finding = Audit.Call("guardduty", "GetFindings", new { DetectorId = Detector(Audit), FindingIds = ids.Select(id => id!.ToString()).ToArray() })["Findings"]!.AsArray().ShouldHaveSingleItem()!;
        (finding["Type"]!.ToString(), finding["AccountId"]!.ToString()).ShouldBe(("Exfiltration:S3/AnomalousBehavior", _sandbox.Workload));
        _sandbox.Harness.Events.Where(busEvent => busEvent.DetailType == "GuardDuty Finding").Select(busEvent => busEvent.Account).ShouldBe([_sandbox.Workload, _sandbox.Audit]);
        Workload.Fails("guardduty", "CreateSampleFindings", new { DetectorId = Detector(Workload), FindingTypes = new[] { "No:Such/Type" } }).Code.ShouldBe("BadRequestException");
    }
}
