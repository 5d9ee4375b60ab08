using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Logs;
using Landward.Model;

namespace Landward.Tests.Detection;

/// <summary>How much a finding of medium weighs depends on who called, as far as the logs show.</summary>
public sealed class CallerWeightTests
{
    private const string Rule = "kms-key-deletion-scheduled";

    [Fact]
    public async Task Long_term_key_without_MFA_keeps_the_rules_level() =>
        (await SeverityAsync(Deletion(Key()))).ShouldBe(Severity.Medium);

    [Fact]
    public async Task Session_of_a_role_that_the_logs_show_nothing_else_about_keeps_it() =>
        (await SeverityAsync(Deletion(Session("ASIAOFADEPLOYMENT000")))).ShouldBe(Severity.Medium);

    [Theory]
    [InlineData(3, Severity.Low)]
    [InlineData(2, Severity.Medium)]
    public async Task Role_at_work_in_four_hours_lowers_it_whatever_its_sessions_and_addresses(int hours, Severity expected)
    {
        var work = Enumerable.Range(0, hours).Select(hour =>
        {
            var @event = Event(hour, Session($"ASIAOFANOTHERRUN000{hour}"), "s3.amazonaws.com", "ListBuckets");
            @event["sourceIPAddress"] = $"198.51.100.{100 + hour}";
            return @event;
        });
        (await SeverityAsync([.. work, Deletion(Session("ASIAOFADEPLOYMENT000"))])).ShouldBe(expected);
    }

    [Fact]
    public async Task Failed_calls_make_nobody_familiar()
    {
        var attempts = Enumerable.Range(0, 6).Select(hour =>
        {
            var @event = Event(hour, Session("ASIAOFADEPLOYMENT000"), "s3.amazonaws.com", "ListBuckets");
            @event["errorCode"] = "AccessDenied";
            return @event;
        });
        (await SeverityAsync([.. attempts, Deletion(Session("ASIAOFADEPLOYMENT000"))])).ShouldBe(Severity.Medium);
    }

    [Fact]
    public async Task Address_that_sessions_use_in_four_hours_lowers_it()
    {
        var others = Enumerable.Range(0, 4).Select(hour => Event(hour, Session("ASIAOFSOMEBODYELSE00", "reader"), "s3.amazonaws.com", "ListBuckets"));
        (await SeverityAsync([.. others, Deletion(Session("ASIAOFADEPLOYMENT000"))])).ShouldBe(Severity.Low);
    }

    [Theory]
    [InlineData("2026-01-06T05:30:00Z", Severity.Low)]
    [InlineData("2026-01-06T04:30:00Z", Severity.Medium)]
    public async Task Logs_that_reach_back_before_the_session_lower_it(string began, Severity expected)
    {
        // The deletion is in the sixth hour of that day; the logs begin in the third.
        var identity = Session("ASIAOFADEPLOYMENT000");
        identity["sessionContext"]!["attributes"]!["creationDate"] = began;
        var before = new[] { 27, 28 }.Select(hour => Elsewhere(Event(hour, Session("ASIAOFSOMEBODYELSE00", "reader"), "s3.amazonaws.com", "ListBuckets")));
        (await SeverityAsync([.. before, Deletion(identity)])).ShouldBe(expected);
    }

    [Fact]
    public async Task Logs_of_half_a_day_that_show_no_key_that_began_the_session_lower_it()
    {
        var day = Enumerable.Range(0, 12).Select(hour => Elsewhere(Event(hour, Session("ASIAOFSOMEBODYELSE00", "reader"), "s3.amazonaws.com", "ListBuckets")));
        (await SeverityAsync([.. day, Deletion(Session("ASIAOFADEPLOYMENT000"))])).ShouldBe(Severity.Low);
    }

    [Fact]
    public async Task Session_that_began_with_a_long_term_key_does_not_whatever_the_role_does()
    {
        var work = Enumerable.Range(0, 20).Select(hour => Event(hour, Session("ASIAANOTHER000000000"), "s3.amazonaws.com", "ListBuckets")).ToList();
        var assumed = Event(1, Key(), "sts.amazonaws.com", "AssumeRole");
        assumed["responseElements"] = JsonNode.Parse("""{"credentials":{"accessKeyId":"ASIASTOLEN0000000000"}}""");
        (await SeverityAsync([.. work, assumed, Deletion(Session("ASIASTOLEN0000000000"))])).ShouldBe(Severity.Medium);
        (await SeverityAsync([.. work, assumed, Deletion(Session("ASIAANOTHER000000000"))])).ShouldBe(Severity.Low);
    }

    [Fact]
    public async Task Build_job_with_a_web_identity_lowers_it()
    {
        var identity = Session("ASIAOFADEPLOYMENT000");
        identity["sessionContext"]!["webIdFederationData"] = JsonNode.Parse("""{"federatedProvider":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}""");
        (await SeverityAsync(Deletion(identity))).ShouldBe(Severity.Low);
    }

    [Fact]
    public async Task Session_that_began_with_MFA_lowers_it()
    {
        var identity = Session("ASIAOFADEPLOYMENT000");
        identity["sessionContext"]!["attributes"]!["mfaAuthenticated"] = "true";
        (await SeverityAsync(Deletion(identity))).ShouldBe(Severity.Low);
    }

    [Theory]
    [InlineData("cloudformation.amazonaws.com")]
    [InlineData("AWS Internal")]
    public async Task Service_that_calls_with_a_role_lowers_it(string address)
    {
        var @event = Deletion(Session("ASIAOFADEPLOYMENT000"));
        @event["sourceIPAddress"] = address;
        (await SeverityAsync(@event)).ShouldBe(Severity.Low);
    }

    [Fact]
    public async Task Finding_that_is_for_unfamiliar_callers_only_is_not_raised_about_others()
    {
        var catalogue = DetectionCatalogue.Load([]).Only("function-changed-by-unfamiliar-session");
        var change = Event(30, Session("ASIAOFADEPLOYMENT000"), "lambda.amazonaws.com", "UpdateFunctionCode20150331v2");
        (await FindingsAsync(catalogue, change)).ShouldHaveSingleItem().Severity.ShouldBe(Severity.Medium);
        var work = Enumerable.Range(0, 4).Select(hour => Event(hour, Session("ASIAANOTHER000000000"), "s3.amazonaws.com", "ListBuckets"));
        (await FindingsAsync(catalogue, [.. work, change])).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(3, "198.51.100.7", Severity.Low)]
    [InlineData(2, "198.51.100.7", Severity.Medium)]
    [InlineData(9, "203.0.113.66", Severity.Medium)]
    public async Task Key_that_works_from_one_address_in_four_hours_is_at_home_there(int hours, string usual, Severity expected)
    {
        var work = Enumerable.Range(0, hours).Select(hour =>
        {
            var @event = Event(hour, Key(), "s3.amazonaws.com", "ListBuckets");
            @event["sourceIPAddress"] = usual;
            return @event;
        });
        (await SeverityAsync([.. work, Deletion(Key())])).ShouldBe(expected);
    }

    [Fact]
    public async Task User_who_used_MFA_lowers_it()
    {
        var identity = Key();
        identity["sessionContext"] = JsonNode.Parse("""{"attributes":{"mfaAuthenticated":"true"}}""");
        (await SeverityAsync(Deletion(identity))).ShouldBe(Severity.Low);
    }

    [Fact]
    public async Task Description_of_a_lowered_finding_says_why()
    {
        var identity = Key();
        identity["sessionContext"] = JsonNode.Parse("""{"attributes":{"mfaAuthenticated":"true"}}""");
        (await FindingsAsync(DetectionCatalogue.Load([]).Only(Rule), Deletion(identity))).Single().Description
            .ShouldEndWith("Low, because legitimate work does this too, and the caller used MFA.");
    }

    [Fact]
    public async Task Rules_of_the_users_own_mean_what_they_say()
    {
        var catalogue = DetectionCatalogue.Parse(
            "title: Mine\nid: mine\nlevel: medium\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: ScheduleKeyDeletion}, condition: s}\n", "mine.yaml");
        (await SeverityAsync(catalogue, "mine", Deletion(Session("ASIAOFADEPLOYMENT000")))).ShouldBe(Severity.Medium);
    }

    private static Task<Severity> SeverityAsync(params JsonObject[] events) => SeverityAsync(DetectionCatalogue.Load([]).Only(Rule), Rule, events);

    private static async Task<Severity> SeverityAsync(DetectionCatalogue catalogue, string rule, params JsonObject[] events) =>
        (await FindingsAsync(catalogue, events)).Single(finding => finding.Generator == rule).Severity;

    private static async Task<IReadOnlyList<Finding>> FindingsAsync(DetectionCatalogue catalogue, params JsonObject[] events)
    {
        var log = Encoding.UTF8.GetBytes(string.Join('\n', events.Select(@event => @event.ToJsonString())));
        var result = await new Detector(catalogue, new DetectionOptions()).RunAsync(
            [new LogSource("log", _ => Task.FromResult<Stream>(new MemoryStream(log)))], TestContext.Current.CancellationToken);
        return result.Findings;
    }

    private static JsonObject Deletion(JsonObject identity) => Event(30, identity, "kms.amazonaws.com", "ScheduleKeyDeletion");

    private static JsonObject Event(int hour, JsonObject identity, string source, string name) => new()
    {
        ["eventVersion"] = "1.11",
        ["eventID"] = $"{name}-{hour}-{identity["accessKeyId"]}",
        ["eventTime"] = new DateTime(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc).AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["eventSource"] = source,
        ["eventName"] = name,
        ["awsRegion"] = "eu-west-1",
        ["sourceIPAddress"] = "198.51.100.7",
        ["recipientAccountId"] = "111122223333",
        ["userIdentity"] = identity.DeepClone(),
        ["requestParameters"] = new JsonObject { ["keyId"] = "k" },
    };

    private static JsonObject Key() => JsonNode.Parse(
        """{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ci","accountId":"111122223333","accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"ci"}""")!.AsObject();

    private static JsonObject Elsewhere(JsonObject @event)
    {
        @event["sourceIPAddress"] = "203.0.113.9";
        return @event;
    }

    private static JsonObject Session(string key, string role = "deploy") => JsonNode.Parse(
        $$$"""
        {"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/{{{role}}}/x","accountId":"111122223333","accessKeyId":"{{{key}}}",
         "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/{{{role}}}","userName":"{{{role}}}"},"attributes":{"mfaAuthenticated":"false"} } }
        """)!.AsObject();
}
