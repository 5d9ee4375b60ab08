using System.Collections.Immutable;
using Landward.Model;
using Landward.Response.Alerts;
using Landward.Rules.Yaml;

namespace Landward.Tests.Response;

public sealed class AlertConfigurationParserTests
{
    [Fact]
    public void Channels_and_routes_are_read()
    {
        var (configuration, diagnostics) = Parse(
            """
            channels:
              screen: { console: {} }
              chat: { slack: { webhook: env:SLACK } }
              hook: { webhook: { url: "https://example.com/hook", secret: env:SECRET } }
              topic: { sns: { topicArn: "arn:aws:sns:eu-west-1:222233334444:alerts" } }
            routes:
              - { match: { severity: [CRITICAL] }, to: [screen, chat], groupBy: [account], repeat: 4h }
              - { name: all, match: { severity: [HIGH] }, to: hook }
            """);
        diagnostics.ShouldBeEmpty();
        configuration.Channels.Select(channel => channel.GetType().Name).ShouldBe(["Terminal", "Slack", "Webhook", "Sns"]);
        configuration.Routes[0].GroupBy.ShouldBe([AlertGrouping.Account]);
        configuration.Routes[0].Repeat.ShouldBe(TimeSpan.FromHours(4));
        configuration.Routes[1].Name.ShouldBe("all");
        configuration.Routes[1].GroupBy.ShouldBe([AlertGrouping.Account, AlertGrouping.Type]);
    }

    [Theory]
    [InlineData("channels: { c: { pagerDuty: { routingKey: x } } }", "LW6021", "`pagerDuty` is not a kind of channel")]
    [InlineData("channels: { c: { webhook: { url: env:UNSET } } }", "LW6024", "`env:UNSET`")]
    [InlineData("channels: { c: { webhook: { url: \"ftp://host/secret\" } } }", "LW6021", "http or https")]
    [InlineData("channels: { c: { webhook: { url: \"https://user:secret@host/\" } } }", "LW6021", "http or https")]
    [InlineData("channels: { c: { sns: { topicArn: nothing } } }", "LW6021", "ARN of an SNS topic")]
    [InlineData("channels: { screen: { console: {} } }\nroutes: [ { match: { a: [b] }, to: [screeen] } ]", "LW6022", "Did you mean `screen`")]
    [InlineData("channels: { screen: { console: {} } }\nroutes: [ { match: { a: b }, to: [screen] } ]", "LW6020", "")]
    [InlineData("channels: { screen: { console: {} } }\nroutes: [ { to: [screen] } ]", "LW6020", "`match` is missing")]
    [InlineData("channels: { screen: { console: {} } }\nroutes: [ { match: { a: [b] } } ]", "LW6021", "at least one channel")]
    [InlineData("channels: { screen: { console: {} } }\nroutes: [ { match: { a: [b] }, to: [screen], groupBy: [acount] } ]", "LW6021", "Did you mean `account`")]
    [InlineData("channels: { screen: { console: {} } }\nroutes: [ { match: { a: [b] }, to: [screen], repeat: soon } ]", "LW6021", "not a duration")]
    [InlineData("channels: { screen: { console: {} } }\nroutes: [ { match: { a: [b] }, to: [screen], grupBy: [account] } ]", "LW6021", "Did you mean `groupBy`")]
    [InlineData("just text", "LW6021", "must be a mapping")]
    public void What_is_wrong_is_left_out_and_said(string text, string code, string detail)
    {
        var (configuration, diagnostics) = Parse(text);
        configuration.Routes.ShouldBeEmpty();
        diagnostics.ShouldContain(diagnostic => diagnostic.Code == code && diagnostic.Detail.Contains(detail));
        diagnostics.ShouldAllBe(diagnostic => !diagnostic.Detail.Contains("secret"));
    }

    [Fact]
    public void Secrets_stay_out_of_the_text_of_a_channel()
    {
        var (configuration, _) = Parse("channels: { c: { webhook: { url: env:SLACK, secret: env:SECRET } } }");
        configuration.Channels[0].ToString()!.ShouldNotContain("hooks.example");
    }

    private static (AlertConfiguration Configuration, ImmutableArray<Diagnostic> Diagnostics) Parse(string text) => AlertConfigurationParser.Parse(
        YamlReader.Read(text, "landward.yaml", new List<Diagnostic>())!,
        name => name switch
        {
            "SLACK" => "https://hooks.example/T/B/X",
            "SECRET" => "s3cret",
            _ => null,
        });
}
