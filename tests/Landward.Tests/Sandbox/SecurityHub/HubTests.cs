using Landward.Sandbox.Services.SecurityHub;

namespace Landward.Tests.Sandbox.SecurityHub;

public sealed class HubTests
{
    private readonly MemberSandbox _sandbox = new(SecurityHubService.AddTo);

    private SandboxClient Audit => _sandbox.As(_sandbox.Audit);

    private SandboxClient Workload => _sandbox.As(_sandbox.Workload);

    [Fact]
    public void Nothing_works_before_it_is_enabled()
    {
        foreach (var operation in (string[])["DescribeHub", "GetFindings", "DescribeStandards", "GetEnabledStandards", "DisableSecurityHub"])
        {
            var refused = Workload.Fails("securityhub", operation);
            (refused.Code, refused.Status).ShouldBe(("InvalidAccessException", 401), operation);
        }
        Workload.Call("securityhub", "EnableSecurityHub");
        Workload.Fails("securityhub", "EnableSecurityHub").Code.ShouldBe("ResourceConflictException");
        Workload.Call("securityhub", "DisableSecurityHub");
        Workload.Fails("securityhub", "DescribeHub").Code.ShouldBe("InvalidAccessException");
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public void Default_standards_come_on_request(bool defaults, int count)
    {
        Workload.Call("securityhub", "EnableSecurityHub", new { EnableDefaultStandards = defaults });
        Workload.Call("securityhub", "GetEnabledStandards")["StandardsSubscriptions"]!.AsArray().Count.ShouldBe(count);
    }

    [Fact]
    public void Standards_are_subscribed_and_left()
    {
        Workload.Call("securityhub", "EnableSecurityHub", new { EnableDefaultStandards = false });
        const string Nist = "arn:aws:securityhub:eu-west-1::standards/nist-800-53/v/5.0.0";
        Workload.Call("securityhub", "DescribeStandards")["Standards"]!.AsArray().Select(standard => standard!["StandardsArn"]!.ToString()).ShouldContain(Nist);
        var subscription = Workload.Call("securityhub", "BatchEnableStandards", new { StandardsSubscriptionRequests = new[] { new { StandardsArn = Nist } } })["StandardsSubscriptions"]![0]!["StandardsSubscriptionArn"]!.ToString();
        subscription.ShouldBe($"arn:aws:securityhub:eu-west-1:{_sandbox.Workload}:subscription/nist-800-53/v/5.0.0");
        Workload.Call("securityhub", "BatchDisableStandards", new { StandardsSubscriptionArns = new[] { subscription } });
        Workload.Call("securityhub", "GetEnabledStandards")["StandardsSubscriptions"]!.AsArray().ShouldBeEmpty();
        Workload.Fails("securityhub", "BatchEnableStandards", new { StandardsSubscriptionRequests = new[] { new { StandardsArn = "arn:aws:securityhub:eu-west-1::standards/none" } } }).Code.ShouldBe("InvalidInputException");
    }

    [Fact]
    public void Members_are_made_for_old_accounts_and_come_by_themselves_for_new_ones()
    {
        _sandbox.Management.Call("securityhub", "EnableOrganizationAdminAccount", new { AdminAccountId = _sandbox.Audit });
        _sandbox.Harness.Advance(TimeSpan.FromHours(1));
        Audit.Call("securityhub", "UpdateOrganizationConfiguration", new { AutoEnable = true, AutoEnableStandards = "NONE" });
        Audit.Call("securityhub", "ListMembers")["Members"]!.AsArray().ShouldBeEmpty();
        Audit.Call("securityhub", "CreateMembers", new { AccountDetails = new[] { new { AccountId = _sandbox.Workload } } })["UnprocessedAccounts"]!.AsArray().ShouldBeEmpty();
        _sandbox.Harness.Advance(TimeSpan.FromHours(1));
        var later = _sandbox.CreateAccount("later");
        Audit.Call("securityhub", "ListMembers")["Members"]!.AsArray().Select(member => member!["AccountId"]!.ToString()).ShouldBe([_sandbox.Workload, later], ignoreOrder: true);
        _sandbox.As(later).Call("securityhub", "GetEnabledStandards")["StandardsSubscriptions"]!.AsArray().ShouldBeEmpty();
        Workload.Call("securityhub", "GetAdministratorAccount")["Administrator"]!["AccountId"]!.ToString().ShouldBe(_sandbox.Audit);
        Workload.Fails("securityhub", "DisableSecurityHub").Code.ShouldBe("InvalidInputException");
        Workload.Fails("securityhub", "DescribeOrganizationConfiguration").Code.ShouldBe("InvalidAccessException");
    }

    [Fact]
    public void An_account_has_one_aggregator()
    {
        Workload.Call("securityhub", "EnableSecurityHub");
        Workload.Fails("securityhub", "CreateFindingAggregator", new { RegionLinkingMode = "SPECIFIED_REGIONS" }).Code.ShouldBe("InvalidInputException");
        var arn = Workload.Call("securityhub", "CreateFindingAggregator", new { RegionLinkingMode = "SPECIFIED_REGIONS", Regions = new[] { "us-east-1" } })["FindingAggregatorArn"]!.ToString();
        Workload.Fails("securityhub", "CreateFindingAggregator", new { RegionLinkingMode = "ALL_REGIONS" }).Code.ShouldBe("InvalidInputException");
        Workload.Call("securityhub", "UpdateFindingAggregator", new { FindingAggregatorArn = arn, RegionLinkingMode = "ALL_REGIONS" });
        Workload.Call("securityhub", "GetFindingAggregator", new { FindingAggregatorArn = arn })["RegionLinkingMode"]!.ToString().ShouldBe("ALL_REGIONS");
    }
}
