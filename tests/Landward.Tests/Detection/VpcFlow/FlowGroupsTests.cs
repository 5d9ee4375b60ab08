using Landward.Detection.VpcFlow;
using Landward.Logs.VpcFlow;

namespace Landward.Tests.Detection.VpcFlow;

public sealed class FlowGroupsTests
{
    private const long Least = 50;

    [Fact]
    public void Groups_whose_weights_add_up_to_enough_are_all_there_with_all_their_entries()
    {
        var table = Table();
        var groups = FlowGroups.Of(table, static key => key with { Bucket = 0 }, i => Weight(table, i), Least);
        var expected = Naive(table).Where(group => group.Sum(i => Weight(table, i)) >= Least).Select(Text).ToList();
        expected.ShouldNotBeEmpty();
        var found = Enumerable.Range(0, groups.Count).Select(group => Text(groups[group].ToArray())).ToList();
        found.Where(expected.Contains).ShouldBe(expected);
        found.ShouldBeSubsetOf(Naive(table).Select(Text));
    }

    [Fact]
    public void Pairs_around_an_entry_are_its_own_and_the_way_back()
    {
        var memory = new FlowMemory();
        var table = new FlowTable<PressureSum>(memory, 1000, 10, 10);
        var (a, b, c) = (FlowAddress.FromIPv4(1), FlowAddress.FromIPv4(2), FlowAddress.FromIPv4(3));
        foreach (var (from, to, time) in new[] { (a, b, 5u), (b, a, 5u), (a, c, 5u), (a, b, 25u) })
            table.At(new FlowKey(from, to, 0, 0, 0), time);
        var pairs = new FlowPairs(table);
        var around = pairs.Around([0]);
        around.Find(new FlowKey(a, b, 0, 0, 0)).ToArray().ShouldBe([0, 3]);
        around.Find(new FlowKey(b, a, 0, 0, 0)).ToArray().ShouldBe([1]);
        pairs.Around([]).Count.ShouldBe(0);
    }

    private static FlowTable<ListedSum> Table()
    {
#pragma warning disable RS0030 // The seed makes the run repeatable.
        var random = new Random(LongSuite.Seed);
#pragma warning restore RS0030
        var table = new FlowTable<ListedSum>(new FlowMemory(), 10_000, 10, 10);
        for (var i = 0; i < 5000; i++)
            table.Sum(table.At(new FlowKey(FlowAddress.FromIPv4((uint)random.Next(1 + random.Next(300))), default, 0, 0, 0), (uint)random.Next(100))).Rows += random.Next(3);
        return table;
    }

    /// <summary>Every eleventh entry is left out.</summary>
    private static long Weight(FlowTable<ListedSum> table, int entry) => entry % 11 == 0 ? -1 : table.Sum(entry).Rows;

    private static IEnumerable<int[]> Naive(FlowTable<ListedSum> table) =>
        Enumerable.Range(0, table.Count).Where(i => Weight(table, i) >= 0).GroupBy(i => table.Key(i).From).Select(group => group.ToArray());

    private static string Text(int[] entries) => string.Join(' ', entries);
}
