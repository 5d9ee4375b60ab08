using System.Text;
using Landward.Access;
using Landward.Logs;
using Landward.Policy;

namespace Landward.Tests.Access.History;

public sealed class HistoryReaderTests
{
    private const string Account = "111122223333";

    public static TheoryData<string, string, string, string, string> Mappings => new()
    {
        // eventSource, eventName, members beside them, action, resource (with ? in front where it is a pattern)
        { "s3", "ListObjects", """ "requestParameters":{"bucketName":"data"} """, "s3:ListBucket", "arn:aws:s3:::data" },
        { "s3", "HeadObject", """ "requestParameters":{"bucketName":"data","key":"a/b"} """, "s3:GetObject", "arn:aws:s3:::data/a/b" },
        { "s3", "GetBucketEncryption", """ "requestParameters":{"bucketName":"data"} """, "s3:GetEncryptionConfiguration", "arn:aws:s3:::data" },
        { "s3", "ListBuckets", """ "requestParameters":null """, "s3:ListAllMyBuckets", "*" },
        { "lambda", "AddPermission20150331v2", """ "requestParameters":{"functionName":"worker"} """, "lambda:AddPermission", "arn:aws:lambda:eu-west-1:111122223333:function:worker" },
        { "lambda", "Invoke", """ "requestParameters":{"functionName":"arn:aws:lambda:eu-west-1:444455556666:function:w"} """, "lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:444455556666:function:w" },
        { "monitoring", "DescribeAlarms", """ "requestParameters":{} """, "cloudwatch:DescribeAlarms", "?arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*" },
        { "kms", "Decrypt", """ "resources":[{"accountId":"444455556666","type":"AWS::KMS::Key","ARN":"arn:aws:kms:eu-west-1:444455556666:key/k"}] """, "kms:Decrypt", "arn:aws:kms:eu-west-1:444455556666:key/k" },
        { "kms", "Encrypt", """ "requestParameters":{"keyId":"alias/app"} """, "kms:Encrypt", "?arn:aws:kms:eu-west-1:111122223333:key/*" },
        { "sqs", "SendMessage", """ "requestParameters":{"queueUrl":"https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"} """, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs" },
        { "secretsmanager", "GetSecretValue", """ "requestParameters":{"secretId":"db"} """, "secretsmanager:GetSecretValue", "?arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-*" },
        { "ssm", "GetParameter", """ "requestParameters":{"name":"/app/key"} """, "ssm:GetParameter", "arn:aws:ssm:eu-west-1:111122223333:parameter/app/key" },
        { "iam", "CreateRole", """ "requestParameters":{"roleName":"r","path":"/team/"} """, "iam:CreateRole", "arn:aws:iam::111122223333:role/team/r" },
        { "iam", "GetRole", """ "requestParameters":{"roleName":"deploy"} """, "iam:GetRole", "arn:aws:iam::111122223333:role/ops/deploy" },
        { "iam", "GetRole", """ "requestParameters":{"roleName":"gone"} """, "iam:GetRole", "?arn:aws:iam::111122223333:role/*gone" },
        { "iam", "AttachRolePolicy", """ "requestParameters":{"roleName":"deploy","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"} """, "iam:AttachRolePolicy", "arn:aws:iam::111122223333:role/ops/deploy" },
        { "sts", "AssumeRole", """ "requestParameters":{"roleArn":"arn:aws:iam::444455556666:role/x","roleSessionName":"s"} """, "sts:AssumeRole", "arn:aws:iam::444455556666:role/x" },
        { "cloudtrail", "StopLogging", """ "requestParameters":{"name":"main"} """, "cloudtrail:StopLogging", "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main" },
        { "ec2", "DescribeInstances", """ "requestParameters":{"instancesSet":{"items":[{"instanceId":"i-1"}]}} """, "ec2:DescribeInstances", "*" },
        { "rds", "DeleteDBInstance", """ "requestParameters":{"dBInstanceIdentifier":"main"} """, "rds:DeleteDBInstance", "arn:aws:rds:eu-west-1:111122223333:db:main" },
        { "dynamodb", "DeleteTable", """ "requestParameters":{"tableName":"orders"} """, "dynamodb:DeleteTable", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders" },
        { "logs", "DeleteLogGroup", """ "requestParameters":{"logGroupName":"/app"} """, "logs:DeleteLogGroup", "arn:aws:logs:eu-west-1:111122223333:log-group:/app" },
    };

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task An_event_maps_to_the_action_and_resource_that_policies_know(string source, string name, string members, string action, string resource)
    {
        var history = await ReadAsync([Event(source, name, members)]);
        history.Unmapped.ShouldBeEmpty();
        history.Calls.Select(call => call.Action).Distinct().ShouldHaveSingleItem().ShouldBe(action);
        history.Calls.Select(call => (call.ResourceIsPattern ? "?" : string.Empty) + call.Resource).ShouldHaveSingleItem().ShouldBe(resource);
    }

    [Fact]
    public async Task A_call_on_several_resources_is_in_one_class_for_each()
    {
        var history = await ReadAsync([Event("ec2", "TerminateInstances", """ "requestParameters":{"instancesSet":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"}]}} """)]);
        history.Calls.Select(call => call.Resource).ShouldBe(["arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "arn:aws:ec2:eu-west-1:111122223333:instance/i-2"]);
    }

    [Fact]
    public async Task Starting_an_instance_also_asks_for_what_is_created_with_it()
    {
        var history = await ReadAsync([Event("ec2", "RunInstances", """ "requestParameters":{"instancesSet":{"items":[{"imageId":"ami-1","minCount":1}]},"subnetId":"subnet-1"} """)]);
        var resources = history.Calls.Select(call => call.Resource).ToArray();
        resources.ShouldContain("arn:aws:ec2:eu-west-1::image/ami-1");
        resources.ShouldContain("arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1");
        resources.ShouldContain("arn:aws:ec2:eu-west-1:111122223333:instance/*");
    }

    [Fact]
    public async Task Calls_that_ask_the_same_are_one_class_with_first_and_last_use()
    {
        var events = Enumerable.Range(0, 5).Select(n => Event(
            "logs", "CreateLogGroup", $$$""" "requestParameters":{"logGroupName":"/app","tags":{"n":"{{{n}}}"}} """, time: $"2026-03-0{n + 1}T10:00:00Z", session: $"i-{n}", id: $"00000000-0000-0000-0000-00000000000{n}"));
        var call = (await ReadAsync(events)).Calls.ShouldHaveSingleItem();
        call.Principal.Arn.ShouldBe("arn:aws:iam::111122223333:role/team/app");
        call.Count.ShouldBe(5);
        call.FirstSeen.ShouldBe(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero));
        call.LastSeen.ShouldBe(new DateTimeOffset(2026, 3, 5, 10, 0, 0, TimeSpan.Zero));
        call.EventId.ShouldBe("00000000-0000-0000-0000-000000000000");
    }

    [Fact]
    public async Task Sessions_are_told_apart_only_when_a_policy_does()
    {
        string[] events = [Event("sts", "GetCallerIdentity", session: "a"), Event("sts", "GetCallerIdentity", session: "b")];
        (await ReadAsync(events)).Calls.Length.ShouldBe(1);
        var calls = (await ReadAsync(events, new HistoryOptions { KeepSessions = true })).Calls;
        calls.Select(call => call.Principal.Arn).ShouldBe(["arn:aws:sts::111122223333:assumed-role/app/a", "arn:aws:sts::111122223333:assumed-role/app/b"]);
        calls[0].Principal.UserId.ShouldBe("AROAEXAMPLE:a");
        calls[0].Principal.IssuerArn.ShouldBe("arn:aws:iam::111122223333:role/team/app");
    }

    [Fact]
    public async Task Context_holds_what_the_event_tells_about_the_keys_asked_for()
    {
        string[] events =
        [
            Event("iam", "ListUsers", """ "sourceIPAddress":"192.0.2.7","tlsDetails":{"tlsVersion":"TLSv1.3"} """),
            Event("iam", "ListUsers", """ "sourceIPAddress":"cloudformation.amazonaws.com" """),
            Event("iam", "ListUsers", """ "sourceIPAddress":"10.0.0.1","vpcEndpointId":"vpce-1" """),
        ];
        var options = new HistoryOptions { ContextKeys = ["aws:SourceIp", "aws:sourcevpce", "aws:SecureTransport", "aws:RequestedRegion", "aws:ResourceTag/x"] };
        var contexts = (await ReadAsync(events, options)).Calls
            .Select(call => string.Join(' ', call.Context.Select(key => $"{key.Key}={(key.Value is null ? "-" : string.Join('|', key.Value.Values))}"))).Order(StringComparer.Ordinal).ToArray();
        contexts.ShouldBe(
        [
            "aws:RequestedRegion=eu-west-1 aws:SecureTransport=true aws:SourceIp=192.0.2.7 aws:sourcevpce=-",
            "aws:RequestedRegion=eu-west-1 aws:SourceIp=- aws:sourcevpce=vpce-1",
            "aws:RequestedRegion=eu-west-1 aws:sourcevpce=-",
        ]);
    }

    [Theory]
    [InlineData("AccessDenied", CallOutcome.Denied)]
    [InlineData("Client.UnauthorizedOperation", CallOutcome.Denied)]
    [InlineData("AccessDeniedException", CallOutcome.Denied)]
    [InlineData("NoSuchBucketPolicy", CallOutcome.Authorized)]
    [InlineData("Client.DryRunOperation", CallOutcome.Authorized)]
    public async Task The_error_code_says_whether_policies_let_the_call_pass(string code, CallOutcome outcome) =>
        (await ReadAsync([Event("iam", "ListUsers", $""" "errorCode":"{code}" """)])).Calls.ShouldHaveSingleItem().Outcome.ShouldBe(outcome);

    [Fact]
    public async Task What_is_no_authorized_call_is_counted_by_name_and_claims_nothing()
    {
        string[] events =
        [
            Event("iam", "ListUsers", """ "errorCode":"ThrottlingException" """),
            Event("signin", "ConsoleLogin", """ "eventType":"AwsConsoleSignIn" """),
            Event("s3", "SomethingNew"),
            Event("s3", "SomethingNew", """ "requestParameters":{"a":"b"} """),
            """{"eventID":"1","eventTime":"2026-03-01T00:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","eventType":"AwsApiCall","userIdentity":{"type":"AWSAccount","principalId":"AIDAX","accountId":"999999999999"}}""",
        ];
        var history = await ReadAsync(events);
        history.Calls.ShouldBeEmpty();
        history.Unmapped.Select(calls => (calls.EventName, calls.Count, calls.IsCall)).ShouldBe(
            [("SomethingNew", 2, true), ("ListUsers", 1, false), ("GetObject", 1, true), ("ConsoleLogin", 1, false)]);
    }

    [Fact]
    public async Task A_service_calling_for_itself_is_a_service_principal()
    {
        const string text = """{"eventID":"1","eventTime":"2026-03-01T00:00:00Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole","awsRegion":"eu-west-1","eventType":"AwsApiCall","recipientAccountId":"111122223333","userIdentity":{"type":"AWSService","invokedBy":"ec2.amazonaws.com"},"requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/x"}}""";
        var call = (await ReadAsync([text])).Calls.ShouldHaveSingleItem();
        call.Principal.Kind.ShouldBe(PrincipalKind.Service);
        call.Principal.Arn.ShouldBe("ec2.amazonaws.com");
        call.Resource.ShouldBe("arn:aws:iam::111122223333:role/x");
    }

    [Fact]
    public async Task Classes_beyond_the_limit_are_reported_not_forgotten()
    {
        var events = Enumerable.Range(0, 20).Select(n => Event("dynamodb", "DeleteTable", $$$""" "requestParameters":{"tableName":"t{{{n}}}"} """));
        var history = await ReadAsync(events, new HistoryOptions { MaxClasses = 5 });
        history.Calls.Length.ShouldBe(5);
        history.Partial.ShouldBeTrue();
        history.Diagnostics.ShouldHaveSingleItem().Detail.ShouldContain("15 further calls");
    }

    [Fact]
    public async Task How_many_files_are_read_at_once_does_not_matter()
    {
        var sources = Enumerable.Range(0, 12).Select(file =>
        {
            var events = Enumerable.Range(0, 30).Select(n => Event(
                "dynamodb", n % 7 == 0 ? "Nonsense" : "DeleteTable", $$$""" "requestParameters":{"tableName":"t{{{(n * file) % 11}}}"} """, time: $"2026-03-0{1 + (n % 3)}T10:00:00Z", id: $"00000000-0000-0000-{file:x4}-{n:x12}"));
            var bytes = Encoding.UTF8.GetBytes("{\"Records\":[" + string.Join(',', events) + "]}");
            return new LogSource($"file{file:D2}", _ => Task.FromResult<Stream>(new MemoryStream(bytes)));
        }).ToArray();
        var cancel = TestContext.Current.CancellationToken;
        var alone = await HistoryReader.ReadAsync(sources, new HistoryOptions { Workers = 1 }, IamFacts.Current, cancel);
        var together = await HistoryReader.ReadAsync(sources, new HistoryOptions { Workers = 5 }, IamFacts.Current, cancel);
        static IEnumerable<string> Lines(CallHistory history) => history.Calls
            .Select(call => $"{call.Principal} {call.Action} {call.Resource} {call.Count} {call.FirstSeen:O} {call.LastSeen:O} {call.EventId} {call.Origin}")
            .Concat(history.Unmapped.Select(calls => calls.ToString()))
            .Append($"{history.Events} {history.Files} {history.First:O} {history.Last:O}");
        Lines(together).ShouldBe(Lines(alone));
        together.Calls.Length.ShouldBe(11);
        together.Events.ShouldBe(360);
    }

    private static Task<CallHistory> ReadAsync(IEnumerable<string> events, HistoryOptions? options = null)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal) { ["111122223333:role/deploy"] = "arn:aws:iam::111122223333:role/ops/deploy" };
        var bytes = Encoding.UTF8.GetBytes("{\"Records\":[" + string.Join(',', events) + "]}");
        var source = new LogSource("memory", _ => Task.FromResult<Stream>(new MemoryStream(bytes)));
        return HistoryReader.ReadAsync([source], (options ?? new HistoryOptions()) with { Named = named }, IamFacts.Current, TestContext.Current.CancellationToken);
    }

    private static string Event(
        string source, string name, string members = "\"x\":1", string time = "2026-03-01T00:00:00Z", string session = "s", string id = "1") =>
        $$$"""
        {"eventID":"{{{id}}}","eventTime":"{{{time}}}","eventSource":"{{{source}}}.amazonaws.com","eventName":"{{{name}}}","awsRegion":"eu-west-1","recipientAccountId":"{{{Account}}}",
         "userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:{{{session}}}","arn":"arn:aws:sts::{{{Account}}}:assumed-role/app/{{{session}}}","accountId":"{{{Account}}}","accessKeyId":"ASIAEXAMPLE",
          "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::{{{Account}}}:role/team/app","userName":"app"},"attributes":{"mfaAuthenticated":"false"} } },
         {{{members}}}
        }
        """;
}
