using Landward.Detection.Callers;

namespace Landward.Tests.Detection.Callers;

public sealed class SessionOriginsTests
{
    [Fact]
    public void Session_that_nobody_began_in_the_logs_is_not_known() => new SessionOrigins(10).Find(5).ShouldBeNull();

    [Fact]
    public void Who_began_a_session_is_found_after_merging()
    {
        var one = new SessionOrigins(10);
        var other = new SessionOrigins(10);
        other.Add(5, new Caller(CallerKind.MultiFactor));
        one.Merge(other);
        one.Find(5).ShouldBe(new Caller(CallerKind.MultiFactor));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Of_too_many_sessions_the_rest_was_begun_by_an_unknown_caller_whatever_the_order(int seed)
    {
        const int Capacity = 20;
        var random = new Random(seed);
        var sessions = Enumerable.Range(1, 200).Select(n => (ulong)n * 0x9E3779B97F4A7C15).ToArray();
        var kept = sessions.Order().Take(Capacity).ToHashSet();
        random.Shuffle(sessions);
        var workers = new[] { new SessionOrigins(Capacity), new SessionOrigins(Capacity) };
        foreach (var session in sessions)
            workers[random.Next(2)].Add(session, new Caller(CallerKind.LongTerm, Place: session));
        workers[0].Merge(workers[1]);
        foreach (var session in sessions)
            workers[0].Find(session).ShouldBe(kept.Contains(session) ? new Caller(CallerKind.LongTerm, Place: session) : default);
    }

    [Fact]
    public void Session_that_two_callers_seem_to_have_begun_has_the_same_one_in_any_order()
    {
        var (a, b) = (new Caller(CallerKind.LongTerm, Place: 1), new Caller(CallerKind.MultiFactor));
        var one = new SessionOrigins(10);
        one.Add(5, a);
        one.Add(5, b);
        var other = new SessionOrigins(10);
        other.Add(5, b);
        other.Add(5, a);
        one.Find(5).ShouldBe(other.Find(5));
    }
}
