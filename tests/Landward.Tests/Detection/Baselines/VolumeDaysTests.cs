using System.Runtime.CompilerServices;
using Landward.Detection.Baselines;

namespace Landward.Tests.Detection.Baselines;

public sealed class VolumeDaysTests
{
    [Fact]
    public void Newest_days_are_kept_with_all_that_was_counted_in_whatever_order_they_come()
    {
        var random = new Random(LongSuite.Seed);
        var events = Enumerable.Range(0, 4000).Select(_ => (uint)random.Next(2000)).ToArray();
        var expected = events.GroupBy(day => day).OrderByDescending(day => day.Key).Take(VolumeDays.MaxDays).Select(day => (day.Key, (ulong)day.Count())).Reverse().ToArray();
        expected.Length.ShouldBe(VolumeDays.MaxDays);
        for (var round = 0; round < 3; round++)
        {
            var days = new VolumeDays();
            random.Shuffle(events);
            foreach (var day in events)
            {
                ref var volume = ref days.GetOrAdd(day);
                if (!Unsafe.IsNullRef(ref volume))
                    volume.Amount++;
            }
            days.All.ToArray().Select(day => (day.Day, day.Amount)).ShouldBe(expected);
        }
    }

    [Fact]
    public void Days_are_found_and_removed()
    {
        var days = new VolumeDays();
        foreach (var day in new uint[] { 5, 3, 9, 4 })
            days.GetOrAdd(day).Amount = day * 10;
        days.Remove(4);
        days.Remove(7);
        days.All.ToArray().Select(day => (day.Day, day.Amount)).ShouldBe([(3u, 30ul), (5u, 50ul), (9u, 90ul)]);
        (days.Find(9).Amount, days.Find(4).Amount).ShouldBe((90ul, 0ul));
    }
}
