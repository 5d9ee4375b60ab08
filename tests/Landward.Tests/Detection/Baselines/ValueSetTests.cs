using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Landward.Detection.Baselines;

namespace Landward.Tests.Detection.Baselines;

public sealed class ValueSetTests
{
    private const int Limit = 8;

    [Fact]
    public void Values_seen_first_are_kept_in_whatever_order_they_come_and_however_they_are_split() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Value, ushort Time)[]>(), ArbMap.Default.ArbFor<int>(), (events, seed) =>
        {
            var random = new Random(seed);
            var expected = events.GroupBy(item => item.Value % 40).Select(group => (Text: $"v{group.Key:D2}", First: (uint)group.Min(item => item.Time)))
                .OrderBy(row => row.First).ThenBy(row => row.Text, StringComparer.Ordinal).Take(Limit).ToArray();

            var whole = Fill(events.OrderBy(_ => random.Next()));
            var left = Fill(events.Where((_, i) => i % 2 == 0));
            left.Merge(Fill(events.Where((_, i) => i % 2 == 1).Reverse()));

            foreach (var set in new[] { whole, left })
            {
                set.Oldest().Select(row => (row.Text, row.First)).ShouldBe(expected);
                (set.Overflowed || expected.Length < Limit || events.Select(item => item.Value % 40).Distinct().Count() == Limit).ShouldBeTrue();
            }
        }).Check(LongSuite.Random);

    [Fact]
    public void Counts_and_last_times_add_up_while_nothing_was_dropped()
    {
        var set = new ValueSet(Limit);
        foreach (var time in new uint[] { 50, 10, 90 })
            set.Touch(PrincipalTable.KeyOf("v"), "v"u8, time, 1);
        var row = set.Oldest().ShouldHaveSingleItem();
        (row.First, row.Last, row.Count).ShouldBe((10u, 90u, 3u));
        set.Overflowed.ShouldBeFalse();
    }

    private static ValueSet Fill(IEnumerable<(byte Value, ushort Time)> events)
    {
        var set = new ValueSet(Limit);
        foreach (var (value, time) in events)
        {
            var text = $"v{value % 40:D2}";
            set.Touch(PrincipalTable.KeyOf(text), Encoding.UTF8.GetBytes(text), time, 1);
        }
        return set;
    }
}
