using System.Text.Json.Nodes;

namespace Landward.EndToEnd.Tests;

/// <summary>The AWS CLI and boto3, written by others, read the demo's organization.</summary>
[Collection(DemoCollection.Name)]
public sealed class IndependentClientTests(DemoFixture demo)
{
    [Fact]
    public async Task Boto3_reads_the_organization_its_security_services_and_the_findings()
    {
        ExternalProgram.RequireBoto3();
        var script = Path.Combine(AppContext.BaseDirectory, "Clients", "read_organization.py");
        var read = await ExternalProgram.RunAsync("python3", demo.Environment, script, demo.Environment["LANDWARD_ENDPOINT"]);
        read.ExitCode.ShouldBe(0, read.Error);
        var seen = read.Json;
        seen["accounts"]!.AsObject().Select(account => account.Key).ShouldBe(
            ["management", "log-archive", "audit", "shared-services", "dev", "uat", "staging", "prod", "workspaces"], ignoreOrder: true);
        seen["units"]!["workloads"]!.AsObject().Select(unit => unit.Key).ShouldBe(["dev", "prod", "staging", "uat"], ignoreOrder: true);
        Texts(seen["policyTypes"]).ShouldContain("SERVICE_CONTROL_POLICY");
        seen["policySizes"]!.AsObject().ShouldAllBe(size => (int)size.Value! <= 10_240);
        seen["trails"]![0]!["logging"]!.GetValue<bool>().ShouldBeTrue();
        seen["trails"]![0]!["organization"]!.GetValue<bool>().ShouldBeTrue();
        Texts(seen["trailObjects"]).ShouldContain(key => key.Contains("/CloudTrail/eu-west-1/") && key.StartsWith("AWSLogs/o-"));
        Texts(seen["groups"]).ShouldBe(["administrators", "developers", "operations", "security"]);
        seen["findings"]!.AsArray().Count.ShouldBeGreaterThanOrEqualTo(12);
        Texts(seen["devRoles"]).ShouldContain("LandwardExecution");
        Texts(seen["analyzers"]).ShouldContain("ORGANIZATION");
        seen["guardDutyMembers"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(7);
        Denied(seen, "json", "AccessDeniedException", "with an explicit deny in a service control policy");
        Denied(seen, "query", "AccessDenied", "with an explicit deny in a service control policy");
        Denied(seen, "ec2", "UnauthorizedOperation", "not authorized to perform");
        Denied(seen, "restJson", "AccessDeniedException", "with an explicit deny in a service control policy");
        Denied(seen, "restXml", "NoSuchKey", "does not exist");
    }

    [Theory]
    [InlineData("organizations list-accounts", "Accounts", 9)]
    [InlineData("s3api list-buckets", "Buckets", 0)]
    [InlineData("iam list-users", "Users", 3)]
    [InlineData("cloudtrail lookup-events --max-items 5 --region us-east-1", "Events", 5)]
    [InlineData("guardduty list-detectors", "DetectorIds", 1)]
    [InlineData("organizations list-roots", "Roots", 1)]
    public async Task The_aws_cli_lists(string command, string member, int atLeast)
    {
        ExternalProgram.RequireAwsCli();
        var answer = await Cli(command);
        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Json[member]!.AsArray().Count.ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    [Fact]
    public async Task The_aws_cli_assumes_a_role_and_gets_the_findings()
    {
        ExternalProgram.RequireAwsCli();
        var accounts = (await Cli("organizations list-accounts")).Json["Accounts"]!.AsArray();
        var audit = (string)accounts.Single(account => (string)account!["Name"]! == "audit")!["Id"]!;
        var session = (await Cli($"sts assume-role --role-arn arn:aws:iam::{audit}:role/OrganizationAccountAccessRole --role-session-name cli")).Json["Credentials"]!;
        var environment = new Dictionary<string, string>(demo.Environment)
        {
            ["AWS_ACCESS_KEY_ID"] = (string)session["AccessKeyId"]!,
            ["AWS_SECRET_ACCESS_KEY"] = (string)session["SecretAccessKey"]!,
            ["AWS_SESSION_TOKEN"] = (string)session["SessionToken"]!,
        };
        var findings = await Cli("securityhub get-findings", environment);
        findings.ExitCode.ShouldBe(0, findings.Error);
        findings.Json["Findings"]!.AsArray().Count.ShouldBeGreaterThanOrEqualTo(12);
    }

    [Fact]
    public async Task The_aws_cli_shows_an_operation_the_sandbox_lacks_as_a_clear_error()
    {
        ExternalProgram.RequireAwsCli();
        var answer = await Cli("organizations list-handshakes-for-account");
        answer.ExitCode.ShouldNotBe(0);
        answer.Error.ShouldContain("does not implement");
    }

    private Task<LandwardProcess> Cli(string command, Dictionary<string, string>? environment = null) =>
        ExternalProgram.RunAsync("aws", environment ?? demo.Environment, ["--endpoint-url", demo.Environment["LANDWARD_ENDPOINT"], "--output", "json", .. command.Split(' ')]);

    private static void Denied(JsonObject seen, string protocol, string code, string message)
    {
        ((string?)seen["denied"]![protocol]?["code"]).ShouldBe(code);
        ((string)seen["denied"]![protocol]!["message"]!).ShouldContain(message);
    }

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(item => (string)item!)];
}
