using Landward.Sandbox.Services.Config;
using Landward.Sandbox.Services.S3;
using Landward.Sandbox.Services.Sns;

namespace Landward.Tests.Sandbox.Config;

public sealed class RecorderTests
{
    private readonly MemberSandbox _sandbox = new(ConfigService.AddTo, S3Service.AddTo, SnsService.AddTo);

    private SandboxClient Audit => _sandbox.As(_sandbox.Audit);

    private void Record(SandboxClient client)
    {
        client.Call("config", "PutConfigurationRecorder", """{"ConfigurationRecorder":{"name":"landward","roleARN":"arn:aws:iam::1:role/config"}}""");
        client.Call("s3", "CreateBucket", new { Bucket = "config-bucket-" + client.Caller.Account, CreateBucketConfiguration = new { LocationConstraint = "eu-west-1" } });
        client.Call("config", "PutDeliveryChannel", new { DeliveryChannel = new { name = "landward", s3BucketName = "config-bucket-" + client.Caller.Account } });
    }

    [Fact]
    public void A_recorder_needs_a_channel_before_it_starts()
    {
        Audit.Fails("config", "PutDeliveryChannel", new { DeliveryChannel = new { name = "c", s3BucketName = "b" } }).Code.ShouldBe("NoAvailableConfigurationRecorderException");
        Audit.Call("config", "PutConfigurationRecorder", """{"ConfigurationRecorder":{"name":"landward","roleARN":"arn:aws:iam::1:role/config"}}""");
        Audit.Fails("config", "StartConfigurationRecorder", new { ConfigurationRecorderName = "landward" }).Code.ShouldBe("NoAvailableDeliveryChannelException");
        Audit.Fails("config", "PutDeliveryChannel", new { DeliveryChannel = new { name = "c", s3BucketName = "absent" } }).Code.ShouldBe("NoSuchBucketException");
        Record(Audit);
        Audit.Call("config", "StartConfigurationRecorder", new { ConfigurationRecorderName = "landward" });
        Audit.Call("config", "DescribeConfigurationRecorderStatus")["ConfigurationRecordersStatus"]![0]!["recording"]!.GetValue<bool>().ShouldBeTrue();
        Audit.Fails("config", "DeleteDeliveryChannel", new { DeliveryChannelName = "landward" }).Code.ShouldBe("LastDeliveryChannelDeleteFailedException");
        Audit.Fails("config", "PutConfigurationRecorder", """{"ConfigurationRecorder":{"name":"second","roleARN":"arn:aws:iam::1:role/config"}}""").Code.ShouldBe("MaxNumberOfConfigurationRecordersExceededException");
    }

    [Fact]
    public void A_rule_nobody_evaluated_has_insufficient_data()
    {
        Record(Audit);
        Audit.Call("config", "PutConfigRule", """{"ConfigRule":{"ConfigRuleName":"r","Source":{"Owner":"AWS","SourceIdentifier":"S3_BUCKET_VERSIONING_ENABLED"}}}""");
        Audit.Call("config", "DescribeComplianceByConfigRule")["ComplianceByConfigRules"]![0]!["Compliance"]!["ComplianceType"]!.ToString().ShouldBe("INSUFFICIENT_DATA");
        Audit.Call("config", "DescribeConfigRuleEvaluationStatus")["ConfigRulesEvaluationStatus"]![0]!["FirstEvaluationStarted"]!.GetValue<bool>().ShouldBeFalse();
        Audit.Fails("config", "DescribeConfigRules", new { ConfigRuleNames = new[] { "absent" } }).Code.ShouldBe("NoSuchConfigRuleException");
        Audit.Fails("config", "PutConfigRule", """{"ConfigRule":{"ConfigRuleName":"x","Source":{"Owner":"AWS"}}}""").Code.ShouldBe("InvalidParameterValueException");
    }

    [Fact]
    public void Only_the_administrator_aggregates_the_organization()
    {
        const string Input = """{"ConfigurationAggregatorName":"landward","OrganizationAggregationSource":{"RoleArn":"arn:aws:iam::1:role/config","AllAwsRegions":true}}""";
        Audit.Fails("config", "PutConfigurationAggregator", Input).Code.ShouldBe("OrganizationAccessDeniedException");
        _sandbox.Management.Call("organizations", "EnableAWSServiceAccess", new { ServicePrincipal = "config.amazonaws.com" });
        _sandbox.Management.Call("organizations", "RegisterDelegatedAdministrator", new { AccountId = _sandbox.Audit, ServicePrincipal = "config.amazonaws.com" });
        var arn = Audit.Call("config", "PutConfigurationAggregator", Input)["ConfigurationAggregator"]!["ConfigurationAggregatorArn"]!.ToString();
        Audit.Call("config", "PutConfigurationAggregator", Input)["ConfigurationAggregator"]!["ConfigurationAggregatorArn"]!.ToString().ShouldBe(arn);
        Audit.Call("config", "DeleteConfigurationAggregator", new { ConfigurationAggregatorName = "landward" });
        Audit.Fails("config", "DeleteConfigurationAggregator", new { ConfigurationAggregatorName = "landward" }).Code.ShouldBe("NoSuchConfigurationAggregatorException");
    }

    [Fact]
    public void An_organization_rule_is_in_every_account_until_it_is_deleted()
    {
        var input = new { OrganizationConfigRuleName = "encrypted", OrganizationManagedRuleMetadata = new { RuleIdentifier = "ENCRYPTED_VOLUMES" }, ExcludedAccounts = new[] { _sandbox.Audit } };
        _sandbox.Management.Call("config", "PutOrganizationConfigRule", input);
        var workload = _sandbox.As(_sandbox.Workload);
        var rule = workload.Call("config", "DescribeConfigRules")["ConfigRules"]!.AsArray().ShouldHaveSingleItem()!["ConfigRuleName"]!.ToString();
        rule.ShouldStartWith("OrgConfigRule-encrypted-");
        Audit.Call("config", "DescribeConfigRules")["ConfigRules"]!.AsArray().ShouldBeEmpty();
        workload.Fails("config", "DeleteConfigRule", new { ConfigRuleName = rule }).Code.ShouldBe("AccessDeniedException");
        _sandbox.Management.Call("config", "DeleteOrganizationConfigRule", new { OrganizationConfigRuleName = "encrypted" });
        workload.Call("config", "DescribeConfigRules")["ConfigRules"]!.AsArray().ShouldBeEmpty();
    }
}
