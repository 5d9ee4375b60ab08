using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>A row of a conversation, as far as its rhythm needs it: 16 bytes.</summary>
/// <param name="Seconds">From its first to its last packet.</param>
internal readonly record struct FlowSample(uint Start, uint Bytes, ushort ClientPort, ushort Seconds, ushort Packets) : IComparable<FlowSample>
{
    public uint End => Start + Seconds;

    public static FlowSample Of(in FlowRow row) => new(
        row.Start,
        (uint)Math.Min(row.Bytes, uint.MaxValue),
        row.SourcePort,
        (ushort)Math.Min(row.End - row.Start, ushort.MaxValue),
        (ushort)Math.Min(row.Packets, ushort.MaxValue));

    public int CompareTo(FlowSample other)
    {
        var order = Start.CompareTo(other.Start);
        order = order != 0 ? order : ClientPort.CompareTo(other.ClientPort);
        order = order != 0 ? order : Seconds.CompareTo(other.Seconds);
        order = order != 0 ? order : Bytes.CompareTo(other.Bytes);
        return order != 0 ? order : Packets.CompareTo(other.Packets);
    }
}

/// <summary>The earliest rows of a conversation, in whatever order they come: at most <see cref="Kept"/>.</summary>
internal struct FlowSamples
{
    public const int Kept = 64;

    private FlowSample[]? _rows;
    private int _count;
    private uint _latest;

    /// <summary>For how many rows there is memory.</summary>
    public readonly int Room => _rows?.Length ?? 0;

    /// <summary>Returns for how many more rows memory was taken.</summary>
    public int Add(in FlowSample sample)
    {
        // Once cut, what is later than the latest kept row never counts.
        if (_latest != 0 && sample.Start > _latest)
            return 0;
        var room = Room;
        if (_rows is null)
            _rows = new FlowSample[2];
        else if (_count == _rows.Length)
            MakeRoom();
        _rows[_count++] = sample;
        return _rows.Length - room;
    }

    public void Merge(in FlowSamples other)
    {
        for (var i = 0; i < other._count; i++)
            Add(other._rows![i]);
        if (other._latest != 0)
            _latest = _latest == 0 ? other._latest : Math.Min(_latest, other._latest);
    }

    /// <summary>Earliest first.</summary>
    public readonly FlowSample[] ToSorted()
    {
        if (_rows is null)
            return [];
        var sorted = _rows.AsSpan(0, _count).ToArray();
        Array.Sort(sorted);
        return sorted.Length > Kept ? sorted[..Kept] : sorted;
    }

    private void MakeRoom()
    {
        if (_rows!.Length < 2 * Kept)
        {
            Array.Resize(ref _rows, Math.Min(_rows.Length * 2, 2 * Kept));
            return;
        }
        Array.Sort(_rows, 0, _count);
        _count = Kept;
        _latest = _rows[Kept - 1].Start;
    }
}
