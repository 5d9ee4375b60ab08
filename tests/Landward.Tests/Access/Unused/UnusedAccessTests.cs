using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Logs;
using Landward.Model;
using Landward.Policy;
using Landward.Tests.Access.Generated;

namespace Landward.Tests.Access.Unused;

public class UnusedAccessTests
{
    private const string Account = "222233334444";
    private const string Role = "arn:aws:iam::222233334444:role/team/Deploy";

    private static readonly DateTimeOffset End = new(2026, 6, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly PolicyPool Pool = new();

    private static AccessPrincipal NewRole(string arn, string policy) => new()
    {
        Principal = Principal.FromArn(arn)!,
        Identity = [Pool.Get(policy, "policy", PolicyKind.Identity)],
        Trust = Pool.Get(TrustTexts.Service("ec2.amazonaws.com"), "trust", PolicyKind.Trust),
        CreatedAt = End.AddYears(-1),
    };

    private static AccessSnapshot Snapshot(params AccessPrincipal[] principals) =>
        new() { Accounts = [new AccessAccount(AccountId.Parse(Account), "dev", [.. principals])] };

    private static JsonObject Call(string source, string name, int daysAgo, JsonObject? parameters = null, string? error = null) => new()
    {
        ["eventVersion"] = "1.08",
        ["userIdentity"] = new JsonObject
        {
            ["type"] = "AssumedRole",
            ["arn"] = $"arn:aws:sts::{Account}:assumed-role/Deploy/s",
            ["accountId"] = Account,
            ["sessionContext"] = new JsonObject { ["sessionIssuer"] = new JsonObject { ["type"] = "Role", ["arn"] = Role, ["accountId"] = Account, ["userName"] = "Deploy" } },
        },
        ["eventTime"] = End.AddDays(-daysAgo).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ["eventSource"] = source,
        ["eventName"] = name,
        ["awsRegion"] = "eu-west-1",
        ["sourceIPAddress"] = "192.0.2.1",
        ["requestParameters"] = parameters,
        ["errorCode"] = error,
        ["eventID"] = new Guid(daysAgo, 1, 2, [1, 2, 3, 4, 5, 6, 7, (byte)name.Length]).ToString(),
        ["eventType"] = "AwsApiCall",
        ["recipientAccountId"] = Account,
    };

    private static JsonObject ByUser(string name, string user, string key, int daysAgo, JsonObject? response = null)
    {
        var call = Call(name == "ConsoleLogin" ? "signin.amazonaws.com" : "s3.amazonaws.com", name, daysAgo);
        call["userIdentity"] = new JsonObject { ["type"] = "IAMUser", ["arn"] = $"arn:aws:iam::{Account}:user/{user}", ["accountId"] = Account, ["userName"] = user, ["accessKeyId"] = key };
        call["responseElements"] = response;
        return call;
    }

    private static async Task<UnusedAccessReport> ReportAsync(AccessSnapshot snapshot, params JsonObject[] events) =>
        UnusedAccessAnalyzer.Analyze(snapshot, await UsageAsync(snapshot, events), new UnusedAccessOptions { End = End });

    private static async Task<UsageRecord> UsageAsync(AccessSnapshot snapshot, params JsonObject[] events)
    {
        var bytes = Encoding.UTF8.GetBytes(new JsonObject { ["Records"] = new JsonArray([.. events.Select(item => (JsonNode)item.DeepClone())]) }.ToJsonString());
        return await UsageReader.ReadAsync([new LogSource("trail.json", _ => Task.FromResult<Stream>(new MemoryStream(bytes)))], snapshot, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_role_nobody_used_in_the_period_is_unused()
    {
        var role = NewRole(Role, PolicyTexts.ReadOnly) with { LastUsedAt = End.AddDays(-200) };
        var finding = (await ReportAsync(Snapshot(role), Call("s3.amazonaws.com", "ListBuckets", 150))).Findings.ShouldHaveSingleItem();
        finding.ShouldBeOfType<UnusedIamRole>().LastAccessed.ShouldBe(End.AddDays(-200));
        var hub = finding.ToFinding(new UnusedAccessOptions { End = End });
        hub.Type.ShouldBe("UnusedAccess:IAMRole/UnusedIAMRole");
        hub.Facts["findingType"].ShouldBe("UnusedIAMRole");
    }

    [Theory]
    [InlineData(true, 0, false)]
    [InlineData(false, 5, false)]
    [InlineData(false, 0, true)]
    public async Task A_role_that_iam_saw_that_is_new_or_belongs_to_a_service_is_not(bool iamSawIt, int createdDaysAgo, bool serviceLinked)
    {
        var arn = serviceLinked ? $"arn:aws:iam::{Account}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX" : Role;
        var role = NewRole(arn, PolicyTexts.ReadOnly) with { LastUsedAt = iamSawIt ? End.AddDays(-3) : null };
        if (createdDaysAgo > 0)
            role = role with { CreatedAt = End.AddDays(-createdDaysAgo) };
        (await ReportAsync(Snapshot(role))).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Permissions_of_a_used_role_are_told_by_service_and_action()
    {
        var role = NewRole(Role, """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:CreateQueue","sqs:DeleteQueue","sns:CreateTopic","s3:GetObject","iam:PassRole"],"Resource":"*"}]}""");
        var report = await ReportAsync(Snapshot(role), Call("sqs.amazonaws.com", "CreateQueue", 3, new JsonObject { ["queueName"] = "q" }));
        report.Findings.Length.ShouldBe(2);
        var sns = report.Findings[0].ShouldBeOfType<UnusedPermission>();
        (sns.ServiceNamespace, sns.Actions.Length, sns.LastAccessed).ShouldBe(("sns", 0, null));
        var sqs = report.Findings[1].ShouldBeOfType<UnusedPermission>();
        sqs.Actions.ShouldBe(["DeleteQueue"]);
        sqs.LastAccessed.ShouldBe(End.AddDays(-3));
        report.NotTold[Role].ShouldBe(["iam:PassRole", "s3:GetObject"]);
    }

    [Fact]
    public async Task Keys_and_passwords_count_by_logs_and_by_what_iam_remembers()
    {
        var user = new AccessPrincipal
        {
            Principal = Principal.FromArn($"arn:aws:iam::{Account}:user/bob")!,
            CreatedAt = End.AddYears(-2),
            AccessKeys =
            [
                new AccessKey("AKIAUSED000000000001", Active: true, End.AddYears(-1), null),
                new AccessKey("AKIAIDLE000000000002", Active: true, End.AddYears(-1), End.AddDays(-100)),
                new AccessKey("AKIAOFF0000000000003", Active: false, End.AddYears(-1), null),
            ],
            Password = new ConsolePassword(End.AddYears(-1), null, HasMfa: false),
        };
        var report = await ReportAsync(Snapshot(user), ByUser("ListBuckets", "bob", "AKIAUSED000000000001", 2), ByUser("ConsoleLogin", "bob", string.Empty, 2, new JsonObject { ["ConsoleLogin"] = "Failure" }));
        report.Findings.OfType<UnusedIamUserAccessKey>().ShouldHaveSingleItem().AccessKeyId.ShouldBe("AKIAIDLE000000000002");
        report.Findings.OfType<UnusedIamUserPassword>().Count().ShouldBe(1, "a failed sign-in is no use");
        var after = await ReportAsync(Snapshot(user), ByUser("ConsoleLogin", "bob", string.Empty, 2, new JsonObject { ["ConsoleLogin"] = "Success" }));
        after.Findings.OfType<UnusedIamUserPassword>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_short_history_says_that_it_proves_less()
    {
        var report = await ReportAsync(Snapshot(NewRole(Role, PolicyTexts.ReadOnly)), Call("s3.amazonaws.com", "ListBuckets", 10));
        report.CoversPeriod.ShouldBeFalse();
        report.Notes.ShouldContain(note => note.Contains("A shorter history proves less"));
        (await ReportAsync(Snapshot(NewRole(Role, PolicyTexts.ReadOnly)))).Notes.ShouldContain(note => note.Contains("no events"));
    }

    [Fact]
    public async Task The_least_privilege_policy_allows_what_was_allowed_and_little_else()
    {
        var role = NewRole(Role, PolicyTexts.FullAccess);
        var snapshot = Snapshot(role);
        var usage = await UsageAsync(
            snapshot,
            Call("sqs.amazonaws.com", "DeleteQueue", 3, new JsonObject { ["queueUrl"] = $"https://sqs.eu-west-1.amazonaws.com/{Account}/orders" }),
            Call("iam.amazonaws.com", "GetRole", 4, new JsonObject { ["roleName"] = "x" }),
            Call("ec2.amazonaws.com", "DescribeInstances", 5),
            Call("iam.amazonaws.com", "DeleteUser", 6, new JsonObject { ["userName"] = "x" }, error: "AccessDenied"));
        var policy = LeastPrivilege.Of(role, usage, End.AddDays(-90), End);
        var document = PolicyDocument.Parse(policy.Document.ToJsonString()).Document!;
        var set = new PolicySet { Identity = [new AttachedPolicy(document, "least", PolicyKind.Identity)] };
        foreach (var call in usage.History.Calls)
        {
            var decided = PolicyEvaluator.Decide(new AuthorizationRequest(role.Principal, call.Action, call.Resource, Account), set);
            decided.IsAllowed.ShouldBe(call.Outcome == CallOutcome.Authorized, $"{call.Action} on {call.Resource}");
        }
        PolicyEvaluator.Decide(new AuthorizationRequest(role.Principal, "iam:GetRole", $"arn:aws:iam::{Account}:role/other", Account), set).IsAllowed.ShouldBeFalse();
        policy.NotShown.ShouldContain("s3:GetObject");
    }
}
