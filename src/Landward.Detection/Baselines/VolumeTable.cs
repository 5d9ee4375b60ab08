using System.Runtime.InteropServices;
using System.Text;

namespace Landward.Detection.Baselines;

/// <summary>The series of a run, bounded like <see cref="PrincipalTable"/>: those of the highest rank are left out.</summary>
internal sealed class VolumeTable(int maxSeries = VolumeTable.MaxSeries)
{
    public const int MaxSeries = 50_000;

    private const int MaxBy = 256;
    private readonly Dictionary<ulong, VolumeSeries> _series = [];
    private ulong _refused = ulong.MaxValue;

    public bool Overflowed { get; private set; }

    public IReadOnlyCollection<VolumeSeries> All => _series.Values;

    public static ulong KeyOf(string principal, string rule, ReadOnlySpan<byte> by) => KeyOf(PrincipalTable.KeyOf(principal), KeyedHash.Of(rule), by);

    /// <param name="principal">As <see cref="PrincipalTable.KeyOf(string)"/>.</param>
    /// <param name="rule">As <see cref="BaselineQuestion.Key"/>.</param>
    /// <param name="by">What is counted apart.</param>
    public static ulong KeyOf(ulong principal, ulong rule, ReadOnlySpan<byte> by) =>
        KeyedHash.Combine(KeyedHash.Combine(principal, rule), by.IsEmpty ? 0 : KeyedHash.Of(by));

    public VolumeSeries? Find(ulong key) => _series.GetValueOrDefault(key);

    /// <summary>The series, new or known; null when there is no room for it.</summary>
    public VolumeSeries? GetOrAdd(ulong key, string principal, string rule, ReadOnlySpan<byte> by)
    {
        if (_series.TryGetValue(key, out var series))
            return series;
        if (by.Length > MaxBy)
            return null;
        series = new VolumeSeries(principal, rule, Encoding.UTF8.GetString(by));
        if (series.Rank >= _refused)
            return null;
        _series.Add(key, series);
        if (_series.Count > maxSeries + (maxSeries / 4))
            Trim();
        return _series.GetValueOrDefault(key);
    }

    /// <summary>Adds to a day of a series.</summary>
    public static ref DayVolume Add(VolumeSeries series, uint day, ulong amount)
    {
        ref var volume = ref CollectionsMarshal.GetValueRefOrAddDefault(series.Days, day, out _);
        volume.Amount += amount;
        return ref volume;
    }

    public void Merge(VolumeTable other)
    {
        _refused = Math.Min(_refused, other._refused);
        Overflowed |= other.Overflowed;
        foreach (var (key, theirs) in other._series)
        {
            if (theirs.Rank >= _refused)
                continue;
            if (!_series.TryGetValue(key, out var mine))
                _series.Add(key, mine = new VolumeSeries(theirs.Principal, theirs.Rule, theirs.By));
            mine.Merge(theirs);
        }
        Trim();
    }

    private void Trim()
    {
        if (_series.Count <= maxSeries && _refused == ulong.MaxValue)
            return;
        foreach (var (key, series) in _series.OrderByDescending(pair => pair.Value.Rank).ToArray())
        {
            if (_series.Count <= maxSeries && series.Rank < _refused)
                return;
            _refused = Math.Min(_refused, series.Rank);
            _series.Remove(key);
            Overflowed = true;
        }
    }
}
