using Landward.Sandbox.Trails;

namespace Landward.Tests.Sandbox.Trails;

public sealed class EventLogTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(250)]
    public void It_keeps_the_newest_events_up_to_its_capacity(int added)
    {
        var log = Filled(100, added);
        var kept = Enumerable.Range(1, added).TakeLast(100).Select(number => (long)number).ToList();

        log.LastSequence.ShouldBe(added);
        log.Since(0).Select(item => item.Sequence).ShouldBe(kept);
        log.Newest("111122223333", "eu-west-1").Select(item => item.Sequence).ShouldBe(Enumerable.Reverse(kept));
    }

    [Fact]
    public void It_answers_what_came_after_an_event_as_far_as_the_limit()
    {
        var log = Filled(100, 230);

        log.Since(200, 3).Select(item => item.Sequence).ShouldBe([201, 202, 203]);
        log.Since(229).Select(item => item.Sequence).ShouldBe([230]);
        log.Since(230).ShouldBeEmpty();
        log.Since(500).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_answered_stays_when_more_is_added_or_all_is_cleared()
    {
        var log = Filled(3, 3);
        var before = log.Since(0);

        log.Add(Event(4));
        log.Clear();

        before.Select(item => item.Sequence).ShouldBe([1, 2, 3]);
        log.Since(0).ShouldBeEmpty();
        log.LastSequence.ShouldBe(0);
    }

    [Fact]
    public void Newest_is_of_one_account_and_Region()
    {
        var log = Filled(10, 3);
        log.Add(Event(4, "222233334444"));
        log.Add(Event(5, region: "us-east-1"));

        log.Newest("111122223333", "eu-west-1").Select(item => item.Sequence).ShouldBe([3, 2, 1]);
    }

    [Fact]
    public void A_log_without_room_knows_the_sequence_only()
    {
        var log = Filled(0, 2);

        log.Since(0).ShouldBeEmpty();
        log.LastSequence.ShouldBe(2);
    }

    private static EventLog Filled(int capacity, int events)
    {
        var log = new EventLog(capacity);
        for (var number = 1; number <= events; number++)
            log.Add(Event(number));
        return log;
    }

    private static RecordedEvent Event(long sequence, string account = "111122223333", string region = "eu-west-1") =>
        new(sequence, account, region, DateTimeOffset.UnixEpoch, [])
        {
            EventId = $"event-{sequence}",
            EventName = "CreateUser",
            EventSource = "iam.amazonaws.com",
            IsReadOnly = false,
            IsManagement = true,
        };
}
