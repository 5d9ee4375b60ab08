using Landward.Detection;

namespace Landward.Tests.Detection.Lists;

public sealed class RangeIndexTests
{
    [Fact]
    public void Narrowest_range_around_a_number_wins_as_a_scan_of_all_of_them_says()
    {
        var random = new Random(LongSuite.Seed);
        for (var round = 0; round < LongSuite.Times(40); round++)
        {
            // Small numbers make overlaps, large ones reach the ends of the type.
            var scale = round % 2 == 0 ? 1u : 16_843_009u;
            var ranges = Enumerable.Range(0, random.Next(1, 30))
                .Select(number => (First: (uint)random.Next(0, 256), Width: (uint)random.Next(0, 60), number))
                .Select(item => new ValuedRange<uint>(item.First * scale, Math.Min(255u, item.First + item.Width) * scale, item.number))
                .ToArray();
            var index = new RangeIndex<uint>(ranges);
            for (var probe = 0u; probe < 256; probe++)
            {
                var number = probe * scale;
                var expected = ranges.Where(range => range.First <= number && number <= range.Last).OrderBy(range => range.Last - range.First).ThenBy(range => range.Value).ToArray();
                index.TryFind(number, out var value).ShouldBe(expected.Length > 0, $"seed {LongSuite.Seed}, round {round}, {number}");
                if (expected.Length > 0)
                    value.ShouldBe(expected[0].Value, $"seed {LongSuite.Seed}, round {round}, {number}");
            }
        }
    }

    [Fact]
    public void Nothing_is_found_in_nothing()
    {
        new RangeIndex<UInt128>([]).TryFind(UInt128.MaxValue, out _).ShouldBeFalse();
    }

    [Fact]
    public void Whole_space_is_one_range()
    {
        var index = new RangeIndex<UInt128>([new ValuedRange<UInt128>(0, UInt128.MaxValue, 7), new ValuedRange<UInt128>(5, 5, 8)]);
        index.TryFind(UInt128.MaxValue, out var last).ShouldBeTrue();
        index.TryFind(5, out var inner).ShouldBeTrue();
        index.TryFind(6, out var after).ShouldBeTrue();
        (last, inner, after).ShouldBe((7, 8, 7));
    }
}
