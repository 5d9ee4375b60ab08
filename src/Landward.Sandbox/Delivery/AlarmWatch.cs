using System.Text.Json.Nodes;
using Landward.Detection.Alarms;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services;
using Landward.Sandbox.Services.CloudWatch;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Delivery;

/// <summary>
/// Evaluates alarms as the sandbox's clock passes, metric alarms at each of their intervals and composite alarms after them, and runs the
/// actions of those that change. Used under the engine's gate.
/// </summary>
internal sealed class AlarmWatch(ServiceCalls services, AlarmActions actions)
{
    /// <summary>The shortest interval between two evaluations, in seconds.</summary>
    private const int Tick = 10;

    /// <summary>How far back evaluations are made up for after a start; longer ago nobody saw them.</summary>
    private const int LongestGap = 3 * 3_600;

    private readonly Dictionary<string, long> _evaluated = new(StringComparer.Ordinal);
    private long _tick = services.Parts.Clock.GetUtcNow().ToUnixTimeSeconds() / Tick;

    /// <summary>Whether the clock has passed a tick since the last evaluation (or was set back). May be asked outside the gate.</summary>
    public bool IsDue(DateTimeOffset now) => now.ToUnixTimeSeconds() / Tick != Interlocked.Read(ref _tick);

    /// <summary>Evaluates what is due.</summary>
    public void Evaluate(StateTransaction state)
    {
        var now = services.Parts.Clock.GetUtcNow().ToUnixTimeSeconds();
        if (now / Tick < Interlocked.Read(ref _tick))
            _evaluated.Clear();
        Interlocked.Exchange(ref _tick, now / Tick);
        var alarms = state.List(AlarmTable.Partition);
        foreach (var (id, alarm) in alarms)
        {
            if (!AlarmTable.IsComposite(alarm))
                EvaluateMetric(state, id, alarm, now);
        }
        foreach (var composites in alarms.Where(entry => AlarmTable.IsComposite(entry.Value)).GroupBy(entry => AlarmTable.Prefix(entry.Value.RequiredText("Account"), entry.Value.RequiredText("Region"))))
            EvaluateComposites(state, composites.Key, composites.ToDictionary(entry => entry.Value.RequiredText("AlarmName"), entry => entry.Key, StringComparer.Ordinal), now);
    }

    /// <summary>Runs the actions of alarms whose state a call has set.</summary>
    public void RunPending(StateTransaction state)
    {
        foreach (var (id, alarm) in state.List(AlarmTable.Partition).Where(entry => entry.Value[AlarmTable.Pending] is not null))
        {
            var copy = alarm.Copy();
            copy.Remove(AlarmTable.Pending);
            var from = AlarmStates.Parse(alarm.Text(AlarmTable.Pending)) ?? AlarmState.InsufficientData;
            state.Put(AlarmTable.Partition.Key(id), copy);
            actions.Announce(state, copy, from, services.Parts.Clock.GetUtcNow());
            actions.Run(state, copy, from, services.Parts.Clock.GetUtcNow());
        }
    }

    private void EvaluateMetric(StateTransaction state, string id, JsonObject alarm, long now)
    {
        if (AlarmTable.Read(alarm).Alarm is not { } definition)
            return;
        var since = _evaluated.TryGetValue(id, out var last)
            ? last
            : Math.Max(alarm.Time("StateUpdatedTimestamp")?.ToUnixTimeSeconds() ?? now, now - LongestGap);
        var from = since - ((long)definition.EvaluationRange * definition.Period) - definition.Period;
        var series = MetricStore.Series(state, alarm.RequiredText("Account"), alarm.RequiredText("Region"), definition.Metric, from);
        var timeline = new AlarmTimeline(definition, series, since / definition.EvaluationInterval * definition.EvaluationInterval) { State = AlarmTable.State(alarm) };
        foreach (var change in timeline.Advance(now))
            Change(state, id, change, definition);
        _evaluated[id] = Math.Max(since, now / definition.EvaluationInterval * definition.EvaluationInterval);
    }

    private void Change(StateTransaction state, string id, AlarmTransition change, AlarmDefinition definition)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(change.At);
        var copy = state.Find(AlarmTable.Partition.Key(id))!.Copy();
        copy["StateReasonData"] = new JsonObject
        {
            ["version"] = "1.0",
            ["queryDate"] = SandboxTime.Format(at),
            ["statistic"] = definition.Statistic.ToString(),
            ["period"] = definition.Period,
            ["recentDatapoints"] = change.Evaluation.Evaluated.Select(point => (JsonNode?)JsonValue.Create(point.Value)).ToJsonArray(),
            ["threshold"] = definition.Threshold,
        }.ToJsonString();
        Move(state, id, copy, change.To, AlarmReason.Of(definition, change.Evaluation), at);
        actions.Run(state, copy, change.From, at);
    }

    private void EvaluateComposites(StateTransaction state, string prefix, Dictionary<string, string> ids, long now)
    {
        var rules = new Dictionary<string, CompositeRule>(StringComparer.Ordinal);
        foreach (var (name, id) in ids)
        {
            if (CompositeRule.Parse(state.Find(AlarmTable.Partition.Key(id))!.RequiredText("AlarmRule")).Rule is { } rule)
                rules.Add(name, rule);
        }
        foreach (var name in CompositeOrder.Of(rules).Order)
        {
            var alarm = state.Find(AlarmTable.Partition.Key(ids[name]))!.Copy();
            var from = AlarmTable.State(alarm);
            var to = rules[name].Holds(child => StateOf(state, prefix, child)) ? AlarmState.Alarm : AlarmState.Ok;
            var at = DateTimeOffset.FromUnixTimeSeconds(now);
            if (to != from)
                Move(state, ids[name], alarm, to, $"{alarm.Text("AlarmRule")} is {(to == AlarmState.Alarm ? "true" : "false")}", at);
            Suppress(state, prefix, ids[name], alarm, from, to, at);
        }
    }

    /// <summary>Runs a composite alarm's actions unless its suppressor keeps them.</summary>
    private void Suppress(StateTransaction state, string prefix, string id, JsonObject alarm, AlarmState from, AlarmState to, DateTimeOffset at)
    {
        if (alarm.Text("ActionsSuppressor") is not { } suppressor)
        {
            if (to != from)
                actions.Run(state, alarm, from, at);
            return;
        }
        var stored = alarm.Structure(AlarmTable.Suppression);
        var current = stored is null
            ? ActionSuppression.None
            : new ActionSuppression(Enum.Parse<SuppressedBy>(stored.RequiredText("By")), AlarmStates.Parse(stored.Text("State")), stored.Number("Since") ?? 0);
        var name = suppressor.StartsWith("arn:", StringComparison.Ordinal) ? suppressor[(suppressor.LastIndexOf(':') + 1)..] : suppressor;
        var (next, act) = current.Advance(
            at.ToUnixTimeSeconds(),
            to == from ? null : to,
            StateOf(state, prefix, name) == AlarmState.Alarm,
            (int)(alarm.Number("ActionsSuppressorWaitPeriod") ?? 0),
            (int)(alarm.Number("ActionsSuppressorExtensionPeriod") ?? 0));
        if (next != current)
        {
            if (next.By == SuppressedBy.Nothing)
                alarm.Remove(AlarmTable.Suppression);
            else
                alarm[AlarmTable.Suppression] = new JsonObject { ["By"] = next.By.ToString(), ["State"] = next.Pending?.Name(), ["Since"] = next.Since };
            state.Put(AlarmTable.Partition.Key(id), alarm);
        }
        if (act is not null && act == to)
            actions.Run(state, alarm, from, at);
    }

    private void Move(StateTransaction state, string id, JsonObject alarm, AlarmState to, string reason, DateTimeOffset at)
    {
        var from = AlarmTable.State(alarm);
        alarm["StateValue"] = to.Name();
        alarm["StateReason"] = reason;
        alarm["StateUpdatedTimestamp"] = SandboxTime.Format(at);
        alarm["StateTransitionedTimestamp"] = SandboxTime.Format(at);
        state.Put(AlarmTable.Partition.Key(id), alarm);
        actions.Announce(state, alarm, from, at);
    }

    private static AlarmState? StateOf(StateTransaction state, string prefix, string name) =>
        state.Find(AlarmTable.Partition.Key(prefix + name)) is { } alarm ? AlarmTable.State(alarm) : null;
}
