using System.Globalization;
using Landward.Policy.Conditions;

namespace Landward.Tests.Policy;

public sealed class DateTextTests
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd", "yyyy-MM", "yyyy"];

    // The framework takes a zone of fewer digits, too.
    private const int DateLength = 10;

    [Theory]
    [InlineData("2026", "2026-01-01T00:00:00Z")]
    [InlineData("2026-02", "2026-02-01T00:00:00Z")]
    [InlineData("2026-02-28", "2026-02-28T00:00:00Z")]
    [InlineData("2026-02-28T10:20", "2026-02-28T10:20:00Z")]
    [InlineData("2026-02-28T10:20+01:30", "2026-02-28T08:50:00Z")]
    [InlineData("2026-02-28T10:20:30.5-02:00", "2026-02-28T12:20:30.5Z")]
    [InlineData("1767225600", "2026-01-01T00:00:00Z")]
    [InlineData("1767225600000", "2026-01-01T00:00:00Z")]
    public void Date_is_read_in_every_form(string text, string same) =>
        DateText.Parse(text).ShouldBe(DateTimeOffset.Parse(same, CultureInfo.InvariantCulture).UtcTicks);

    [Theory]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-1-1")]
    [InlineData("0000-01-01")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("2026-01-01T10")]
    [InlineData("2026-01-01T10:00:00.Z")]
    [InlineData("2026-01-01T10:00:00.12345678Z")]
    [InlineData("2026-01-01T10:00:00Zx")]
    [InlineData("2026-01-01T10:00:00+25:00")]
    [InlineData("0001-01-01T00:00:00+10:00")]
    [InlineData("2026-01-01 10:00:00Z")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public void Text_that_is_no_date_is_malformed(string text) => DateText.Parse(text).ShouldBeNull();

    [Fact]
    public void Dates_are_those_of_the_framework()
    {
        var random = new Random(LongSuite.Seed);
        for (var i = 0; i < LongSuite.Times(2000); i++)
        {
            var date = new DateTimeOffset(random.NextInt64(TimeSpan.TicksPerDay * 2, DateTime.MaxValue.Ticks - (TimeSpan.TicksPerDay * 2)), TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(random.Next(-840, 841)));
            var text = date.ToString(Forms[random.Next(Forms.Length)], CultureInfo.InvariantCulture);
            if (random.Next(4) == 0)
                text = text.Remove(random.Next(Math.Min(text.Length, DateLength)), 1);
            if (text.All(char.IsAsciiDigit))
                continue;
            long? expected = DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed.UtcTicks : null;
            DateText.Parse(text).ShouldBe(expected, text);
        }
    }
}
