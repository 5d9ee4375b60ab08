using FsCheck;
using FsCheck.Fluent;
using Landward.Detection;

namespace Landward.Tests.Detection;

public sealed class NumberTableTests
{
    /// <summary>Against the framework's dictionary, with keys that collide.</summary>
    [Fact]
    public void Finds_what_was_added_and_nothing_else() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new System.Random(seed);
            var table = new NumberTable();
            var expected = new Dictionary<ulong, int>();
            for (var i = 0; i < 300; i++)
            {
                var key = (ulong)random.Next(1, 100) << (random.Next(2) * 40);
                table.Find(key).ShouldBe(expected.GetValueOrDefault(key, -1));
                if (expected.TryAdd(key, i))
                    table.Add(key, i);
            }
            table.Count.ShouldBe(expected.Count);
            foreach (var (key, number) in expected)
                table.Find(key).ShouldBe(number);
            table.Clear();
            (table.Count, table.Find(expected.Keys.First())).ShouldBe((0, -1));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongSuite.Times(30)));
}
