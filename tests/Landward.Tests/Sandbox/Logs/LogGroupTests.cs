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
    public void Json_patterns_filter_events_and_wrong_ones_are_refused()
    {
        Put((Now, """{"eventName":"x"}"""), (Now, """{"eventName":"y"}"""));
        Filter("{ $.eventName = \"x\" }").ShouldBe(["""{"eventName":"x"}"""]);
        Client.Fails("logs", "FilterLogEvents", new { logGroupName = "trail", filterPattern = "{ $.eventName = 'x' }" }).Code.ShouldBe("InvalidParameterException");
        Client.Fails("logs", "FilterLogEvents", new { logGroupName = "trail", filterPattern = "error-code" }).Message.ShouldBe("Invalid character(s) in term 'error-code'");
    }

    [Theory]
    [InlineData("{ $.a = 'b' }", "{}", "Invalid metric filter pattern")]
    [InlineData("ERROR", """{"dimensions":{"d":"$.x"}}""", "The specified filter pattern does not support dimensions")]
    [InlineData("{ $.a = 1 }", """{"dimensions":{"d":"$.x"},"defaultValue":0}""", "Invalid metric transformation: dimensions and default value are mutually exclusive properties.")]
    public void A_wrong_metric_filter_is_refused_in_AWS_s_words(string pattern, string more, string message)
    {
        var transformation = System.Text.Json.Nodes.JsonNode.Parse(more)!.AsObject();
        transformation["metricName"] = "m";
        transformation["metricNamespace"] = "n";
        transformation["metricValue"] = "1";
        Client.Fails("logs", "PutMetricFilter", new { logGroupName = "trail", filterName = "f", filterPattern = pattern, metricTransformations = new[] { transformation } }).Message.ShouldBe(message);
    }

    [Fact]
    public void A_sixth_filter_with_a_regular_expression_is_one_too_many()
    {
        object Filter(int number) => new { logGroupName = "trail", filterName = $"f{number}", filterPattern = "{ $.a = %x% }", metricTransformations = new[] { new { metricName = "m", metricNamespace = "n", metricValue = "1" } } };
        for (var i = 0; i < 5; i++)
            Client.Call("logs", "PutMetricFilter", Filter(i));
        Client.Fails("logs", "PutMetricFilter", Filter(5)).Code.ShouldBe("LimitExceededException");
    }

    [Fact]
    public void A_metric_filter_can_be_tested_on_messages()
    {
        var matches = Client.Call("logs", "TestMetricFilter", new { filterPattern = "[ip, user, ..., status = 4*, bytes]", logEventMessages = new[] { "1.2.3.4 ann GET 200 12", "1.2.3.4 ann GET 404 7" } })["matches"]!;
        matches.AsArray().Count.ShouldBe(1);
        matches[0]!["eventNumber"]!.GetValue<int>().ShouldBe(2);
        matches[0]!["extractedValues"]!["$status"]!.ToString().ShouldBe("404");
        matches[0]!["extractedValues"]!["$3"]!.ToString().ShouldBe("GET");
    }

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
