using System.Net;
using System.Text;
using Landward.Aws;

namespace Landward.Tests.Aws.Calls;

public sealed class ResponseBodyTests
{
    [Fact]
    public async Task A_body_that_stops_half_way_is_no_answer()
    {
        var failure = await FailAsync(new StalledStream(), new AwsConnectionOptions { RequestTimeout = TimeSpan.FromMilliseconds(100) });

        failure.Code.ShouldBe(AwsApiException.NoAnswer);
        failure.Message.ShouldContain("nothing more came");
    }

    [Fact]
    public async Task A_body_that_does_not_say_its_length_is_bounded_all_the_same()
    {
        var failure = await FailAsync(new PlainStream(new byte[1001]), new AwsConnectionOptions { MaxResponseBytes = 1000 });

        failure.Code.ShouldBe(AwsApiException.NoAnswer);
        failure.Message.ShouldContain("larger than 1000 bytes");
    }

    [Fact]
    public async Task A_body_of_the_largest_size_is_read()
    {
        var text = Encoding.UTF8.GetBytes("""{"Roots":[{"Id":"r-ab12"}]}""");
        using var handler = new BodyHandler(new PlainStream(text));
        using var connection = new AwsConnection(new AwsConnectionOptions { Handler = handler, MaxResponseBytes = text.Length });

        var output = await Client(connection).CallAsync("organizations", "ListRoots", null, TestContext.Current.CancellationToken);

        output["Roots"]![0]!["Id"]!.ToString().ShouldBe("r-ab12");
    }

    [Fact]
    public async Task Who_gives_up_while_the_body_comes_is_told_so()
    {
        using var handler = new BodyHandler(new StalledStream());
        using var connection = new AwsConnection(new AwsConnectionOptions { Handler = handler });
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(() => Client(connection).CallAsync("organizations", "ListRoots", null, cancel.Token));
    }

    private static async Task<AwsApiException> FailAsync(Stream body, AwsConnectionOptions options)
    {
        using var handler = new BodyHandler(body);
        using var connection = new AwsConnection(options with { Handler = handler, MaxAttempts = 1 });
        return await Should.ThrowAsync<AwsApiException>(() => Client(connection).CallAsync("organizations", "ListRoots", null, TestContext.Current.CancellationToken));
    }

    private static AwsClient Client(AwsConnection connection) => new(connection, _ => ValueTask.FromResult(FakeAws.Keys), "eu-west-1");

    /// <summary>Answers 200 with a body whose length is not known.</summary>
    private sealed class BodyHandler(Stream body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) });
    }

    private class PlainStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }

    private sealed class StalledStream() : PlainStream([])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return 0;
        }
    }
}
