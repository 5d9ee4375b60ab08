using System.Globalization;

namespace Landward.Detection.Baselines;

/// <summary>
/// Decides which days of a series are unusual: more than the floor, than the median of the days before plus so many median absolute
/// deviations, and than twice the highest of them. Days without events count as zero; unusual days are left out of what later days are
/// compared with.
/// </summary>
internal sealed class VolumeJudge(PrincipalTable principals, VolumeTable volumes)
{
    /// <summary>Makes the median absolute deviation comparable to a standard deviation (Leys et al. 2013, "Detecting outliers").</summary>
    private const double Consistency = 1.4826;

    /// <summary>Somebody nobody knows yet must exceed the floor this many times.</summary>
    private const ulong StrangerFloors = 10;

    private readonly Dictionary<ulong, Dictionary<uint, string>> _unusual = [];
    private readonly Dictionary<string, (ulong Highest, string Principal, ulong Second)> _highest = new(StringComparer.Ordinal);
    private uint? _start;

    /// <summary>What makes the day unusual; null when nothing does.</summary>
    public string? Judge(VolumeQuestion question, ulong key, uint day, uint learn)
    {
        if (!_unusual.TryGetValue(key, out var days))
            _unusual[key] = days = volumes.Find(key) is { } series ? Unusual(question, series, learn) : [];
        return days.GetValueOrDefault(day);
    }

    private Dictionary<uint, string> Unusual(VolumeQuestion question, VolumeSeries series, uint learn)
    {
        var unusual = new Dictionary<uint, string>();
        if (principals.Find(series.Principal) is not { } principal)
            return unusual;
        foreach (ref readonly var volume in series.Days.All)
        {
            if (volume.Amount <= (ulong)question.Floor)
                continue;
            var day = volume.Day;
            var why = BaselineJudge.IsLearned(principal, BaselineDimension.Region, day * 86_400, learn)
                ? Compare(question, series, volume.Amount, principal.First / 86_400, day, unusual)
                : Stranger(question, series, volume.Amount, day, learn);
            if (why is not null)
                unusual.Add(day, why);
        }
        return unusual;
    }

    private static string? Compare(VolumeQuestion question, VolumeSeries series, ulong amount, uint start, uint day, Dictionary<uint, string> unusual)
    {
        var from = Math.Max(start, day > VolumeSeries.MaxDays ? day - VolumeSeries.MaxDays : 0);
        var before = new List<double>();
        for (var other = from; other < day; other++)
        {
            if (!unusual.ContainsKey(other))
                before.Add(series.Days.Find(other).Amount);
        }
        if (before.Count == 0)
            return null;
        var median = Median(before);
        var deviation = Median([.. before.Select(value => Math.Abs(value - median))]);
        var highest = before.Max();
        if (amount <= median + (question.Factor * Consistency * deviation) || amount <= 2 * highest)
            return null;
        return string.Create(CultureInfo.InvariantCulture, $"{amount:N0} {Unit(question, series)} on {Date(day)}; the {before.Count} days before had a median of {median:N0}, a deviation of {deviation:N0} and at most {highest:N0}");
    }

    /// <summary>Nobody knows the principal: the highest day of all others counts.</summary>
    private string? Stranger(VolumeQuestion question, VolumeSeries series, ulong amount, uint day, uint learn)
    {
        _start ??= principals.All.Select(principal => principal.First).DefaultIfEmpty(uint.MaxValue).Min();
        if (day * 86_400UL < (ulong)_start.Value + learn || amount <= StrangerFloors * (ulong)question.Floor)
            return null;
        var others = Highest(question.Rule, series.Principal);
        return amount <= 2 * others
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{amount:N0} {Unit(question, series)} on {Date(day)} by a principal that is new; nobody else had more than {others:N0} on a day");
    }

    private ulong Highest(string rule, string principal)
    {
        if (_highest.Count == 0)
        {
            foreach (var series in volumes.All)
            {
                var top = 0UL;
                foreach (ref readonly var volume in series.Days.All)
                    top = Math.Max(top, volume.Amount);
                var (highest, by, second) = _highest.GetValueOrDefault(series.Rule, (0UL, string.Empty, 0UL));
                if (by == series.Principal)
                    _highest[series.Rule] = (Math.Max(highest, top), by, second);
                else if (top > highest)
                    _highest[series.Rule] = (top, series.Principal, highest);
                else
                    _highest[series.Rule] = (highest, by, Math.Max(second, top));
            }
        }
        var answer = _highest.GetValueOrDefault(rule, (0UL, string.Empty, 0UL));
        return answer.Item2 == principal ? answer.Item3 : answer.Item1;
    }

    private static string Unit(VolumeQuestion question, VolumeSeries series) =>
        (question.Sum is null ? "events" : question.Sum) + (series.By.Length == 0 ? string.Empty : $" with {series.By}");

    private static string Date(uint day) => DateTimeOffset.UnixEpoch.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static double Median(List<double> values)
    {
        var ordered = values.Order().ToArray();
        var middle = ordered.Length / 2;
        return ordered.Length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
    }
}
