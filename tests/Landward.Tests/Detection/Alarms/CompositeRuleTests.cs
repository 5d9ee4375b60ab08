using Landward.Detection.Alarms;

namespace Landward.Tests.Detection.Alarms;

public sealed class CompositeRuleTests
{
    private static readonly Dictionary<string, AlarmState> States = new(StringComparer.Ordinal)
    {
        ["cpu"] = AlarmState.Alarm,
        ["disk space"] = AlarmState.Ok,
        ["net"] = AlarmState.InsufficientData,
    };

    [Theory]
    [InlineData("ALARM(cpu)", true)]
    [InlineData("ALARM(\"cpu\") AND OK('disk space')", true)]
    [InlineData("ALARM(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:cpu)", true)]
    [InlineData("OK(disk space)", true)]
    [InlineData("NOT ALARM(cpu) OR INSUFFICIENT_DATA(net)", true)]
    [InlineData("ALARM(net) OR ALARM(cpu) AND OK(cpu)", false)]
    [InlineData("(ALARM(net) OR ALARM(cpu)) AND NOT OK(cpu)", true)]
    [InlineData("NOT (TRUE)", false)]
    [InlineData("TRUE AND NOT FALSE", true)]
    [InlineData("alarm(cpu) and true", true)]
    [InlineData("OK(unknown)", false)]
    public void A_rule_combines_states(string text, bool expected)
    {
        var rule = Parse(text);
        rule.Holds(State).ShouldBe(expected);
        Parse(rule.ToString()!).Holds(State).ShouldBe(expected);
        Parse(rule.ToString()!).ToString().ShouldBe(rule.ToString());
    }

    [Theory]
    [InlineData("", 0, "must stand here")]
    [InlineData("ALARM", 5, "in parentheses")]
    [InlineData("ALARM()", 6, "empty")]
    [InlineData("ALARM(cpu", 9, "not closed")]
    [InlineData("ALARM(\"cpu)", 6, "quote")]
    [InlineData("ALARM(cpu) OK(net)", 11, "AND, OR")]
    [InlineData("ALARM(cpu) AND", 14, "must stand here")]
    [InlineData("(ALARM(cpu)", 11, "not closed")]
    [InlineData("BROKEN(cpu)", 0, "must stand here")]
    public void A_wrong_rule_is_refused_with_its_place(string text, int position, string reason)
    {
        var (rule, error) = CompositeRule.Parse(text);
        rule.ShouldBeNull();
        error!.Position.ShouldBe(position);
        error.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Limits_of_CloudWatch_hold()
    {
        CompositeRule.Parse(new string(' ', 10_241)).Error!.Reason.ShouldContain("10240");
        CompositeRule.Parse(string.Join(" OR ", Enumerable.Range(0, 101).Select(i => $"ALARM(a{i})"))).Error!.Reason.ShouldContain("100");
        CompositeRule.Parse(string.Join(" OR ", Enumerable.Repeat("TRUE", 501))).Error!.Reason.ShouldContain("500");
        CompositeRule.Parse(string.Concat(Enumerable.Repeat("NOT ", 3_000)) + "TRUE").Error!.ShouldNotBeNull();
        CompositeRule.Parse(new string('(', 5_000)).Error!.ShouldNotBeNull();
    }

    [Fact]
    public void Composite_alarms_are_ordered_children_first_and_cycles_are_not_evaluated()
    {
        var (order, cyclic) = CompositeOrder.Of(new Dictionary<string, CompositeRule>
        {
            ["top"] = Parse("ALARM(middle) OR ALARM(cpu)"),
            ["middle"] = Parse("ALARM(cpu)"),
            ["a"] = Parse("ALARM(b)"),
            ["b"] = Parse("NOT ALARM(a)"),
            ["above"] = Parse("ALARM(b)"),
        });
        order.ShouldBe(["middle", "top"]);
        cyclic.ShouldBe(["a", "above", "b"]);
    }

    [Fact]
    public void Actions_wait_for_the_suppressor_and_run_when_it_does_not_come()
    {
        var (waiting, act) = ActionSuppression.None.Advance(0, AlarmState.Alarm, suppressorInAlarm: false, waitPeriod: 60, extensionPeriod: 30);
        (waiting.By, act).ShouldBe((SuppressedBy.WaitPeriod, null));
        (waiting, act) = waiting.Advance(30, null, suppressorInAlarm: false, 60, 30);
        act.ShouldBeNull();
        (waiting, act) = waiting.Advance(60, null, suppressorInAlarm: false, 60, 30);
        (waiting.By, act).ShouldBe((SuppressedBy.Nothing, AlarmState.Alarm));
    }

    [Fact]
    public void Actions_stay_suppressed_while_the_suppressor_alarms_and_for_the_extension_after_it()
    {
        var (state, act) = ActionSuppression.None.Advance(0, AlarmState.Alarm, suppressorInAlarm: true, 60, 30);
        (state.By, act).ShouldBe((SuppressedBy.Alarm, null));
        (state, act) = state.Advance(100, null, suppressorInAlarm: false, 60, 30);
        (state.By, act).ShouldBe((SuppressedBy.ExtensionPeriod, null));
        (state, act) = state.Advance(129, null, suppressorInAlarm: false, 60, 30);
        act.ShouldBeNull();
        (state, act) = state.Advance(130, null, suppressorInAlarm: false, 60, 30);
        (state.By, act).ShouldBe((SuppressedBy.Nothing, AlarmState.Alarm));
    }

    [Fact]
    public void Without_periods_actions_run_at_once() =>
        ActionSuppression.None.Advance(0, AlarmState.Alarm, suppressorInAlarm: false, 0, 0).Act.ShouldBe(AlarmState.Alarm);

    private static CompositeRule Parse(string text)
    {
        var (rule, error) = CompositeRule.Parse(text);
        error.ShouldBeNull(error?.ToString());
        return rule!;
    }

    private static AlarmState? State(string name) => States.TryGetValue(name, out var state) ? state : null;
}
