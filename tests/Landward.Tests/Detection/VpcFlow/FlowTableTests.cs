using Landward.Detection.VpcFlow;
using Landward.Logs.VpcFlow;

namespace Landward.Tests.Detection.VpcFlow;

public sealed class FlowTableTests
{
    private const int Capacity = 100;
    private const uint Width = 10;

    [Theory]
    [InlineData(40, 1)]
    [InlineData(90, 30)]
    [InlineData(400, 4)]
    public void A_full_table_holds_the_same_in_whatever_order_rows_come(int addresses, int times)
    {
#pragma warning disable RS0030 // The seed makes the run repeatable.
        var random = new Random(LongSuite.Seed);
#pragma warning restore RS0030
        var rows = Enumerable.Range(0, 3000).Select(_ => (Key: Key(random.Next(addresses)), Time: (uint)random.Next(times * (int)Width))).ToArray();
        var expected = Naive(rows);
        Describe(Fill(rows)).ShouldBe(expected);
        random.Shuffle(rows);
        Describe(Fill(rows)).ShouldBe(expected);
    }

    [Fact]
    public void Merging_two_tables_is_the_same_as_filling_one()
    {
#pragma warning disable RS0030 // The seed makes the run repeatable.
        var random = new Random(LongSuite.Seed);
#pragma warning restore RS0030
        var rows = Enumerable.Range(0, 3000).Select(_ => (Key: Key(random.Next(70)), Time: (uint)random.Next(200))).ToArray();
        var (first, second) = (Fill(rows[..900]), Fill(rows[900..]));
        first.Merge(second, new FlowMerge(new FlowMemory(), new FlowMemory(), 0), [0]);
        Describe(first).ShouldBe(Naive(rows));
    }

    [Fact]
    public void Conversations_keep_their_earliest_rows_however_they_are_merged()
    {
        var (all, some, others) = (new FlowSampleStore(), new FlowSampleStore(), new FlowSampleStore());
        var (together, left, right) = (default(FlowSamples), default(FlowSamples), default(FlowSamples));
        for (var i = 0u; i < 1000; i++)
        {
            // Each start comes once, in no order.
            var sample = new FlowSample(1000 + ((i * 617) % 1000), i, (ushort)i, 1, 1);
            all.Add(ref together, sample);
            (i % 3 == 0 ? some : others).Add(ref i % 3 == 0 ? ref left : ref right, sample);
        }
        some.Merge(ref left, right, others);
        var (expected, merged) = (Rows(all, together), Rows(some, left));
        expected.Select(row => row.Start).ShouldBe(Enumerable.Range(1000, FlowSampleStore.Kept).Select(start => (uint)start));
        merged.ShouldBe(expected);
        all.Free(ref together);
        all.Taken.ShouldBe(0);
    }

    private static FlowSample[] Rows(FlowSampleStore store, FlowSamples samples)
    {
        var rows = new FlowSample[FlowSampleStore.Space];
        return [.. rows.Take(store.Copy(samples, rows)).Order()];
    }

    private static FlowKey Key(int number) => new(FlowAddress.FromIPv4((uint)number), default, 0, 0, 0);

    private static FlowTable<ListedSum> Fill(IEnumerable<(FlowKey Key, uint Time)> rows)
    {
        var table = new FlowTable<ListedSum>(new FlowMemory(), Capacity, Width, Width << 3);
        foreach (var (key, time) in rows)
        {
            if (table.At(key, time) is >= 0 and var index)
                table.Sum(index).Rows++;
        }
        return table;
    }

    private static List<string> Describe(FlowTable<ListedSum> table) =>
        [$"{table.Width} {table.SampleLevel}", .. Enumerable.Range(0, table.Count).Select(i => $"{table.Key(i).From} {table.BucketStart(i)} {table.Sum(i).Rows}").Order()];

    /// <summary>The narrowest buckets into which the keys fit; then the largest share of the keys that fits.</summary>
    private static List<string> Naive((FlowKey Key, uint Time)[] rows)
    {
        var (width, level) = (Width, 0);
        while (rows.Where(IsKept).Select(Bucket).Distinct().Count() > Capacity)
        {
            if (width < Width << 3)
                width *= 2;
            else
                level++;
        }
        var sums = rows.Where(IsKept).GroupBy(Bucket).Select(group => $"{group.Key.From} {group.Key.Start} {group.Count()}");
        return [$"{width} {level}", .. sums.Order()];

        (FlowAddress From, uint Start) Bucket((FlowKey Key, uint Time) row) => (row.Key.From, row.Time / width * width);
        bool IsKept((FlowKey Key, uint Time) row) => (FlowKey.SampleHash(row.Key) & ((1UL << level) - 1)) == 0;
    }
}
