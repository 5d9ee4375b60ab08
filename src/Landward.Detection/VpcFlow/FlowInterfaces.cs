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

    /// <summary>Renumbers the log it refers to.</summary>
    public void Move(int offset) => SkippedSighting.Origin += SkippedSighting.Origin == 0 ? 0 : offset;

    public void Merge(FlowInterface other, in FlowMerge merge = default)
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
        SkippedSighting.Merge(other.SkippedSighting, merge);
    }
}

/// <summary>The network interfaces of a run, numbered as they come.</summary>
internal sealed class FlowInterfaces
{
    public const string Unknown = "unknown";

    /// <summary>More than a VPC estate of thousands of accounts has in the logs of one run; beyond it interfaces share one number.</summary>
    public const int MaxInterfaces = 100_000;

    /// <summary>A power of two: the last interfaces are found without a look at their names.</summary>
    private const int Remembered = 1024;

    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly List<FlowInterface> _all = [];
    private readonly List<ulong> _keys = [];
    private readonly (ulong Interface, ulong Instance, int Number)[] _remembered = new (ulong, ulong, int)[Remembered];
    private int[] _rows = [];

    public List<FlowInterface> All => _all;

    /// <summary>The numbers of the interfaces of the rows of the reader's batch, whose times are taken in.</summary>
    public ReadOnlySpan<int> Number(FlowLogReader reader, FlowColumns columns)
    {
        var rows = reader.Rows;
        if (_rows.Length < rows.Length)
            _rows = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            ref var remembered = ref _remembered[(row.Interface ^ (row.Interface >> 32) ^ row.Instance) & (Remembered - 1)];
            if (remembered.Interface != row.Interface || remembered.Instance != row.Instance || _all.Count == 0)
                remembered = (row.Interface, row.Instance, Number(reader, row, columns));
            _rows[i] = remembered.Number;
            if (row.Status == FlowStatus.Ok)
                _all[remembered.Number].See(row.Start, row.End);
        }
        return _rows.AsSpan(0, rows.Length);
    }

    /// <summary>The number of a row's interface, which learns what the row says about it.</summary>
    private int Number(FlowLogReader reader, in FlowRow row, FlowColumns columns)
    {
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
        return number;
    }

    /// <summary>Adds another run's interfaces; gives the numbers here of those numbered there.</summary>
    public int[] Merge(FlowInterfaces other, in FlowMerge merge)
    {
        var map = new int[other._all.Count];
        for (var i = 0; i < other._all.Count; i++)
        {
            if (!_numbers.TryGetValue(other._keys[i], out var number))
            {
                if (_all.Count == MaxInterfaces)
                {
                    map[i] = MaxInterfaces - 1;
                    continue;
                }
                number = _all.Count;
                _numbers.Add(other._keys[i], number);
                _keys.Add(other._keys[i]);
                other._all[i].Move(merge.Offset);
                _all.Add(other._all[i]);
            }
            else
            {
                _all[number].Merge(other._all[i], merge);
            }
            map[i] = number;
        }
        return map;
    }
}
