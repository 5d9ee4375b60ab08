using System.Collections.Immutable;
using System.Text;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>A network interface whose traffic was logged.</summary>
internal sealed class FlowInterface
{
    public required string Account { get; init; }

    public required string Id { get; init; }

    /// <summary>The instance, or null where the log does not say.</summary>
    public string? Instance { get; set; }

    public required string Region { get; set; }

    /// <summary>The first and the last second of its records.</summary>
    public uint First { get; private set; } = uint.MaxValue;

    public uint Last { get; private set; }

    /// <summary>Records that say AWS could not record traffic, and the first and last second of those intervals.</summary>
    public int Skipped { get; set; }

    public uint FirstSkipped { get; set; } = uint.MaxValue;

    public uint LastSkipped { get; set; }

    public FlowSighting SkippedSighting;

    /// <summary>Takes in the first and the last second of a record.</summary>
    public void See(uint start, uint end)
    {
        if (start < First)
            First = start;
        if (end > Last)
            Last = end;
    }

    public void Merge(FlowInterface other)
    {
        // An interface keeps its instance but for rare cases; then the lesser name is as good as the other, and the same in every run.
        if (other.Instance is not null && (Instance is null || string.CompareOrdinal(other.Instance, Instance) < 0))
            Instance = other.Instance;
        if (string.CompareOrdinal(other.Region, Region) < 0 && other.Region != FlowInterfaces.Unknown || Region == FlowInterfaces.Unknown)
            Region = other.Region;
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
        Skipped += other.Skipped;
        FirstSkipped = Math.Min(FirstSkipped, other.FirstSkipped);
        LastSkipped = Math.Max(LastSkipped, other.LastSkipped);
        SkippedSighting.Merge(other.SkippedSighting);
    }
}

/// <summary>The network interfaces of a run, numbered as they come.</summary>
internal sealed class FlowInterfaces
{
    public const string Unknown = "unknown";

    /// <summary>More than a VPC estate of thousands of accounts has in the logs of one run; beyond it interfaces share one number.</summary>
    private const int MaxInterfaces = 200_000;

    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly List<FlowInterface> _all = [];
    private readonly List<ulong> _keys = [];
    private ulong _lastInstance;
    private ulong _lastKey;
    private int _lastNumber = -1;

    public List<FlowInterface> All => _all;

    /// <summary>The number of a row's interface.</summary>
    public int Number(FlowLogReader reader, in FlowRow row, FlowColumns columns)
    {
        var instance = columns.Instance >= 0 ? Tail(reader.Text(row, columns.Instance)) : 0;
        if (row.Interface == _lastKey && instance == _lastInstance && _lastNumber >= 0)
            return _lastNumber;
        if (!_numbers.TryGetValue(row.Interface, out var number))
        {
            if (_all.Count == MaxInterfaces)
                return MaxInterfaces - 1;
            number = _all.Count;
            _numbers.Add(row.Interface, number);
            _keys.Add(row.Interface);
            _all.Add(columns.Read(reader, row));
        }
        else if (columns.Instance >= 0)
        {
            var text = reader.Text(row, columns.Instance);
            if (!text.SequenceEqual("-"u8) && (_all[number].Instance is not { } known || !Ascii.Equals(text, known)))
                _all[number].Merge(columns.Read(reader, row));
        }
        (_lastKey, _lastInstance, _lastNumber) = (row.Interface, instance, number);
        return number;
    }

    /// <summary>Adds another run's interfaces; gives the numbers here of those numbered there.</summary>
    public ImmutableArray<int> Merge(FlowInterfaces other)
    {
        var map = ImmutableArray.CreateBuilder<int>(other._all.Count);
        for (var i = 0; i < other._all.Count; i++)
        {
            if (!_numbers.TryGetValue(other._keys[i], out var number))
            {
                if (_all.Count == MaxInterfaces)
                {
                    map.Add(MaxInterfaces - 1);
                    continue;
                }
                number = _all.Count;
                _numbers.Add(other._keys[i], number);
                _keys.Add(other._keys[i]);
                _all.Add(other._all[i]);
            }
            else
            {
                _all[number].Merge(other._all[i]);
            }
            map.Add(number);
        }
        return map.MoveToImmutable();
    }

    private static ulong Tail(ReadOnlySpan<byte> text) => text.Length >= 8 ? BitConverter.ToUInt64(text[^8..]) : 0;
}
