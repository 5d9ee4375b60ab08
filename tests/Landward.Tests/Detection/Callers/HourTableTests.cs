using Landward.Detection.Callers;

namespace Landward.Tests.Detection.Callers;

public sealed class HourTableTests
{
    [Fact]
    public void Different_hours_of_a_key_are_counted()
    {
        var table = new HourTable(10);
        foreach (var hour in new[] { 1, 2, 2, 1, 5 })
            table.Add(7, 1UL << hour);
        table.Hours(7).ShouldBe(3);
        table.Hours(8).ShouldBe(0);
    }

    /// <summary>Of too many keys the smallest stay, with all of their hours, whoever saw them and when.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_kept_of_too_many_keys_does_not_depend_on_order_or_workers(int seed)
    {
        const int Capacity = 50;
        var random = new Random(seed);
        var events = Enumerable.Range(0, 4_000).Select(_ => (Key: (ulong)random.Next(1, 400) * 0x9E3779B97F4A7C15, Hours: 1UL << random.Next(24))).ToArray();
        var one = new HourTable(Capacity);
        foreach (var (key, hours) in events)
            one.Add(key, hours);
        random.Shuffle(events);
        var workers = Enumerable.Range(0, 3).Select(_ => new HourTable(Capacity)).ToArray();
        for (var i = 0; i < events.Length; i++)
            workers[random.Next(3)].Add(events[i].Key, events[i].Hours);
        workers[2].Merge(workers[0]);
        workers[2].Merge(workers[1]);

        var exact = events.GroupBy(item => item.Key).ToDictionary(group => group.Key, group => group.Select(item => item.Hours).Distinct().Count());
        var kept = exact.Keys.Order().Take(Capacity).ToHashSet();
        foreach (var (key, hours) in exact)
        {
            one.Hours(key).ShouldBe(kept.Contains(key) ? hours : 0);
            workers[2].Hours(key).ShouldBe(kept.Contains(key) ? hours : 0);
        }
    }
}
