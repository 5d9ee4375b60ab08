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
    public async Task Session_of_a_role_lowers_it() =>
        (await SeverityAsync(Deletion(Session("ASIAOFADEPLOYMENT000")))).ShouldBe(Severity.Low);

    [Fact]
    public async Task Session_that_began_with_a_long_term_key_does_not()
    {
        var assumed = Event(1, Key(), "sts.amazonaws.com", "AssumeRole");
        assumed["responseElements"] = JsonNode.Parse("""{"credentials":{"accessKeyId":"ASIASTOLEN0000000000"}}""");
        (await SeverityAsync(assumed, Deletion(Session("ASIASTOLEN0000000000")))).ShouldBe(Severity.Medium);
        (await SeverityAsync(assumed, Deletion(Session("ASIAANOTHER000000000")))).ShouldBe(Severity.Low);
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
    public async Task Rules_of_the_users_own_mean_what_they_say()
    {
        var catalogue = DetectionCatalogue.Parse(
            "title: Mine\nid: mine\nlevel: medium\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: ScheduleKeyDeletion}, condition: s}\n", "mine.yaml");
        (await SeverityAsync(catalogue, "mine", Deletion(Session("ASIAOFADEPLOYMENT000")))).ShouldBe(Severity.Medium);
    }

    private static Task<Severity> SeverityAsync(params JsonObject[] events) => SeverityAsync(DetectionCatalogue.Load([]).Only(Rule), Rule, events);

    private static async Task<Severity> SeverityAsync(DetectionCatalogue catalogue, string rule, params JsonObject[] events)
    {
        var log = Encoding.UTF8.GetBytes(string.Join('\n', events.Select(@event => @event.ToJsonString())));
        var result = await new Detector(catalogue, new DetectionOptions()).RunAsync(
            [new LogSource("log", _ => Task.FromResult<Stream>(new MemoryStream(log)))], TestContext.Current.CancellationToken);
        return result.Findings.Single(finding => finding.Generator == rule).Severity;
    }

    private static JsonObject Deletion(JsonObject identity) => Event(30, identity, "kms.amazonaws.com", "ScheduleKeyDeletion");

    private static JsonObject Event(int hour, JsonObject identity, string source, string name) => new()
    {
        ["eventVersion"] = "1.11",
        ["eventID"] = $"{name}-{hour}",
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

    private static JsonObject Session(string key) => JsonNode.Parse(
        $$"""{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/deploy/x","accountId":"111122223333","accessKeyId":"{{key}}"}""")!.AsObject();
}
