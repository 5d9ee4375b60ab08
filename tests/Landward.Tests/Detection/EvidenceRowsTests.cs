using FsCheck;
using FsCheck.Fluent;
using Landward.Detection;

namespace Landward.Tests.Detection;

public sealed class EvidenceRowsTests
{
    private static readonly EvidenceContext[] Contexts = [new("s", "n", null, "a"), new("s", "n", null, "b")];

    /// <summary>Against sorting everything: whatever comes, in whatever order, however often.</summary>
    [Fact]
    public void A_window_cites_the_oldest_and_the_newest_events_each_once_from_its_first_origin() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new System.Random(seed);
            var capacity = random.Next(1, 9);
            var rows = Enumerable.Range(0, random.Next(1, 40)).Select(_ => Row(random)).ToArray();
            var window = new EvidenceWindow(capacity);
            foreach (var row in rows)
                window.Add(row);

            var events = rows.GroupBy(row => row.ToEvidence().EventId).Select(group => group.OrderBy(row => row.Context.Origin).First().ToEvidence()).OrderBy(evidence => evidence.Time).ToArray();
            var cited = events.Take(Math.Max(1, capacity - (capacity / 2))).Concat(events.TakeLast(Math.Max(1, capacity / 2))).Distinct();
            window.ToEvidence().ToArray().ShouldBe(cited.OrderBy(evidence => evidence.Time).ToArray(), $"seed {seed}");
            window.Last.ToEvidence().EventId.ShouldBe(events[^1].EventId);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongSuite.Times(300)));

    /// <summary>An event's time follows from its id, as that of an event delivered twice does.</summary>
    private static EvidenceRow Row(System.Random random)
    {
        var number = random.Next(25);
        return new EvidenceRow(number * TimeSpan.TicksPerSecond, new Guid(number, 0, 0, new byte[8]), Contexts[random.Next(2)]);
    }
}
