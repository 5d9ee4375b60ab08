using System.Numerics;
using System.Runtime.CompilerServices;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>Adds rows to the tables they matter to: most rows to one or two.</summary>
/// <remarks>
/// A few dozen rows at a time: (1) it is told which of them matters to which table, without branches, for which one would be taken is not
/// foreseeable; (2) their keys are put together; (3) each table looks for all of its keys at once, because nearly every one is far away in
/// memory.
/// </remarks>
internal sealed class FlowIntake(FlowTraffic traffic)
{
    private const int Length = FlowInterests.Most;

    private readonly FlowQueue<PressureSum> _pressure = new(traffic.Pressure);
    private readonly FlowQueue<PressureSum> _inboundPressure = new(traffic.InboundPressure);
    private readonly FlowQueue<PortUseSum> _portUse = new(traffic.PortUse);
    private readonly FlowQueue<ConversationSum> _conversations = new(traffic.Conversations);
    private readonly FlowQueue<VolumeSum> _volumes = new(traffic.Volumes);
    private readonly FlowSorter _sorter = new();

    /// <param name="numbers">The number of each row's interface.</param>
    /// <param name="origin">The number of the log.</param>
    public void Add(ReadOnlySpan<FlowRow> rows, ReadOnlySpan<int> numbers, int origin)
    {
        for (var start = 0; start < rows.Length; start += Length)
        {
            var count = Math.Min(Length, rows.Length - start);
            AddBatch(rows.Slice(start, count), numbers.Slice(start, count), origin);
        }
    }

    private void AddBatch(ReadOnlySpan<FlowRow> batch, ReadOnlySpan<int> numbers, int origin)
    {
        _sorter.Sort(batch);
        foreach (var interest in _sorter.Others.All)
            AddOther(batch[interest.Row], numbers[interest.Row], origin);
        if (!traffic.Lists.IsEmpty)
            AddListed(batch, numbers, origin);
        // All are looked for before the first is needed.
        Fill(_pressure, _sorter.Pressure, batch, numbers);
        Fill(_inboundPressure, _sorter.InboundPressure, batch, numbers);
        Fill(_portUse, _sorter.PortUse, batch, numbers, hasServer: false);
        Fill(_conversations, _sorter.Conversations, batch, numbers);
        Fill(_volumes, _sorter.Volumes, batch, numbers);
        var pressure = _pressure.Look();
        var inbound = _inboundPressure.Look();
        var portUse = _portUse.Look();
        var conversations = _conversations.Look();
        var volumes = _volumes.Look();
        AddPressure(traffic.Pressure, pressure, batch, origin);
        AddPressure(traffic.InboundPressure, inbound, batch, origin);
        AddPortUse(portUse, batch, origin);
        FetchSamples(conversations);
        AddVolumes(volumes, batch, origin);
        AddConversations(conversations, batch, origin);
    }

    /// <summary>Puts the keys together: from who asked to who was asked.</summary>
    private static void Fill<T>(FlowQueue<T> queue, FlowInterests interests, ReadOnlySpan<FlowRow> rows, ReadOnlySpan<int> numbers, bool hasServer = true)
        where T : unmanaged, IFlowSum<T>
    {
        foreach (var interest in interests.All)
        {
            ref readonly var row = ref rows[interest.Row];
            // Both ends are read, and which is which is told without a branch.
            var (source, destination) = (row.Source, row.Destination);
            var isRequest = 0 - (ulong)(interest.Facts & FlowFacts.Request);
            var high = (source.High ^ destination.High) & isRequest;
            var low = (source.Low ^ destination.Low) & isRequest;
            var from = new FlowAddress(destination.High ^ high, destination.Low ^ low);
            var to = hasServer ? new FlowAddress(source.High ^ high, source.Low ^ low) : default;
            queue.Add(from, to, numbers[interest.Row], interest.Tag, row.Start, interest.Row, interest.Facts);
        }
    }

    /// <summary>What has neither ports nor traffic.</summary>
    private void AddOther(in FlowRow row, int number, int origin)
    {
        if (row.Status != FlowStatus.Ok)
            traffic.Skip(traffic.Interfaces.All[number], row, origin);
    }

    /// <summary>The first row of a sum is the one it shows: most rows are later, and their sums' sightings need not be looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void KeepFirst(ref uint first, ref FlowSighting sighting, in FlowRow row, int origin)
    {
        first = row.Start;
        sighting.Keep(row, origin, traffic.Memory);
    }

    private void AddPressure(FlowTable<PressureSum> table, Span<FlowEntry> entries, ReadOnlySpan<FlowRow> rows, int origin)
    {
        foreach (ref var entry in entries)
        {
            var index = table.At(ref entry);
            if (index < 0)
                continue;
            ref var sum = ref table.Sum(index);
            ref readonly var row = ref rows[entry.Row];
            if (sum.Rows == 0 || row.Start <= sum.First)
                KeepFirst(ref sum.First, ref sum.Sighting, row, origin);
            sum.Last = Math.Max(sum.Last, row.End);
            sum.Rows++;
            sum.Packets += row.Packets;
            sum.Bytes += row.Bytes;
            if (row.Packets >= FlowSorter.HeavyPackets)
                continue;
            sum.Ports.Add(row.DestinationPort);
            sum.SourcePorts |= FlowBits.Bit(row.SourcePort);
            sum.SurePorts |= FlowOrientation.IsSurelyRequest(row) ? FlowBits.Bit(row.DestinationPort) : 0;
        }
    }

    private void AddPortUse(Span<FlowEntry> entries, ReadOnlySpan<FlowRow> rows, int origin)
    {
        var table = traffic.PortUse;
        foreach (ref var entry in entries)
        {
            var index = table.At(ref entry);
            if (index < 0)
                continue;
            ref var sum = ref table.Sum(index);
            ref readonly var row = ref rows[entry.Row];
            if (sum.Rows == 0 || row.Start <= sum.First)
                KeepFirst(ref sum.First, ref sum.Sighting, row, origin);
            sum.Rows++;
            var server = entry.Is(FlowFacts.Request) ? row.Destination : row.Source;
            if (entry.Is(FlowFacts.Talked))
                sum.Talked.Add(server.Low ^ server.High);
            else if (entry.Is(FlowFacts.Probe))
                sum.Probed.Add(server.Low ^ server.High);
        }
    }

    /// <summary>The rows of a conversation stand elsewhere.</summary>
    private void FetchSamples(ReadOnlySpan<FlowEntry> entries)
    {
        foreach (ref readonly var entry in entries)
        {
            if (entry.Index >= 0)
                traffic.Memory.Samples.Fetch(traffic.Conversations.Sum(entry.Index).Samples);
        }
    }

    private void AddConversations(Span<FlowEntry> entries, ReadOnlySpan<FlowRow> rows, int origin)
    {
        var table = traffic.Conversations;
        foreach (ref var entry in entries)
        {
            var index = table.At(ref entry);
            if (index < 0)
                continue;
            ref var sum = ref table.Sum(index);
            ref readonly var row = ref rows[entry.Row];
            if (sum.Rows == 0 || row.Start <= sum.First)
                KeepFirst(ref sum.First, ref sum.Sighting, row, origin);
            sum.Last = Math.Max(sum.Last, row.End);
            sum.Rows++;
            sum.Established += entry.Is(FlowFacts.Probe) ? 0 : 1;
            sum.IsAwsService |= entry.Is(FlowFacts.AwsService);
            if (entry.Is(FlowFacts.Request))
            {
                sum.BytesOut += row.Bytes;
                traffic.Memory.Samples.Add(ref sum.Samples, FlowSample.Of(row));
            }
            else
            {
                sum.BytesIn += row.Bytes;
            }
        }
        traffic.BoundSamples();
    }

    private void AddVolumes(Span<FlowEntry> entries, ReadOnlySpan<FlowRow> rows, int origin)
    {
        var table = traffic.Volumes;
        foreach (ref var entry in entries)
        {
            var index = table.At(ref entry);
            if (index < 0)
                continue;
            ref var sum = ref table.Sum(index);
            ref readonly var row = ref rows[entry.Row];
            sum.IsAwsService |= entry.Is(FlowFacts.AwsService);
            sum.Sighting.Keep(row, origin, traffic.Memory);
            if (entry.Is(FlowFacts.Request))
                sum.BytesOut += row.Bytes;
            else
                sum.BytesIn += row.Bytes;
        }
    }

    private void AddListed(ReadOnlySpan<FlowRow> rows, ReadOnlySpan<int> numbers, int origin)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            if (row.Status != FlowStatus.Ok || row.Action == FlowAction.Reject)
                continue;
            var own = FlowSorter.Own(row);
            if (own == FlowOwn.Neither)
                continue;
            var isRequest = FlowSorter.IsRequest(row, own);
            if (row.Destination.IsPublic && own != FlowOwn.To)
                AddListed(numbers[i], row, row.Destination, isOutbound: isRequest, origin);
            if (row.Source.IsPublic && own != FlowOwn.From)
                AddListed(numbers[i], row, row.Source, isOutbound: !isRequest, origin);
        }
    }

    private void AddListed(int number, in FlowRow row, in FlowAddress remote, bool isOutbound, int origin)
    {
        for (var purposes = traffic.Lists.Find(remote); purposes != 0; purposes &= purposes - 1)
        {
            var purpose = (ListPurpose)BitOperations.TrailingZeroCount(purposes);
            var ownPort = remote == row.Source ? row.DestinationPort : row.SourcePort;
            var index = traffic.Listed.At(new FlowKey(remote, default, number, FlowTags.Listed(purpose, isOutbound, ownPort), 0), row.Start);
            if (index < 0)
                continue;
            ref var sum = ref traffic.Listed.Sum(index);
            sum.Rows++;
            sum.Sighting.Keep(row, origin, traffic.Memory);
        }
    }
}
