using Landward.Access;
using Landward.Access.External;
using Landward.Model;
using Landward.Policy;

namespace Landward.Tests.Access.External;

public class ExternalFindingTests
{
    private const string Queue = "arn:aws:sqs:eu-west-1:222222222222:jobs";

    [Fact]
    public void Ids_are_stable_and_tell_principals_apart()
    {
        var first = Case("Two accounts are two findings").Analyze().Findings;
        var second = Case("Two accounts are two findings").Analyze().Findings;
        first.Select(finding => finding.Id).ShouldBe(second.Select(finding => finding.Id));
        first.Select(finding => finding.Id).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Sources_name_every_way_in()
    {
        Case("Policy and access control list are one finding").Analyze().Findings.Single().Sources.Select(source => source.Type).ShouldBe(["POLICY", "BUCKET_ACL"], ignoreOrder: true);
        var point = Case("An access point lets an account in").Analyze().Findings.Single().Sources.Single();
        point.ShouldBe(new ExternalFindingSource("S3_ACCESS_POINT", "arn:aws:s3:eu-west-1:222222222222:accesspoint/point"));
        Case("A bucket that delegates to another account's access points is public").Analyze().Findings.Single().Sources.Single()
            .ShouldBe(new ExternalFindingSource("S3_ACCESS_POINT_ACCOUNT", "999988887777"));
        Case("A grant to another account").Analyze().Findings.Single().Sources.Single().ShouldBe(new ExternalFindingSource("KMS_GRANT", "grant-1"));
    }

    [Fact]
    public void Resource_control_policies_are_said_to_be_applied()
    {
        Case("A resource control policy with an exception leaves the exception").Analyze().Findings.Single().ResourceControlPolicyRestriction.ShouldBe("APPLIED");
        Case("A resource control policy of another service does not").Analyze().Findings.Single().ResourceControlPolicyRestriction.ShouldBe("NOT_APPLICABLE");
        var snapshot = Case("Anyone may read every object").Snapshot() with { Unread = [new UnreadSource(string.Empty, "us-east-1", "organizations:ListPolicies", "AccessDenied: no")] };
        Analyze(snapshot).Findings.ShouldContain(finding => finding.ResourceControlPolicyRestriction == "FAILED_TO_EVALUATE_RCP");
    }

    [Fact]
    public void A_service_that_names_no_source_is_reported_only_when_asked_for()
    {
        var open = Snapshot("""{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}""");
        Analyze(open).Findings.ShouldBeEmpty();
        var finding = Analyze(open, services: true).Findings.ShouldHaveSingleItem();
        (finding.Type, finding.Severity, finding.Principal["Service"]).ShouldBe((ExternalFindingType.ServiceAccessWithoutSource, Severity.Low, "s3.amazonaws.com"));
        finding.IsPublic.ShouldBeFalse();
        HubFindings.TypeOf(finding).ShouldBe("Policy:SQS/ServiceAccessWithoutSource");
    }

    [Theory]
    [InlineData("\"StringEquals\":{\"aws:SourceAccount\":\"222222222222\"}")]
    [InlineData("\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:s3:*:222222222222:*\"}")]
    [InlineData("\"StringEquals\":{\"aws:SourceOrgID\":\"o-example\"}")]
    public void A_service_with_a_source_is_never_reported(string condition) =>
        Analyze(Snapshot($$$"""{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*","Condition":{ {{{condition}}} }}"""), services: true).Findings.ShouldBeEmpty();

    [Fact]
    public void A_deleted_principal_is_shown()
    {
        var finding = Analyze(Snapshot("""{"Effect":"Allow","Principal":{"AWS":"AROAEXAMPLEEXAMPLE12"},"Action":"sqs:SendMessage","Resource":"*"}""")).Findings.ShouldHaveSingleItem();
        (finding.Type, finding.Principal["AWS"], finding.Severity).ShouldBe((ExternalFindingType.DanglingPrincipal, "AROAEXAMPLEEXAMPLE12", Severity.Low));
    }

    [Fact]
    public void A_resource_that_could_not_be_read_is_a_finding_with_an_error()
    {
        const string key = "arn:aws:kms:eu-west-1:222222222222:key/1";
        var snapshot = Snapshot("""{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}""") with
        {
            Unread = [new UnreadSource("222222222222", "eu-west-1", "kms:GetKeyPolicy", "AccessDeniedException: no", key, "AWS::KMS::Key"), new UnreadSource("222222222222", "eu-west-1", "efs:DescribeFileSystems", "NoAnswer: none")],
        };
        var report = Analyze(snapshot);
        report.Partial.ShouldBeTrue();
        var finding = report.Findings.ShouldHaveSingleItem();
        (finding.Resource, finding.Error, finding.Witness).ShouldBe((key, "ACCESS_DENIED", null));
        HubFindings.TypeOf(finding).ShouldBe("Policy:KMS/AccessNotAnalyzed");
    }

    [Fact]
    public void Severity_follows_who_gets_in_to_what()
    {
        Severities("Anyone may read every object").ShouldBe([Severity.High]);
        Severities("A queue anyone may send to").ShouldBe([Severity.Critical]);
        Severities("A role that trusts everybody").ShouldBe([Severity.Critical]);
        Severities("An account outside").ShouldBe([Severity.Medium]);
        Severities("A SAML provider").ShouldBe([Severity.Low]);
        Severities("GitHub with one repository").ShouldBe([Severity.Low]);
        Severities("GitHub without a subject is warned about").ShouldBe([Severity.High]);
    }

    [Fact]
    public void The_hub_gets_what_a_playbook_needs()
    {
        var now = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
        var finding = Case("Anyone may read every object").Analyze().Findings.Single().ToFinding(now);
        (finding.Type, finding.Account, finding.Region, finding.Facts["bucketName"], finding.Facts["isPublic"]).ShouldBe(("Policy:S3/PublicAccess", "222222222222", "eu-west-1", "data", "true"));
        finding.Techniques.ShouldBe(["T1530"]);
        finding.Title.ShouldBe("data is public");
        var json = ExternalFindingJson.Write(Case("An account outside").Analyze().Findings.Single(), now);
        ((string?)json["principal"]!["AWS"], (string?)json["status"], (string?)json["findingType"]).ShouldBe(("999988887777", "ACTIVE", "ExternalAccess"));
        json["witness"]!["action"].ShouldNotBeNull();
    }

    [Fact]
    public void A_policy_with_hundreds_of_principals_is_analysed_and_one_with_many_thousands_is_undecided_but_said()
    {
        string Accounts(int count) => string.Join(',', Enumerable.Range(0, count).Select(index => $"\"{700_000_000_000 + index}\""));
        var many = Analyze(Snapshot($$"""{"Effect":"Allow","Principal":{"AWS":[{{Accounts(150)}}]},"Action":"sqs:SendMessage","Resource":"*"}"""));
        many.Findings.Length.ShouldBe(150);
        var hostile = Analyze(Snapshot($$"""{"Effect":"Allow","Principal":{"AWS":[{{Accounts(20_000)}}]},"Action":"sqs:SendMessage","Resource":"*"}"""));
        hostile.Findings.ShouldHaveSingleItem().Error.ShouldBe("UNDECIDED");
        hostile.Partial.ShouldBeTrue();
    }

    private static IEnumerable<Severity> Severities(string name) => Case(name).Analyze().Findings.Select(finding => finding.Severity);

    private static ExternalAccessReport Analyze(AccessSnapshot snapshot, bool services = false) =>
        ExternalAccessAnalyzer.Analyze(snapshot, new ExternalAccessOptions(ZoneOfTrust.Organization, services), CancellationToken.None);

    private static AccessSnapshot Snapshot(string statement) => Case("Anyone may read every object").Snapshot() with
    {
        Resources =
        [
            new AccessResource
            {
                Arn = Queue,
                Type = "AWS::SQS::Queue",
                Account = "222222222222",
                Region = "eu-west-1",
                Policy = ExternalCase.Attached($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""", PolicyKind.Resource),
            },
        ],
    };

    private static ExternalCase Case(string name) => ExternalCase.All.Single(test => test.Name == name);
}
