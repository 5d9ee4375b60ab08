using Landward.Detection.VpcFlow;
using Landward.Logs.VpcFlow;

namespace Landward.Tests.Detection.VpcFlow;

public sealed class FlowOrientationTests
{
    [Theory]
    [InlineData(50_001, 22, "Request")]
    [InlineData(22, 50_001, "Reply")]
    [InlineData(22, 443, "Unclear")]
    [InlineData(2000, 443, "Request")]
    [InlineData(40_000, 20_000, "Request")]
    [InlineData(20_000, 40_000, "Reply")]
    [InlineData(20_000, 3306, "Request")]
    [InlineData(3306, 20_000, "Reply")]
    [InlineData(20_000, 20_001, "Unclear")]
    [InlineData(3306, 6379, "Unclear")]
    [InlineData(50_001, 50_051, "Request")]
    [InlineData(50_051, 50_001, "Reply")]
    [InlineData(50_051, 8080, "Request")]
    [InlineData(65_535, 0, "Request")]
    public async Task Ports_tell_requests_from_replies_where_flags_do_not(int source, int destination, string role)
    {
        var text = $"2 1 eni-1 10.0.0.1 10.0.0.2 {source} {destination} 17 1 100 1700000000 1700000001 ACCEPT OK";
        await using var reader = new FlowLogReader(new("a.log", _ => Task.FromResult<Stream>(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text)))));
        (await reader.ReadAsync(CancellationToken.None)).ShouldBeTrue();
        FlowOrientation.Of(reader.Rows[0]).ToString().ShouldBe(role);
    }
}
