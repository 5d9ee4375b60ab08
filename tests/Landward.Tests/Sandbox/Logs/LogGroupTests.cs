using System.Text.Json.Nodes;
using Landward.Sandbox.Services.Logs;

namespace Landward.Tests.Sandbox.Logs;

public sealed class LogGroupTests
{
    private readonly SandboxHarness _sandbox = new(LogsService.AddTo) { Answered = DescribedCall.Check };

    public LogGroupTests()
    {
        Client.Call("logs", "CreateLogGroup", new { logGroupName = "trail" });
        Client.Call("logs", "CreateLogStream", new { logGroupName = "trail", logStreamName = "s" });
    }

    private SandboxClient Client => _sandbox.Management;

    private long Now => _sandbox.Now.ToUnixTimeMilliseconds();

    private JsonObject Put(params (long Time, string Message)[] events) => Client.Call("logs", "PutLogEvents", new
    {
        logGroupName = "trail",
        logStreamName = "s",
        logEvents = events.Select(entry => new { timestamp = entry.Time, message = entry.Message }).ToArray(),
    });

    private List<string> Filter(string pattern) =>
        [.. Client.Call("logs", "FilterLogEvents", new { logGroupName = "trail", filterPattern = pattern })["events"]!.AsArray().Select(entry => entry!["message"]!.ToString())];

    [Fact]
    public void Events_come_back_in_order_forward_and_backward()
    {
        Put((Now, "one"), (Now + 1, "two"));
        Put((Now + 2, "three"));
        var head = Client.Call("logs", "GetLogEvents", new { logGroupName = "trail", logStreamName = "s", startFromHead = true, limit = 2 });
        head["events"]!.AsArray().Select(entry => entry!["message"]!.ToString()).ShouldBe(["one", "two"]);
        var next = Client.Call("logs", "GetLogEvents", new { logGroupName = "trail", logStreamName = "s", nextToken = head["nextForwardToken"]!.ToString() });
        next["events"]!.AsArray().Select(entry => entry!["message"]!.ToString()).ShouldBe(["three"]);
        var end = Client.Call("logs", "GetLogEvents", new { logGroupName = "trail", logStreamName = "s", nextToken = next["nextForwardToken"]!.ToString() });
        end["nextForwardToken"]!.ToString().ShouldBe(next["nextForwardToken"]!.ToString());
    }

    [Theory]
    [InlineData("ERROR", new[] { "ERROR disk full", "ERROR network down" })]
    [InlineData("ERROR -network", new[] { "ERROR disk full" })]
    [InlineData("?disk ?WARN", new[] { "ERROR disk full", "WARN slow" })]
    [InlineData("\"disk full\"", new[] { "ERROR disk full" })]
    [InlineData("", new[] { "ERROR disk full", "ERROR network down", "WARN slow" })]
    public void Terms_filter_events(string pattern, string[] expected)
    {
        Put((Now, "ERROR disk full"), (Now, "ERROR network down"), (Now, "WARN slow"));
        Filter(pattern).ShouldBe(expected);
    }

    [Fact]
    public void A_json_pattern_is_refused_rather_than_misread() =>
        Client.Fails("logs", "FilterLogEvents", new { logGroupName = "trail", filterPattern = "{ $.eventName = \"x\" }" }).Code.ShouldBe("InvalidParameterException");

    [Fact]
    public void Events_too_old_or_too_new_are_rejected_by_index()
    {
        var day = (long)TimeSpan.FromDays(1).TotalMilliseconds;
        var rejected = Put((Now - (15 * day), "old"), (Now, "fine"), (Now + day, "new"))["rejectedLogEventsInfo"]!;
        (rejected["tooOldLogEventEndIndex"]!.GetValue<int>(), rejected["tooNewLogEventStartIndex"]!.GetValue<int>()).ShouldBe((1, 2));
        Filter("").ShouldBe(["fine"]);
        Should.Throw<Landward.Sandbox.Calls.AwsErrorException>(() => Put((Now + 1, "b"), (Now, "a"))).Code.ShouldBe("InvalidParameterException");
    }

    [Fact]
    public void Retention_hides_what_is_older()
    {
        Client.Fails("logs", "PutRetentionPolicy", new { logGroupName = "trail", retentionInDays = 2 }).Code.ShouldBe("InvalidParameterException");
        Client.Call("logs", "PutRetentionPolicy", new { logGroupName = "trail", retentionInDays = 1 });
        Put((Now, "today"));
        Filter("").ShouldBe(["today"]);
        _sandbox.Advance(TimeSpan.FromDays(2));
        Filter("").ShouldBeEmpty();
    }

    [Fact]
    public void Metric_filters_are_kept_with_their_group()
    {
        Client.Call("logs", "PutMetricFilter", """{"logGroupName":"trail","filterName":"root","filterPattern":"{ $.userIdentity.type = \"Root\" }","metricTransformations":[{"metricName":"RootUse","metricNamespace":"Landward","metricValue":"1"}]}""");
        Client.Call("logs", "DescribeMetricFilters", new { metricName = "RootUse", metricNamespace = "Landward" })["metricFilters"]!.AsArray().Count.ShouldBe(1);
        Client.Call("logs", "DescribeLogGroups")["logGroups"]![0]!["metricFilterCount"]!.GetValue<int>().ShouldBe(1);
        Client.Fails("logs", "DeleteMetricFilter", new { logGroupName = "trail", filterName = "absent" }).Code.ShouldBe("ResourceNotFoundException");
        Client.Call("logs", "DeleteLogGroup", new { logGroupName = "trail" });
        Client.Call("logs", "DescribeMetricFilters")["metricFilters"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("CreateLogGroup", """{"logGroupName":"trail"}""", "ResourceAlreadyExistsException")]
    [InlineData("CreateLogGroup", """{"logGroupName":"a b"}""", "InvalidParameterException")]
    [InlineData("DescribeLogStreams", """{"logGroupName":"absent"}""", "ResourceNotFoundException")]
    [InlineData("CreateLogStream", """{"logGroupName":"trail","logStreamName":"s"}""", "ResourceAlreadyExistsException")]
    [InlineData("PutResourcePolicy", """{"policyName":"p","policyDocument":"{}"}""", "InvalidParameterException")]
    public void Wrong_input_answers_the_services_error(string operation, string input, string code) => Client.Fails("logs", operation, input).Code.ShouldBe(code);
}
