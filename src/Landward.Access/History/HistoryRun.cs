using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Landward.Logs;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.History;

/// <summary>The state of one reading of recorded calls.</summary>
internal sealed class HistoryRun
{
    /// <summary>Fingerprints remembered; when there are more, all are forgotten and events are mapped again.</summary>
    private const int MaxFingerprints = 1 << 20;

    private const int MaxUnmapped = 10_000;

    // What stands for classes in a fingerprint's list: no room for the class; from the next number down, an event that was not mapped.
    private const int NoRoom = -1;
    private const int FirstUnmapped = -2;

    private readonly HistoryOptions _options;
    private readonly EventResources _resources = new();
    private readonly EventFields _fields;
    private readonly CallClasses _classes;
    private readonly Dictionary<UInt128, int[]> _seen = [];
    private readonly Dictionary<(string Source, string Name, string Reason, bool IsCall), int> _unmappedIndexes = [];
    private readonly List<long> _unmappedCounts = [];
    private readonly List<string> _origins = [];
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly long _since;
    private long _events;
    private int _files;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;
    private long _uncounted;
    private bool _hasDataEvents;

    public HistoryRun(HistoryOptions options, IamFacts facts)
    {
        _options = options;
        _fields = new EventFields(options, new EventActions(facts));
        _classes = new CallClasses(options.MaxClasses);
        _since = options.Since?.UtcTicks ?? long.MinValue;
    }

    public void StartSource(string origin) => _origins.Add(origin);

    public void EndSource(CloudTrailReader reader)
    {
        _files += reader.Opened ? 1 : 0;
        _events += reader.EventsRead;
        _diagnostics.AddRange(reader.Diagnostics);
    }

    public void Add(CloudTrailEvent @event)
    {
        var time = EventTimeText.Read(@event.Span(CloudTrailField.EventTime));
        if (time is { } known)
        {
            if (known < _since)
                return;
            _first = Math.Min(_first, known);
            _last = Math.Max(_last, known);
        }
        var shape = _fields.Shape(@event);
        var fingerprint = _fields.Fingerprint(@event, shape);
        if (!_seen.TryGetValue(fingerprint, out var classes))
        {
            if (_seen.Count >= MaxFingerprints)
                _seen.Clear();
            _seen[fingerprint] = classes = Map(@event, shape);
        }
        Count(classes, @event, time);
    }

    /// <summary>Adds what another run found. The other is not used afterwards.</summary>
    public void Join(HistoryRun other)
    {
        _uncounted += other._uncounted + _classes.Join(other._classes, _origins.Count);
        _origins.AddRange(other._origins);
        foreach (var (key, index) in other._unmappedIndexes)
            _unmappedCounts[FirstUnmapped - Unmapped(key)[0]] += other._unmappedCounts[index];
        _diagnostics.AddRange(other._diagnostics);
        _events += other._events;
        _files += other._files;
        _first = Math.Min(_first, other._first);
        _last = Math.Max(_last, other._last);
        _hasDataEvents |= other._hasDataEvents;
    }

    public CallHistory Finish()
    {
        if (_uncounted > 0)
            _diagnostics.Add(HistoryDiagnostics.TooManyClasses(_options.MaxClasses, _uncounted));
        return new CallHistory
        {
            Calls = _classes.ToCalls(_origins),
            Unmapped =
            [
                .. _unmappedIndexes.Select(pair => new UnmappedCalls(pair.Key.Source, pair.Key.Name, pair.Key.Reason, pair.Key.IsCall, _unmappedCounts[pair.Value]))
                    .OrderByDescending(calls => calls.Count).ThenBy(calls => calls.EventSource, StringComparer.Ordinal).ThenBy(calls => calls.EventName, StringComparer.Ordinal),
            ],
            Events = _events,
            Files = _files,
            First = _first == long.MaxValue ? null : new DateTimeOffset(_first, TimeSpan.Zero),
            Last = _last == long.MinValue ? null : new DateTimeOffset(_last, TimeSpan.Zero),
            HasDataEvents = _hasDataEvents,
            Partial = _uncounted > 0 || _diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error),
            Diagnostics = [.. _diagnostics.OrderBy(diagnostic => diagnostic.Span?.File, StringComparer.Ordinal)],
        };
    }

    private void Count(int[] classes, CloudTrailEvent @event, long? time)
    {
        foreach (var index in classes)
        {
            if (index == NoRoom)
                _uncounted++;
            else if (index < 0)
                _unmappedCounts[FirstUnmapped - index]++;
            else if (_classes.CountOne(index, time ?? 0))
            {
                var readable = EventIdText.TryRead(@event.Span(CloudTrailField.EventId), out var id);
                _classes.OfferExample(index, time ?? 0, id, readable ? null : @event.Text(CloudTrailField.EventId) ?? string.Empty, _origins.Count - 1);
            }
        }
    }

    private int[] Map(CloudTrailEvent @event, EventShape shape)
    {
        var type = @event.Text(CloudTrailField.EventType);
        if (type is not (null or "AwsApiCall"))
            return Unmapped(shape, $"{type} is no API call", isCall: false);
        if (shape.Action is not { } action)
            return Unmapped(shape, "no IAM action of this name is known", isCall: true);
        if (EventOutcome.Of(@event) is not { } outcome)
            return Unmapped(shape, "failed before authorization", isCall: false);
        if (!EventPrincipal.TryRead(@event, _options.KeepSessions, out var principal, out var reason))
            return Unmapped(shape, reason, isCall: true);
        var account = @event.Text(CloudTrailField.RecipientAccountId) ?? @event.Text(CloudTrailField.IdentityAccountId) ?? principal.Account;
        var region = @event.Text(CloudTrailField.AwsRegion) ?? string.Empty;
        var resources = _resources.Read(@event, shape, account, region, _options.Named);
        var context = _fields.Context(@event, _resources.Parameters);
        _hasDataEvents |= action.Service.Prefix switch
        {
            "s3" => resources.Exists(resource => resource.Text.Contains('/', StringComparison.Ordinal) && resource.Text.Contains(":::", StringComparison.Ordinal)),
            "lambda" => action.Name == "InvokeFunction",
            _ => false,
        };
        var found = new int[resources.Count];
        for (var i = 0; i < found.Length; i++)
            found[i] = _classes.Find(principal, action.FullName, resources[i], context, outcome);
        return found;
    }

    private int[] Unmapped(EventShape shape, string reason, bool isCall)
    {
        return Unmapped((shape.Source, shape.Name, reason, isCall));
    }

    private int[] Unmapped((string Source, string Name, string Reason, bool IsCall) key)
    {
        if (_unmappedCounts.Count >= MaxUnmapped && !_unmappedIndexes.ContainsKey(key))
            key = ("other", "other", "events of further names", true);
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_unmappedIndexes, key, out var exists);
        if (!exists)
        {
            index = _unmappedCounts.Count;
            _unmappedCounts.Add(0);
        }
        return [FirstUnmapped - index];
    }
}
