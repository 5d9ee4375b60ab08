using Landward.Sandbox.Clock;

namespace Landward.Tests.Sandbox.Clock;

public sealed class SandboxClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _real = new(Start);

    [Fact]
    public void It_runs_with_the_real_clock_and_keeps_the_steps()
    {
        var clock = new SandboxClock(_real);
        clock.Step(TimeSpan.FromHours(2));
        _real.Advance(TimeSpan.FromMinutes(1));

        clock.GetUtcNow().ShouldBe(Start.AddHours(2).AddMinutes(1));
    }

    [Fact]
    public void Frozen_it_stands_still_steps_when_told_and_runs_on_from_there()
    {
        var clock = new SandboxClock(_real);
        clock.Freeze(true);
        _real.Advance(TimeSpan.FromHours(1));
        clock.GetUtcNow().ShouldBe(Start);

        clock.Step(TimeSpan.FromMinutes(5));
        clock.GetUtcNow().ShouldBe(Start.AddMinutes(5));

        clock.Freeze(false);
        _real.Advance(TimeSpan.FromMinutes(1));
        clock.GetUtcNow().ShouldBe(Start.AddMinutes(6));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_can_be_set(bool frozen)
    {
        var clock = new SandboxClock(_real);
        clock.Freeze(frozen);

        clock.Set(Start.AddYears(1));

        clock.GetUtcNow().ShouldBe(Start.AddYears(1));
        clock.IsFrozen.ShouldBe(frozen);
    }

    [Fact]
    public void It_never_steps_back() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SandboxClock(_real).Step(TimeSpan.FromSeconds(-1)));

    private sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
    {
        private DateTimeOffset _now = start;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan by) => _now += by;
    }

    [Fact]
    public void It_refuses_years_it_could_not_show_and_goes_on_as_before()
    {
        var clock = new SandboxClock(_real);
        clock.Set(SandboxClock.Latest.AddDays(-1));

        Should.Throw<ArgumentOutOfRangeException>(() => clock.Step(TimeSpan.FromDays(2)));
        Should.Throw<ArgumentOutOfRangeException>(() => clock.Set(DateTimeOffset.MaxValue));
        Should.Throw<ArgumentOutOfRangeException>(() => clock.Set(DateTimeOffset.MinValue));

        clock.GetUtcNow().ShouldBe(SandboxClock.Latest.AddDays(-1));
    }
}
