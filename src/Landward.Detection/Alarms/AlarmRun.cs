using System.Collections.Immutable;
using System.Globalization;

namespace Landward.Detection.Alarms;

/// <summary>Evaluates the alarms of a run over their metrics, and makes a finding of every change to ALARM.</summary>
/// <remarks>
/// (1) Values become series; minutes with events and without a match get the filter's default value. (2) Every metric alarm is advanced
/// from its first data to the end of the last minute with data. (3) Composite alarms are evaluated whenever a child has changed, children
/// first.
/// </remarks>
internal sealed class AlarmRun(
    AlarmCatalogue catalogue,
    IReadOnlyDictionary<MetricId, MetricMatches> metrics,
    IReadOnlyCollection<long> minutes,
    FindingCollector findings,
    DetectionTally tally)
{
    private readonly Dictionary<string, AlarmState> _states = new(StringComparer.Ordinal);

    // Of every alarm: the events that its last change to ALARM rests on.
    private readonly Dictionary<string, ImmutableArray<EventMatch>> _cited = new(StringComparer.Ordinal);

    public void Run()
    {
        var series = metrics.ToDictionary(pair => pair.Key, pair => pair.Value.ToSeries());
        AddDefaults(series);
        var end = series.Values.Where(values => !values.IsEmpty).Select(values => values.Starts[^1] + MetricSeries.Minute).DefaultIfEmpty().Max();
        var changes = new List<(AlarmDocument Alarm, AlarmTransition Change)>();
        foreach (var document in catalogue.Alarms)
        {
            _states[document.Id] = AlarmState.InsufficientData;
            if (document.Alarm is { } alarm && series.TryGetValue(alarm.Metric, out var values))
                changes.AddRange(new AlarmTimeline(alarm, values).Advance(end).Select(change => (document, change)));
        }
        var rules = AlarmCatalogue.Rules(catalogue.Alarms);
        var composites = CompositeOrder.Of(rules).Order.Select(id => catalogue.Alarms.First(alarm => alarm.Id == id)).ToArray();
        foreach (var moment in changes.GroupBy(change => change.Change.At).OrderBy(moment => moment.Key))
        {
            foreach (var (document, change) in moment)
                Change(document, change.To, change.At, Cited(document.Alarm!, change), AlarmReason.Of(document.Alarm!, change.Evaluation));
            foreach (var composite in composites)
                Evaluate(composite, moment.Key);
        }
    }

    private void AddDefaults(Dictionary<MetricId, MetricSeries> series)
    {
        foreach (var filter in catalogue.Alarms.Select(alarm => alarm.Filter).OfType<MetricFilter>())
        {
            if (filter.Transformation.DefaultValue is not { } value)
                continue;
            var metric = new MetricId(filter.Transformation.MetricNamespace, filter.Transformation.MetricName, []);
            if (!series.TryGetValue(metric, out var values))
                series.Add(metric, values = new MetricSeries());
            var measured = values.Starts.ToHashSet();
            foreach (var minute in minutes.Order().Select(minute => minute * MetricSeries.Minute).Where(minute => !measured.Contains(minute)))
                values.At(minute).Add(value);
        }
    }

    private void Evaluate(AlarmDocument composite, long at)
    {
        var state = composite.Composite!.Holds(name => _states.TryGetValue(name, out var child) ? child : null) ? AlarmState.Alarm : AlarmState.Ok;
        if (state == _states[composite.Id])
            return;
        var cited = composite.Composite.Children.Where(child => _states[child] == AlarmState.Alarm).SelectMany(child => _cited.GetValueOrDefault(child, []));
        Change(composite, state, at, [.. cited.Distinct().Order()], $"The rule {composite.Composite} became true.");
    }

    private void Change(AlarmDocument document, AlarmState state, long at, ImmutableArray<EventMatch> cited, string reason)
    {
        _states[document.Id] = state;
        if (state != AlarmState.Alarm)
            return;
        _cited[document.Id] = cited;
        var when = DateTimeOffset.FromUnixTimeSeconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (cited.IsEmpty)
            tally.Report(AlarmDiagnostics.WithoutEvents(document.Id, when));
        foreach (var match in cited)
            findings.Add(document.Header, document.Extension, $"{document.Id}\n{at}", match with { Why = $"Alarm {document.Id} went to ALARM at {when}: {reason}" });
    }

    private ImmutableArray<EventMatch> Cited(AlarmDefinition alarm, AlarmTransition change) =>
        metrics.TryGetValue(alarm.Metric, out var matches)
            ? [.. change.Evaluation.Breaching.SelectMany(point => matches.Between(point.Start, point.Start + alarm.Period)).Distinct().Order()]
            : [];

}
