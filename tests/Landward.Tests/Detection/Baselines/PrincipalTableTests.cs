using System.Text;
using Landward.Detection.Baselines;

namespace Landward.Tests.Detection.Baselines;

public sealed class PrincipalTableTests
{
    [Fact]
    public void Rows_have_room_for_every_dimension() => DimensionValues.Length.ShouldBe(Enum.GetValues<BaselineDimension>().Length);

    [Fact]
    public void Who_is_left_out_depends_on_the_principals_and_not_on_their_order()
    {
        var names = Enumerable.Range(0, 500).Select(i => $"arn:aws:iam::111122223333:role/r{i}").ToArray();
        var random = new Random(LongSuite.Seed);
        var expected = names.OrderBy(PrincipalHistory.RankOf).Take(60).Order(StringComparer.Ordinal).ToArray();
        for (var round = 0; round < 10; round++)
        {
            var shuffled = names.OrderBy(_ => random.Next()).ToArray();
            var table = Table(shuffled.Take(200).Concat(shuffled.Take(90)));
            table.Merge(Table(shuffled.Skip(150)));
            table.All.Select(principal => principal.Text).Order(StringComparer.Ordinal).ShouldBe(expected);
            table.Overflowed.ShouldBeTrue();
        }
    }

    [Fact]
    public void Workers_that_put_their_principals_aside_keep_the_same_ones_and_all_they_know()
    {
        var names = Enumerable.Range(0, 300).Select(i => $"arn:aws:iam::111122223333:role/r{i}").ToArray();
        var random = new Random(LongSuite.Seed);
        var expected = names.OrderBy(PrincipalHistory.RankOf).Take(60).Order(StringComparer.Ordinal).ToArray();
        for (var round = 0; round < 10; round++)
        {
            var whole = new PrincipalTable(maxPrincipals: 60, maxCost: 1_000_000);
            var workers = new[] { Table([]), Table([]), Table([]) };
            foreach (var (i, name) in names.Concat(names).OrderBy(_ => random.Next()).Index())
            {
                var worker = workers[i % 3];
                if (worker.Exceeds(12, int.MaxValue))
                {
                    whole.Take(worker);
                    worker.All.ShouldBeEmpty();
                }
                worker.GetOrAdd(PrincipalTable.KeyOf(name), Encoding.UTF8.GetBytes(name))?.Set(BaselineDimension.Region).Touch(1, "r"u8, (uint)i, 1);
            }
            foreach (var worker in workers)
                whole.Take(worker);
            whole.All.Select(principal => principal.Text).Order(StringComparer.Ordinal).ShouldBe(expected);
            whole.All.ShouldAllBe(principal => principal.Find(BaselineDimension.Region)!.Oldest().Single().Count == 2);
        }
    }

    [Fact]
    public void Rows_are_bounded_too_and_the_same_principals_stay()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"arn:aws:iam::111122223333:user/u{i}").ToArray();
        var expected = names.OrderBy(PrincipalHistory.RankOf).Take(25).Order(StringComparer.Ordinal).ToArray();
        foreach (var order in new[] { names, [.. names.Reverse()] })
        {
            var table = new PrincipalTable(maxPrincipals: 1000, maxCost: 125);
            foreach (var name in order)
            {
                for (var value = 0; value < 4; value++)
                {
                    var text = Encoding.UTF8.GetBytes($"region-{value}");
                    if (table.GetOrAdd(PrincipalTable.KeyOf(name), Encoding.UTF8.GetBytes(name)) is not { } principal)
                        break;
                    principal.Set(BaselineDimension.Region).Touch(PrincipalTable.KeyOf(text), text, 1, 1);
                    table.Charge(1);
                }
            }
            table.Trim();
            table.All.Select(principal => principal.Text).Order(StringComparer.Ordinal).ShouldBe(expected);
        }
    }

    private static PrincipalTable Table(IEnumerable<string> names)
    {
        var table = new PrincipalTable(maxPrincipals: 60, maxCost: 1_000_000);
        foreach (var name in names)
            table.GetOrAdd(PrincipalTable.KeyOf(name), Encoding.UTF8.GetBytes(name))?.See(1, 2);
        return table;
    }
}
