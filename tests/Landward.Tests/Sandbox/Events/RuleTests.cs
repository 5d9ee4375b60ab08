using System.Text.Json.Nodes;
using Landward.Sandbox.Services.Events;

namespace Landward.Tests.Sandbox.Events;

public sealed class RuleTests
{
    private readonly SandboxHarness _sandbox = new(EventsService.AddTo);

    private SandboxClient Client => _sandbox.Management;

    private string Put(string name, string pattern = """{"source":["aws.securityhub"]}""") => Client.Call("events", "PutRule", new { Name = name, EventPattern = pattern })["RuleArn"]!.ToString();

    [Fact]
    public void A_rule_keeps_its_targets_when_it_is_put_again()
    {
        Put("findings").ShouldBe("arn:aws:events:eu-west-1:111122223333:rule/findings");
        Client.Call("events", "PutTargets", new { Rule = "findings", Targets = new[] { new { Id = "t", Arn = "arn:aws:sns:eu-west-1:111122223333:alerts" } } })["FailedEntryCount"]!.GetValue<int>().ShouldBe(0);
        Put("findings", """{"source":["aws.guardduty"]}""");
        Client.Call("events", "ListTargetsByRule", new { Rule = "findings" })["Targets"]![0]!["Arn"]!.ToString().ShouldEndWith("alerts");
        Client.Call("events", "DescribeRule", new { Name = "findings" })["EventPattern"]!.ToString().ShouldContain("guardduty");
        Client.Call("events", "ListRuleNamesByTarget", new { TargetArn = "arn:aws:sns:eu-west-1:111122223333:alerts" })["RuleNames"]!.AsArray().Count.ShouldBe(1);
        Client.Fails("events", "DeleteRule", new { Name = "findings" }).Code.ShouldBe("ValidationException");
        Client.Call("events", "RemoveTargets", new { Rule = "findings", Ids = new[] { "t" } });
        Client.Call("events", "DeleteRule", new { Name = "findings" });
        Client.Fails("events", "DescribeRule", new { Name = "findings" }).Code.ShouldBe("ResourceNotFoundException");
    }

    [Theory]
    [InlineData("""{"Name":"r"}""", "ValidationException")]
    [InlineData("""{"Name":"bad name","ScheduleExpression":"rate(1 day)"}""", "ValidationException")]
    [InlineData("""{"Name":"r","ScheduleExpression":"daily"}""", "ValidationException")]
    [InlineData("""{"Name":"r","EventPattern":"{\"source\":\"aws.s3\"}"}""", "InvalidEventPatternException")]
    [InlineData("""{"Name":"r","EventPattern":"{"}""", "InvalidEventPatternException")]
    [InlineData("""{"Name":"r","EventPattern":"{\"source\":[\"a\"]}","EventBusName":"absent"}""", "ResourceNotFoundException")]
    public void A_rule_that_cannot_work_is_refused(string input, string code) => Client.Fails("events", "PutRule", input).Code.ShouldBe(code);

    [Fact]
    public void A_rule_has_five_targets_at_most()
    {
        Put("many");
        Client.Fails("events", "PutTargets", new { Rule = "many", Targets = Enumerable.Range(0, 6).Select(number => new { Id = $"t{number}", Arn = "arn:aws:sqs:eu-west-1:111122223333:q" }).ToArray() })
            .Code.ShouldBe("LimitExceededException");
    }

    [Fact]
    public void Events_put_are_published_and_bad_entries_named()
    {
        Client.Call("events", "CreateEventBus", new { Name = "orders" });
        var output = Client.Call("events", "PutEvents", """
            {"Entries":[
              {"Source":"my.app","DetailType":"order","Detail":"{\"id\":1}"},
              {"Source":"my.app","DetailType":"order","Detail":"{\"id\":2}","EventBusName":"orders"},
              {"Source":"aws.s3","DetailType":"x","Detail":"{}"},
              {"Source":"my.app","DetailType":"x","Detail":"[]"},
              {"DetailType":"x","Detail":"{}"}]}
            """);
        output["FailedEntryCount"]!.GetValue<int>().ShouldBe(3);
        output["Entries"]!.AsArray().Select(entry => entry!["ErrorCode"]?.ToString()).ShouldBe([null, null, "NotAuthorizedForSourceException", "MalformedDetail", "InvalidArgument"]);
        _sandbox.Events.Select(busEvent => busEvent.EventBusName).ShouldBe(["default", "orders"]);
    }

    [Theory]
    [InlineData("""{"source":["my.app"]}""", true)]
    [InlineData("""{"detail":{"size":[{"numeric":[">",5]}]}}""", false)]
    public void A_pattern_can_be_tried(string pattern, bool expected)
    {
        var busEvent = new JsonObject
        {
            ["id"] = "1",
            ["account"] = "111122223333",
            ["source"] = "my.app",
            ["time"] = "2026-01-02T03:04:05Z",
            ["region"] = "eu-west-1",
            ["resources"] = new JsonArray(),
            ["detail-type"] = "t",
            ["detail"] = new JsonObject { ["size"] = 3 },
        };
        Client.Call("events", "TestEventPattern", new { EventPattern = pattern, Event = busEvent.ToJsonString() })["Result"]!.GetValue<bool>().ShouldBe(expected);
        busEvent.Remove("source");
        Client.Fails("events", "TestEventPattern", new { EventPattern = pattern, Event = busEvent.ToJsonString() }).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public void The_default_bus_exists_takes_permissions_and_cannot_be_deleted()
    {
        Client.Call("events", "PutPermission", new { Action = "events:PutEvents", Principal = "444455556666", StatementId = "peer" });
        Client.Call("events", "DescribeEventBus")["Policy"]!.ToString().ShouldContain("arn:aws:iam::444455556666:root");
        Client.Call("events", "RemovePermission", new { StatementId = "peer" });
        Client.Call("events", "DescribeEventBus").ContainsKey("Policy").ShouldBeFalse();
        Client.Fails("events", "DeleteEventBus", new { Name = "default" }).Code.ShouldBe("ValidationException");
        Client.Call("events", "ListEventBuses")["EventBuses"]!.AsArray().Select(bus => bus!["Name"]!.ToString()).ShouldBe(["default"]);
    }
}
