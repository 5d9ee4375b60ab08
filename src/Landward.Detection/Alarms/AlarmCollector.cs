using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Landward.Logs;
using Landward.Rules.MetricFilters;

namespace Landward.Detection.Alarms;

/// <summary>
/// What one worker gathers for alarms: the events that metric filters count. All logs of a run are one log group, as the organization's
/// trail delivers them. Gathering is commutative and can be merged; alarms are evaluated in event time when everything is read.
/// </summary>
internal sealed class AlarmCollector
{
    /// <summary>CloudWatch may disable a filter that makes a thousand different dimension values an hour.</summary>
    private const int MaxMetrics = 1_000;

    /// <summary>More than a year has.</summary>
    private const int MaxMinutes = 600_000;

    /// <summary>What the value of a match costs of the room.</summary>
    private const int MatchCost = 2;

    private readonly AlarmCatalogue _catalogue;
    private readonly ImmutableArray<(AlarmDocument Document, MetricFilter Filter)> _filters;
    private readonly AlarmFilterIndex _index;
    private readonly bool _needsEveryMinute;
    private readonly AlarmEventFields _fields = new();
    private readonly Dictionary<MetricId, MetricMatches> _metrics = [];
    private readonly Dictionary<int, MetricId> _withoutDimensions = [];
    private readonly HashSet<long> _minutes = [];
    private RoomShare _room;
    private bool _overflowed;

    /// <param name="room">That of the run, for alarms.</param>
    public AlarmCollector(AlarmCatalogue catalogue, EventRoom room)
    {
        _catalogue = catalogue;
        _room = new RoomShare(room);
        _filters = [.. catalogue.Alarms.Where(alarm => alarm.Filter is not null).Select(alarm => (alarm, alarm.Filter!))];
        _index = new AlarmFilterIndex([.. _filters.Select(entry => entry.Filter)]);
        _needsEveryMinute = _filters.Any(entry => entry.Filter.Transformation.DefaultValue is not null);
    }

    /// <summary>Counts the event where filters match it.</summary>
    public void See(CloudTrailEvent @event, string origin)
    {
        if (_needsEveryMinute && _minutes.Count < MaxMinutes)
            _minutes.Add(EventActor.Time(@event).ToUnixTimeSeconds() / MetricSeries.Minute);
        var candidates = _index.Candidates(@event.Span(CloudTrailField.EventName));
        if (candidates.Length == 0)
            return;
        _fields.Set(@event);
        JsonDocument? document = null;
        foreach (var candidate in candidates)
        {
            var filter = _filters[candidate].Filter;
            var answer = filter.Pattern.Ask(_fields);
            if (answer == FilterAnswer.Unknown)
            {
                if (filter.Pattern.IsJson)
                    document ??= FilterPattern.Document(@event.Json);
                answer = Matches(filter.Pattern, @event, document) ? FilterAnswer.Yes : FilterAnswer.No;
            }
            if (answer == FilterAnswer.Yes)
                Count(candidate, @event, origin);
        }
        document?.Dispose();
    }

    public void Merge(AlarmCollector other)
    {
        foreach (var (metric, matches) in other._metrics)
        {
            if (_metrics.TryGetValue(metric, out var mine))
                mine.Merge(matches);
            else
                _metrics.Add(metric, matches);
        }
        _minutes.UnionWith(other._minutes);
        _overflowed |= other._overflowed;
    }

    public void Finish(FindingCollector findings, DetectionTally tally)
    {
        if (_overflowed)
            tally.Report(AlarmDiagnostics.TooManyMatches());
        new AlarmRun(_catalogue, _metrics, _minutes, findings, tally).Run();
    }

    private static bool Matches(FilterPattern pattern, CloudTrailEvent @event, JsonDocument? document) =>
        pattern.IsJson ? document is not null && pattern.Matches(document.RootElement) : pattern.Matches(@event.Json);

    private void Count(int position, CloudTrailEvent @event, string origin)
    {
        var (document, filter) = _filters[position];
        if (Metric(position, filter, @event) is not { } metric || Value(filter, @event) is not { } value)
            return;
        if (!_metrics.TryGetValue(metric, out var matches))
        {
            if (_overflowed |= _metrics.Count >= MaxMetrics)
                return;
            _metrics.Add(metric, matches = new MetricMatches());
        }
        if (_overflowed |= !_room.TryUse(0))
            return;
        var second = EventActor.Time(@event).ToUnixTimeSeconds();
        if (!matches.Add(Key(position, @event), second, value))
            return;
        _room.Use(MatchCost + matches.Cite(second, () => EventMatchReader.Read(@event, document.Extension, origin)));
    }

    /// <summary>The metric the event counts for; null where it lacks a dimension's field, and then nothing is published.</summary>
    private MetricId? Metric(int position, MetricFilter filter, CloudTrailEvent @event)
    {
        var transformation = filter.Transformation;
        if (transformation.Dimensions.IsEmpty)
        {
            if (!_withoutDimensions.TryGetValue(position, out var plain))
                _withoutDimensions.Add(position, plain = new MetricId(transformation.MetricNamespace, transformation.MetricName, []));
            return plain;
        }
        var dimensions = new List<KeyValuePair<string, string>>();
        foreach (var (name, field) in transformation.Dimensions)
        {
            if (field.Read(filter.Pattern, @event.Json) is not { Length: > 0 } value)
                return null;
            dimensions.Add(KeyValuePair.Create(name, value));
        }
        return new MetricId(transformation.MetricNamespace, transformation.MetricName, dimensions);
    }

    private static double? Value(MetricFilter filter, CloudTrailEvent @event) =>
        filter.Transformation.ValueField is { } field ? FieldReference.Number(field.Read(filter.Pattern, @event.Json)) : filter.Transformation.Number;

    private static UInt128 Key(int position, CloudTrailEvent @event)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var id = @event.Span(CloudTrailField.EventId);
        SHA256.HashData(id.IsEmpty ? @event.Json.Span : id, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash) + (UInt128)position;
    }
}
