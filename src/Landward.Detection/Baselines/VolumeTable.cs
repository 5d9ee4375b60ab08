using System.Runtime.CompilerServices;
using System.Text;

namespace Landward.Detection.Baselines;

/// <summary>The series of a run, or of one of its workers, bounded like <see cref="PrincipalTable"/>: those of the highest rank are left out.</summary>
/// <param name="maxCost">What the days and names of all series take at most, as <see cref="ValueSet.Cost"/>.</param>
internal sealed class VolumeTable(int maxSeries = VolumeTable.MaxSeries, int maxCost = VolumeTable.MaxCost)
{
    /// <summary>Each takes about 250 bytes, days aside.</summary>
    public const int MaxSeries = 50_000;

    public const int MaxCost = 400_000;

    private const int MaxBy = 256;
    private readonly Dictionary<ulong, VolumeSeries> _series = [];
    private ulong _refused = ulong.MaxValue;

    /// <summary>Of the days and names of all series, as <see cref="ValueSet.Cost"/>.</summary>
    public int Cost { get; private set; }

    public bool Overflowed { get; private set; }

    public IReadOnlyCollection<VolumeSeries> All => _series.Values;

    /// <summary>There are more series, or days, than these limits allow.</summary>
    public bool Exceeds(int series, int cost) => _series.Count > series || Cost > cost;

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
        Cost += series.Cost;
        if (_series.Count > maxSeries + (maxSeries / 8) || Cost > maxCost + (maxCost / 8))
            Trim();
        return _series.GetValueOrDefault(key);
    }

    /// <summary>Adds to a day of a series of this table; a null reference when there is no room for the day.</summary>
    public ref DayVolume Add(VolumeSeries series, uint day, ulong amount)
    {
        var before = series.Days.Count;
        ref var volume = ref series.Days.GetOrAdd(day);
        Cost += series.Days.Count - before;
        if (Unsafe.IsNullRef(ref volume))
            Overflowed = true;
        else
            volume.Amount += amount;
        return ref volume;
    }

    /// <summary>Adds what another table knows, which stays as it is.</summary>
    public void Merge(VolumeTable other)
    {
        Admit(other);
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

    /// <summary>Takes over all that another table knows. It is empty afterwards, and refuses from then on what this one refuses.</summary>
    public void Take(VolumeTable other)
    {
        Admit(other);
        foreach (var (key, theirs) in other._series)
        {
            if (theirs.Rank >= _refused)
                continue;
            if (_series.TryGetValue(key, out var mine))
                mine.Merge(theirs);
            else
                _series.Add(key, theirs);
        }
        other._series.Clear();
        other._series.TrimExcess();
        other.Cost = 0;
        Trim();
        other._refused = _refused;
    }

    private void Admit(VolumeTable other)
    {
        _refused = Math.Min(_refused, other._refused);
        Overflowed |= other.Overflowed;
    }

    private void Trim()
    {
        Cost = _series.Values.Sum(series => series.Cost);
        if (_series.Count <= maxSeries && Cost <= maxCost && _refused == ulong.MaxValue)
            return;
        foreach (var (key, series) in _series.OrderByDescending(pair => pair.Value.Rank).ToArray())
        {
            if (_series.Count <= maxSeries && Cost <= maxCost && series.Rank < _refused)
                return;
            _refused = Math.Min(_refused, series.Rank);
            Cost -= series.Cost;
            _series.Remove(key);
            Overflowed = true;
        }
    }
}
