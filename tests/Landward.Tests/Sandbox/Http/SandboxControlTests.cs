using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Http;

namespace Landward.Tests.Sandbox.Http;

public sealed class SandboxControlTests
{
    [Fact]
    public async Task The_last_sequence_is_that_of_the_newest_event()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var control = new SandboxControl(sandbox.Host.Live);
        (await control.LastSequenceAsync(TestContext.Current.CancellationToken)).ShouldBe(0);

        foreach (var name in new[] { "a", "b", "c" })
            await sandbox.CallAsync("iam", "CreateUser", new JsonObject { ["UserName"] = name });

        (await control.LastSequenceAsync(TestContext.Current.CancellationToken)).ShouldBe(3);
        (await control.EventsAsync(2, TestContext.Current.CancellationToken)).Single().Record["requestParameters"]!["userName"]!.ToString().ShouldBe("c");
    }

    [Theory]
    [InlineData("""{"set":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"set":"0001-01-01T00:00:00Z"}""")]
    [InlineData("""{"set":"8999-12-31T00:00:00Z","step":"P30D"}""")]
    [InlineData("""{"freeze":true,"set":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"step":"-PT5M"}""")]
    [InlineData("""{"step":"P4000D"}""")]
    [InlineData("""{"step":1e300}""")]
    [InlineData("""{"jump":true}""")]
    [InlineData("[]")]
    public async Task A_clock_that_could_not_be_shown_is_refused_and_time_stays_as_it_is(string change)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var http = new HttpClient { BaseAddress = sandbox.Host.Endpoint };
        http.DefaultRequestHeaders.Authorization = new("Bearer", sandbox.Host.Live.Token);
        var before = sandbox.Host.Engine.Clock.GetUtcNow();
        using var body = new StringContent(change, Encoding.UTF8, "application/json");

        using var answer = await http.PostAsync(new Uri("/_sandbox/clock", UriKind.Relative), body, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        sandbox.Host.Engine.Clock.IsFrozen.ShouldBeFalse();
        sandbox.Host.Engine.Clock.GetUtcNow().ShouldBeInRange(before, before.AddMinutes(5));
    }
}
