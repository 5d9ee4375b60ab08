using FsCheck;
using FsCheck.Fluent;
using Landward.Aws.Descriptions;
using Landward.Aws.Wire;

namespace Landward.Tests.Aws.Wire;

public sealed class TimestampsTests
{
    [Theory]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02T03:04:05.123Z", "2026-01-02T03:04:05.123Z")]
    [InlineData("2026-01-02T03:04:05.123456Z", "2026-01-02T03:04:05.123Z")]
    [InlineData("2026-01-02T05:04:05+02:00", "2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02", "2026-01-02T00:00:00Z")]
    [InlineData("Fri, 02 Jan 2026 03:04:05 GMT", "2026-01-02T03:04:05Z")]
    [InlineData("1767323045", "2026-01-02T03:04:05Z")]
    [InlineData("1767323045.5", "2026-01-02T03:04:05.500Z")]
    [InlineData("1.767323045E9", "2026-01-02T03:04:05Z")]
    public void Every_format_is_read(string text, string canonical)
    {
        Timestamps.TryParse(text, out var time).ShouldBeTrue();
        Timestamps.Canonical(time).ShouldBe(canonical);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("2026-13-40T00:00:00Z")]
    [InlineData("1e300")]
    [InlineData("NaN")]
    public void Nonsense_is_refused(string text) => Timestamps.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Every_format_reads_back_what_it_wrote() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int>().ToArbitrary(),
        seconds =>
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(Math.Abs((long)seconds));
            foreach (var format in new[] { TimestampFormat.Iso8601, TimestampFormat.Rfc822, TimestampFormat.UnixTimestamp })
            {
                if (!Timestamps.TryParse(Timestamps.Format(time, format), out var back) || back != time)
                    return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();
}
