using System.Globalization;

namespace Landward.LandingZone.Specification;

/// <summary>Durations of the spec: a whole number and <c>m</c>, <c>h</c>, <c>d</c> or <c>y</c> (a year is 365 days).</summary>
internal static class Durations
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length is < 2 or > 6 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        TimeSpan? parsed = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            'y' => TimeSpan.FromDays(365L * count),
            _ => null,
        };
        duration = parsed ?? default;
        return parsed is not null;
    }
}
