using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// Everything that detection remembers of flow records: bounded sums by addresses and time, the same in whatever order rows come and
/// however many workers read them.
/// </summary>
internal sealed class FlowTraffic
{
    private const uint TenMinutes = 600;
    private const uint Hour = 3600;
    private const uint Day = 86_400;

    /// <summary>Rows remembered for their rhythm over all conversations: 64 MB.</summary>
    private const long MostSamples = 4_000_000;

    private readonly FlowIntake _intake;

    public FlowTraffic(FlowAddressLists lists)
    {
        Lists = lists;
        Pressure = new(Memory, 150_000, TenMinutes, TenMinutes << 10);
        InboundPressure = new(Memory, 60_000, TenMinutes, TenMinutes << 10);
        PortUse = new(Memory, 120_000, Day, Day << 5);
        Conversations = new(Memory, 250_000, Day, Day << 5);
        Volumes = new(Memory, 150_000, Hour, Hour << 5);
        Listed = new(Memory, 50_000, Day, Day << 5);
        _intake = new FlowIntake(this);
    }

    public FlowInterfaces Interfaces { get; } = new();

    public FlowMemory Memory { get; } = new();

    /// <summary>Probes and floods by source and destination, of own and internal sources.</summary>
    public FlowTable<PressureSum> Pressure { get; }

    /// <summary>The same from the internet: background noise in endless amounts must not push out what own hosts do.</summary>
    public FlowTable<PressureSum> InboundPressure { get; }

    public FlowTable<PortUseSum> PortUse { get; }

    public FlowTable<ConversationSum> Conversations { get; }

    public FlowTable<VolumeSum> Volumes { get; }

    public FlowTable<ListedSum> Listed { get; }

    public FlowAddressLists Lists { get; }

    /// <summary>Records that say AWS could not record traffic.</summary>
    public long Skipped { get; private set; }

    /// <summary>Adds the rows of the reader's batch; returns the numbers of their interfaces.</summary>
    /// <param name="origin">The number of the log.</param>
    public ReadOnlySpan<int> Add(FlowLogReader reader, FlowColumns columns, int origin)
    {
        var numbers = Interfaces.Number(reader, columns);
        _intake.Add(reader.Rows, numbers, origin);
        return numbers;
    }

    /// <summary>Takes in a record without traffic.</summary>
    public void Skip(FlowInterface @interface, in FlowRow row, int origin)
    {
        if (row.Status != FlowStatus.SkipData)
            return;
        Skipped++;
        @interface.Skipped++;
        @interface.FirstSkipped = Math.Min(@interface.FirstSkipped, row.Start);
        @interface.LastSkipped = Math.Max(@interface.LastSkipped, row.End);
        @interface.SkippedSighting.Keep(row, origin, Memory);
    }

    /// <summary>A table, or the interfaces, take more than a part of what they may.</summary>
    /// <param name="parts">How many parts there are.</param>
    public bool Exceeds(int parts) => Pressure.Exceeds(parts) || InboundPressure.Exceeds(parts) || PortUse.Exceeds(parts) || Conversations.Exceeds(parts)
        || Volumes.Exceeds(parts) || Listed.Exceeds(parts) || Interfaces.All.Count > FlowInterfaces.MaxInterfaces / parts || Memory.Samples.Taken > MostSamples / parts;

    public void Merge(FlowTraffic other)
    {
        var merge = new FlowMerge(Memory, other.Memory, Memory.AddAll(other.Memory));
        var numbers = Interfaces.Merge(other.Interfaces, merge).AsMemory();
        // Tables share nothing but what they only read: conversations alone have samples.
        Parallel.Invoke(
            () => Conversations.Merge(other.Conversations, merge, numbers.Span),
            () => Pressure.Merge(other.Pressure, merge, numbers.Span),
            () => PortUse.Merge(other.PortUse, merge, numbers.Span),
            () => Volumes.Merge(other.Volumes, merge, numbers.Span),
            () => InboundPressure.Merge(other.InboundPressure, merge, numbers.Span),
            () => Listed.Merge(other.Listed, merge, numbers.Span));
        Skipped += other.Skipped;
        BoundSamples();
    }

    /// <summary>Keeps the memory for samples bounded.</summary>
    public void BoundSamples()
    {
        while (Memory.Samples.Taken > MostSamples)
            Conversations.Thin();
        if (Memory.Samples.Room <= 2 * MostSamples)
            return;
        // Blocks of sizes that are not asked for any more are left over.
        var packed = new FlowSampleStore();
        for (var i = 0; i < Conversations.Count; i++)
        {
            ref var samples = ref Conversations.Sum(i).Samples;
            var moved = samples;
            samples = default;
            packed.Merge(ref samples, moved, Memory.Samples);
        }
        Memory.Samples = packed;
    }

    /// <summary>What did not fit, and which power of two of it was left out.</summary>
    public IEnumerable<(string What, int Level)> Thinned()
    {
        foreach (var (what, level) in new[]
        {
            ("pairs of addresses with probes", Pressure.SampleLevel), ("pairs of addresses with probes from the internet", InboundPressure.SampleLevel),
            ("ports used by clients", PortUse.SampleLevel), ("conversations", Conversations.SampleLevel), ("volumes", Volumes.SampleLevel), ("listed addresses", Listed.SampleLevel),
        })
        {
            if (level > 0)
                yield return (what, level);
        }
    }
}
