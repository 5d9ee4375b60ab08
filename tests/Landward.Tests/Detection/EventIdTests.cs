using System.Text;
using Landward.Detection;
using Landward.Logs;

namespace Landward.Tests.Detection;

public sealed class EventIdTests
{
    [Fact]
    public async Task Ids_are_those_of_findings_and_in_the_order_of_their_texts()
    {
        var random = new Random(LongSuite.Seed);
        var ids = new List<EventId>();
        for (var i = 0; i < 60; i++)
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            var uuid = new Guid(bytes).ToString();
            var written = (i % 6) switch { 0 => "odd", 1 => uuid.ToUpperInvariant(), 2 => $"f{i}", 3 => uuid.Replace("-", string.Empty, StringComparison.Ordinal), _ => uuid };
            var json = i == 7 ? """{"eventSource":"s3.amazonaws.com","eventName":"A"}""" : $$"""{"eventSource":"s3.amazonaws.com","eventName":"A","eventID":"{{written}}"}""";
            await using var reader = new CloudTrailReader(new LogSource("test", _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(json)))));
            (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
            ids.Add(EventId.Of(reader.Current));
            ids[^1].ToString().ShouldBe(EventMatchReader.EventId(reader.Current));
        }
        foreach (var id in ids)
        {
            foreach (var other in ids)
                Math.Sign(id.CompareTo(other)).ShouldBe(Math.Sign(string.CompareOrdinal(id.ToString(), other.ToString())));
        }
    }
}
