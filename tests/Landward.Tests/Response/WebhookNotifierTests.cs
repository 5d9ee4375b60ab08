using System.Text;
using System.Text.Json.Nodes;
using Landward.Findings;
using Landward.Findings.SecurityHub;
using Landward.Model;
using Landward.Response.Alerts;
using Landward.Response.Notifications;
using Landward.Tests.Findings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Landward.Tests.Response;

public sealed class WebhookNotifierTests : IAsyncLifetime
{
    private static readonly HttpDeliveryOptions Quick = new() { FirstWait = TimeSpan.FromMilliseconds(1), Timeout = TimeSpan.FromSeconds(30), Attempts = 3 };

    private readonly List<(string Path, HeaderDictionary Headers, byte[] Body)> _requests = [];
    private Func<HttpContext, int, Task> _answer = (_, _) => Task.CompletedTask;
    private WebApplication _server = null!;
    private Uri _url = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _requests.Add((context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary()), body.ToArray()));
            await _answer(context, _requests.Count);
        });
        await _server.StartAsync();
        _url = new Uri(_server.Urls.First() + "/hook?token=verysecret");
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_message_arrives_signed()
    {
        var result = await Send(secret: "s3cret");
        result.ShouldBe(new NotificationResult(1, null));
        var (_, headers, body) = _requests.ShouldHaveSingleItem();
        var json = JsonNode.Parse(body)!;
        json["alert"]!["title"]!.GetValue<string>().ShouldBe("[HIGH] test");
        json["findings"]![0]!["id"]!.GetValue<string>().ShouldBe(SampleFinding.LeakedKey.Id);
        var timestamp = headers["X-Landward-Timestamp"].ToString();
        using var hmac = new System.Security.Cryptography.HMACSHA256(Encoding.UTF8.GetBytes("s3cret"));
        var expected = Convert.ToHexStringLower(hmac.ComputeHash(Encoding.UTF8.GetBytes($"{timestamp}.{Encoding.UTF8.GetString(body)}")));
        headers["X-Landward-Signature"].ToString().ShouldBe("v1=" + expected);
        headers["Content-Type"].ToString().ShouldStartWith("application/json");
    }

    [Fact]
    public async Task Without_a_secret_there_is_no_signature()
    {
        await Send();
        _requests[0].Headers.ContainsKey("X-Landward-Signature").ShouldBeFalse();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Server_errors_are_tried_again(int status)
    {
        _answer = (context, attempt) =>
        {
            context.Response.StatusCode = attempt < 3 ? status : 200;
            return Task.CompletedTask;
        };
        (await Send()).ShouldBe(new NotificationResult(3, null));
    }

    [Fact]
    public async Task Attempts_end()
    {
        _answer = (context, _) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        (await Send()).ShouldBe(new NotificationResult(3, "the server answered 500"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task Other_refusals_are_final(int status)
    {
        _answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        (await Send()).ShouldBe(new NotificationResult(1, $"the server answered {status}"));
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        _answer = (context, _) =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        (await Send()).ShouldBe(new NotificationResult(1, "the server answered 302"));
        _requests.ShouldHaveSingleItem().Path.ShouldBe("/hook");
    }

    [Fact]
    public async Task An_endless_answer_is_not_read()
    {
        _answer = async (context, _) =>
        {
            var chunk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        };
        (await Send()).ShouldBe(new NotificationResult(1, null));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_times_out()
    {
        _answer = async (context, _) => await Task.Delay(TimeSpan.FromSeconds(60), context.RequestAborted);
        (await Send(timeout: TimeSpan.FromMilliseconds(500))).ShouldBe(new NotificationResult(3, "the server did not answer within 0.5 s"));
    }

    [Fact]
    public async Task Errors_never_carry_the_url()
    {
        await _server.StopAsync();
        var result = await Send();
        result.Attempts.ShouldBe(3);
        result.Error!.ShouldNotContain("verysecret");
        result.Error.ShouldStartWith("the connection failed");
    }

    [Theory]
    [InlineData("ftp://host/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:secret@host/")]
    public void Other_urls_are_refused(string url) =>
        Should.Throw<ArgumentException>(() => new WebhookNotifier("hook", new Uri(url), null, Quick, TimeProvider.System)).Message.ShouldNotContain("secret");

    [Fact]
    public async Task Slack_gets_blocks_with_names_escaped()
    {
        using var slack = new SlackNotifier("chat", _url, Quick, TimeProvider.System);
        await slack.SendAsync(Message(SampleFinding.LeakedKey with { Principal = "<!channel> & co" }), CancellationToken.None);
        var json = JsonNode.Parse(_requests.ShouldHaveSingleItem().Body)!;
        json["text"]!.GetValue<string>().ShouldBe("[HIGH] test");
        json["blocks"]![1]!["text"]!["text"]!.GetValue<string>().ShouldContain("&lt;!channel&gt; &amp; co");
    }

    [Fact]
    public async Task The_terminal_is_not_steered_by_names_from_a_log()
    {
        using var output = new StringWriter();
        await new ConsoleNotifier("screen", output).SendAsync(Message(SampleFinding.LeakedKey with { Principal = "evil\u001b[2J\nALERT fake" }), CancellationToken.None);
        output.ToString().ShouldContain("ALERT [HIGH] test");
        output.ToString().ShouldNotContain("\u001b");
        output.ToString().Split('\n').Count(line => line.StartsWith("ALERT")).ShouldBe(1);
    }

    [Fact]
    public async Task A_topic_gets_a_plain_subject()
    {
        JsonObject? input = null;
        var sns = new SnsNotifier("topic", "arn:aws:sns:eu-west-1:222233334444:alerts", (service, operation, sent, _) =>
        {
            (service, operation).ShouldBe(("sns", "Publish"));
            input = sent;
            return Task.FromResult(new JsonObject());
        });
        var message = Message(SampleFinding.LeakedKey);
        await sns.SendAsync(message with { Alert = message.Alert with { Title = "é\n" + new string('x', 200) } }, CancellationToken.None);
        input!["Subject"]!.GetValue<string>().ShouldBe("??" + new string('x', 98));
        JsonNode.Parse(input["Message"]!.GetValue<string>())!["schemaVersion"]!.GetValue<int>().ShouldBe(1);
    }

    private async Task<NotificationResult> Send(string? secret = null, TimeSpan? timeout = null)
    {
        var options = timeout is { } given ? Quick with { Timeout = given } : Quick;
        using var notifier = new WebhookNotifier("hook", _url, secret, options, TimeProvider.System);
        return await notifier.SendAsync(Message(SampleFinding.LeakedKey), CancellationToken.None);
    }

    private static AlertMessage Message(Finding finding)
    {
        var record = FindingLifecycle.Import(null, new FindingImport { Finding = finding, ProductArn = Asff.ProductArn(finding.Account, finding.Region), CreatedAt = finding.FirstSeen, UpdatedAt = finding.LastSeen });
        var alert = new Alert
        {
            Id = "alert-1",
            Route = "route",
            Group = "group",
            Title = "[HIGH] test",
            Severity = Severity.High,
            Account = finding.Account,
            Findings = [finding.Id],
            CreatedAt = finding.FirstSeen,
            UpdatedAt = finding.FirstSeen,
            Deliveries = [],
        };
        return new AlertMessage(alert, [record]);
    }
}
