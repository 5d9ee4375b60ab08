using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.CloudWatch;

/// <summary>Log events to metric filters to metrics to alarms to notifications, through the sandbox's HTTP interface.</summary>
public sealed class AlarmTests
{
    private const string Pattern = "{ ($.eventName = \"ConsoleLogin\") && (($.additionalEventData.MFAUsed NOT EXISTS) || ($.additionalEventData.MFAUsed != \"Yes\")) }";

    [Fact]
    public async Task A_console_login_without_MFA_raises_the_alarm_and_notifies()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (topic, queue) = await CreateTopicAsync(sandbox);
        await CreateFilterAsync(sandbox);
        await PutAlarmAsync(sandbox, topic);
        (await AlarmAsync(sandbox))["StateValue"]!.ToString().ShouldBe("INSUFFICIENT_DATA");

        await StepAsync(sandbox, "PT5M");
        (await AlarmAsync(sandbox))["StateValue"]!.ToString().ShouldBe("OK");
        await LogAsync(sandbox, """{"eventName":"ConsoleLogin","additionalEventData":{"MFAUsed":"Yes"}}""");
        await StepAsync(sandbox, "PT1M");
        (await AlarmAsync(sandbox))["StateValue"]!.ToString().ShouldBe("OK");

        await LogAsync(sandbox, """{"eventName":"ConsoleLogin","additionalEventData":{"MFAUsed":"No"}}""");
        await StepAsync(sandbox, "PT1M");
        var alarm = await AlarmAsync(sandbox);
        alarm["StateValue"]!.ToString().ShouldBe("ALARM");
        alarm["StateReason"]!.ToString().ShouldStartWith("Threshold Crossed: 1 out of the last 1 datapoint [1.0 (");

        var message = await ReceiveAsync(sandbox, queue);
        message["Subject"]!.ToString().ShouldBe("ALARM: \"console-login-without-mfa\" in EU (Ireland)");
        var body = JsonNode.Parse(message["Message"]!.ToString())!;
        (body["NewStateValue"]!.ToString(), body["OldStateValue"]!.ToString(), body["AWSAccountId"]!.ToString()).ShouldBe(("ALARM", "OK", sandbox.Account));
        body["Trigger"]!["MetricName"]!.ToString().ShouldBe("ConsoleLoginsWithoutMfa");
        body["Trigger"]!["Statistic"]!.ToString().ShouldBe("SUM");

        await StepAsync(sandbox, "PT30M");
        (await AlarmAsync(sandbox))["StateValue"]!.ToString().ShouldBe("OK");
        var history = (await sandbox.CallAsync("cloudwatch", "DescribeAlarmHistory", new JsonObject { ["HistoryItemType"] = "StateUpdate", ["ScanBy"] = "TimestampAscending" }))["AlarmHistoryItems"]!.AsArray();
        history.Select(item => item!["HistorySummary"]!.ToString()).ShouldBe(["Alarm updated from INSUFFICIENT_DATA to OK", "Alarm updated from OK to ALARM", "Alarm updated from ALARM to OK"]);
    }

    [Fact]
    public async Task A_trail_s_events_reach_the_alarms_of_its_log_group()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CallAsync("logs", "CreateLogGroup", new JsonObject { ["logGroupName"] = "trail" });
        await CreateTrailAsync(sandbox);
        await sandbox.CallAsync("logs", "PutMetricFilter", Filter("{ ($.eventName = CreateTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }"));
        await PutAlarmAsync(sandbox, topic: null);
        await StepAsync(sandbox, "PT10M");
        await sandbox.CallAsync("cloudtrail", "StartLogging", new JsonObject { ["Name"] = "own" });
        await sandbox.CallAsync("cloudtrail", "StopLogging", new JsonObject { ["Name"] = "own" });
        await sandbox.CallAsync("cloudtrail", "StartLogging", new JsonObject { ["Name"] = "own" });
        await StepAsync(sandbox, "PT5M");
        (await AlarmAsync(sandbox))["StateValue"]!.ToString().ShouldBe("ALARM");
        var data = await sandbox.CallAsync("cloudwatch", "ListMetrics", new JsonObject { ["Namespace"] = "Landward" });
        data["Metrics"]!.AsArray().ShouldHaveSingleItem()!["MetricName"]!.ToString().ShouldBe("ConsoleLoginsWithoutMfa");
    }

    [Fact]
    public async Task A_state_that_is_set_runs_the_actions_and_lasts_until_the_next_evaluation()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (topic, queue) = await CreateTopicAsync(sandbox);
        await PutAlarmAsync(sandbox, topic);
        await sandbox.CallAsync("cloudwatch", "SetAlarmState", new JsonObject { ["AlarmName"] = "console-login-without-mfa", ["StateValue"] = "ALARM", ["StateReason"] = "a drill" });
        JsonNode.Parse((await ReceiveAsync(sandbox, queue))["Message"]!.ToString())!["NewStateReason"]!.ToString().ShouldBe("a drill");
        (await AlarmAsync(sandbox))["StateValue"]!.ToString().ShouldBe("ALARM");
        await StepAsync(sandbox, "PT2M");
        (await AlarmAsync(sandbox))["StateValue"]!.ToString().ShouldBe("OK");
    }

    [Fact]
    public async Task A_composite_alarm_follows_its_children()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await PutAlarmAsync(sandbox, topic: null);
        var composite = new JsonObject { ["AlarmName"] = "takeover", ["AlarmRule"] = "ALARM(console-login-without-mfa)" };
        await sandbox.CallAsync("cloudwatch", "PutCompositeAlarm", composite);
        await sandbox.CallAsync("cloudwatch", "PutMetricData", Data("ConsoleLoginsWithoutMfa", 3));
        await StepAsync(sandbox, "PT1M");
        var seen = await sandbox.CallAsync("cloudwatch", "DescribeAlarms", new JsonObject { ["AlarmTypes"] = new JsonArray("CompositeAlarm", "MetricAlarm"), ["StateValue"] = "ALARM" });
        seen["CompositeAlarms"]![0]!["AlarmName"]!.ToString().ShouldBe("takeover");
        seen["MetricAlarms"]![0]!["AlarmName"]!.ToString().ShouldBe("console-login-without-mfa");
        (await RunningSandbox.FailsAsync(sandbox.Admin, "cloudwatch", "DeleteAlarms", new JsonObject { ["AlarmNames"] = new JsonArray("console-login-without-mfa") })).Message.ShouldContain("part of the rule");
        await sandbox.CallAsync("cloudwatch", "DeleteAlarms", new JsonObject { ["AlarmNames"] = new JsonArray("takeover", "console-login-without-mfa") });
        (await sandbox.CallAsync("cloudwatch", "DescribeAlarms"))["MetricAlarms"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Metric_data_comes_back_in_periods()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var now = DateTimeOffset.Parse((await sandbox.ControlAsync(HttpMethod.Get, "clock"))["now"]!.ToString());
        await sandbox.CallAsync("cloudwatch", "PutMetricData", Data("Latency", 2));
        await sandbox.CallAsync("cloudwatch", "PutMetricData", Data("Latency", 4));
        var range = new JsonObject { ["StartTime"] = now.AddMinutes(-10).ToString("O"), ["EndTime"] = now.AddMinutes(10).ToString("O") };
        var statistics = range.DeepClone().AsObject();
        statistics["Namespace"] = "Landward";
        statistics["MetricName"] = "Latency";
        statistics["Period"] = 3600;
        statistics["Statistics"] = new JsonArray("Average", "SampleCount");
        var point = (await sandbox.CallAsync("cloudwatch", "GetMetricStatistics", statistics))["Datapoints"]!.AsArray().Sum(item => (double)item!["SampleCount"]!);
        point.ShouldBe(2);
        range["MetricDataQueries"] = JsonNode.Parse("""[{"Id":"a","MetricStat":{"Metric":{"Namespace":"Landward","MetricName":"Latency"},"Period":3600,"Stat":"Sum"}}]""");
        (await sandbox.CallAsync("cloudwatch", "GetMetricData", range))["MetricDataResults"]![0]!["Values"]!.AsArray().Sum(value => (double)value!).ShouldBe(6);
    }

    [Theory]
    [InlineData("PutMetricAlarm", """{"AlarmName":"a","MetricName":"m","Namespace":"n","Statistic":"Sum","Period":45,"EvaluationPeriods":1,"Threshold":1,"ComparisonOperator":"GreaterThanThreshold"}""", "multiple of 60")]
    [InlineData("PutCompositeAlarm", """{"AlarmName":"a","AlarmRule":"ALARM(nowhere)"}""", "do not exist")]
    [InlineData("PutCompositeAlarm", """{"AlarmName":"a","AlarmRule":"ALARM("}""", "not valid")]
    [InlineData("SetAlarmState", """{"AlarmName":"a","StateValue":"OK","StateReason":"x"}""", "does not exist")]
    [InlineData("PutMetricData", """{"Namespace":"AWS/EC2","MetricData":[{"MetricName":"m","Value":1}]}""", "AWS/")]
    public async Task What_CloudWatch_refuses_is_refused(string operation, string input, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        (await RunningSandbox.FailsAsync(sandbox.Admin, "cloudwatch", operation, JsonNode.Parse(input)!.AsObject())).Message.ShouldContain(message);
    }

    private static async Task<(string Topic, string Queue)> CreateTopicAsync(RunningSandbox sandbox)
    {
        var topic = (await sandbox.CallAsync("sns", "CreateTopic", new JsonObject { ["Name"] = "alarms" }))["TopicArn"]!.ToString();
        await sandbox.CallAsync("sns", "SetTopicAttributes", new JsonObject
        {
            ["TopicArn"] = topic,
            ["AttributeName"] = "Policy",
            ["AttributeValue"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Publish","Resource":"{{topic}}","Condition":{"StringEquals":{"aws:SourceAccount":"{{sandbox.Account}}"} } }]}""",
        });
        var queue = (await sandbox.CallAsync("sqs", "CreateQueue", new JsonObject { ["QueueName"] = "inbox" }))["QueueUrl"]!.ToString();
        var arn = $"arn:aws:sqs:{RunningSandbox.Home}:{sandbox.Account}:inbox";
        await sandbox.CallAsync("sqs", "SetQueueAttributes", new JsonObject
        {
            ["QueueUrl"] = queue,
            ["Attributes"] = new JsonObject { ["Policy"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"{{arn}}"}]}""" },
        });
        await sandbox.CallAsync("sns", "Subscribe", new JsonObject { ["TopicArn"] = topic, ["Protocol"] = "sqs", ["Endpoint"] = arn });
        return (topic, queue);
    }

    private static async Task<JsonObject> ReceiveAsync(RunningSandbox sandbox, string queue)
    {
        var messages = (await sandbox.CallAsync("sqs", "ReceiveMessage", new JsonObject { ["QueueUrl"] = queue, ["MaxNumberOfMessages"] = 10 }))["Messages"].ShouldNotBeNull("no message came").AsArray();
        return JsonNode.Parse(messages[0]!["Body"]!.ToString())!.AsObject();
    }

    private static async Task CreateFilterAsync(RunningSandbox sandbox)
    {
        await sandbox.CallAsync("logs", "CreateLogGroup", new JsonObject { ["logGroupName"] = "trail" });
        await sandbox.CallAsync("logs", "CreateLogStream", new JsonObject { ["logGroupName"] = "trail", ["logStreamName"] = "s" });
        await sandbox.CallAsync("logs", "PutMetricFilter", Filter(Pattern));
    }

    private static JsonObject Filter(string pattern) => new()
    {
        ["logGroupName"] = "trail",
        ["filterName"] = "filter",
        ["filterPattern"] = pattern,
        ["metricTransformations"] = new JsonArray(new JsonObject { ["metricName"] = "ConsoleLoginsWithoutMfa", ["metricNamespace"] = "Landward", ["metricValue"] = "1" }),
    };

    private static Task PutAlarmAsync(RunningSandbox sandbox, string? topic) => sandbox.CallAsync("cloudwatch", "PutMetricAlarm", new JsonObject
    {
        ["AlarmName"] = "console-login-without-mfa",
        ["Namespace"] = "Landward",
        ["MetricName"] = "ConsoleLoginsWithoutMfa",
        ["Statistic"] = "Sum",
        ["Period"] = 300,
        ["EvaluationPeriods"] = 1,
        ["Threshold"] = 1,
        ["ComparisonOperator"] = "GreaterThanOrEqualToThreshold",
        ["TreatMissingData"] = "notBreaching",
        ["AlarmActions"] = topic is null ? new JsonArray() : new JsonArray(topic),
    });

    private static async Task LogAsync(RunningSandbox sandbox, string message)
    {
        var now = DateTimeOffset.Parse((await sandbox.ControlAsync(HttpMethod.Get, "clock"))["now"]!.ToString());
        await sandbox.CallAsync("logs", "PutLogEvents", new JsonObject
        {
            ["logGroupName"] = "trail",
            ["logStreamName"] = "s",
            ["logEvents"] = new JsonArray(new JsonObject { ["timestamp"] = now.ToUnixTimeMilliseconds(), ["message"] = message }),
        });
    }

    private static async Task CreateTrailAsync(RunningSandbox sandbox)
    {
        await sandbox.CallAsync("s3", "CreateBucket", new JsonObject { ["Bucket"] = "own-logs", ["CreateBucketConfiguration"] = new JsonObject { ["LocationConstraint"] = RunningSandbox.Home } });
        await sandbox.CallAsync("s3", "PutBucketPolicy", new JsonObject
        {
            ["Bucket"] = "own-logs",
            ["Policy"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":["s3:GetBucketAcl","s3:PutObject"],"Resource":["arn:aws:s3:::own-logs","arn:aws:s3:::own-logs/*"]}]}""",
        });
        await sandbox.CallAsync("iam", "CreateRole", new JsonObject
        {
            ["RoleName"] = "to-logs",
            ["AssumeRolePolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"sts:AssumeRole"}]}""",
        });
        await sandbox.CallAsync("iam", "PutRolePolicy", new JsonObject
        {
            ["RoleName"] = "to-logs",
            ["PolicyName"] = "write",
            ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]}""",
        });
        await sandbox.CallAsync("cloudtrail", "CreateTrail", new JsonObject
        {
            ["Name"] = "own",
            ["S3BucketName"] = "own-logs",
            ["CloudWatchLogsLogGroupArn"] = $"arn:aws:logs:{RunningSandbox.Home}:{sandbox.Account}:log-group:trail:*",
            ["CloudWatchLogsRoleArn"] = $"arn:aws:iam::{sandbox.Account}:role/to-logs",
        });
    }

    private static Task StepAsync(RunningSandbox sandbox, string by) => sandbox.ControlAsync(HttpMethod.Post, "clock", new JsonObject { ["step"] = by });

    private static JsonObject Data(string metric, double value) => new()
    {
        ["Namespace"] = "Landward",
        ["MetricData"] = new JsonArray(new JsonObject { ["MetricName"] = metric, ["Value"] = value }),
    };

    private static async Task<JsonNode> AlarmAsync(RunningSandbox sandbox) =>
        (await sandbox.CallAsync("cloudwatch", "DescribeAlarms", new JsonObject { ["AlarmNames"] = new JsonArray("console-login-without-mfa") }))["MetricAlarms"]![0]!;
}
