using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Landward.Findings;
using Landward.Model;
using Landward.Response.Notifications;
using Landward.Storage;

namespace Landward.Response.Alerts;

/// <summary>What routing did.</summary>
/// <param name="Sent">Alerts that told somebody now, with what became of them.</param>
/// <param name="Joined">Findings that joined an alert sent earlier, silently.</param>
public sealed record RoutingResult(ImmutableArray<Alert> Sent, int Joined, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Turns findings into alerts: every route whose pattern matches, one alert a group. A group that has told somebody stays silent for
/// the route's repeat time, unless a more severe finding joins; a channel that it could not tell is tried again with its next finding.
/// </summary>
/// <param name="unitOf">The organizational unit path of an account, or null when it is not known.</param>
public sealed class AlertRouter(
    IReadOnlyList<AlertRoute> routes,
    IReadOnlyList<INotifier> notifiers,
    Database database,
    Func<string, string?> unitOf,
    TimeProvider clock)
{
    private readonly AlertStore _store = new(database);
    private readonly Dictionary<string, INotifier> _notifiers = notifiers.ToDictionary(notifier => notifier.Channel, StringComparer.Ordinal);

    /// <summary>Routes findings, stores the alerts before anything is sent, then notifies. A channel that fails stops no other.</summary>
    public async Task<RoutingResult> RouteAsync(IReadOnlyList<FindingRecord> findings, CancellationToken cancellationToken)
    {
        var sent = ImmutableArray.CreateBuilder<Alert>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var joined = 0;
        foreach (var (route, group) in Groups(findings))
        {
            var records = group.ToList();
            var (alert, channels, added) = await database.Writes.RunAsync(connection => Store(connection, route, group.Key, records), cancellationToken);
            if (channels.IsEmpty)
            {
                joined += added;
                continue;
            }
            sent.Add(await NotifyAsync(alert, channels, records, diagnostics, cancellationToken));
        }
        return new RoutingResult(sent.ToImmutable(), joined, diagnostics.ToImmutable());
    }

    /// <summary>The routes a finding would take, without sending anything.</summary>
    public ImmutableArray<AlertRoute> Explain(FindingRecord record) =>
        IsHandled(record) ? [] : [.. routes.Where(route => route.Match.Matches(FindingEvent.Of(record, unitOf(record.Finding.Account))))];

    private IEnumerable<(AlertRoute Route, IGrouping<string, FindingRecord> Group)> Groups(IReadOnlyList<FindingRecord> findings)
    {
        var events = findings
            .Where(record => !IsHandled(record))
            .Select(record => (Record: record, Event: FindingEvent.Of(record, unitOf(record.Finding.Account))))
            .ToList();
        foreach (var route in routes)
        {
            var matching = events.Where(pair => route.Match.Matches(pair.Event)).Select(pair => pair.Record);
            foreach (var group in matching.GroupBy(record => GroupKey(route, record.Finding)))
                yield return (route, group);
        }
    }

    private static bool IsHandled(FindingRecord record) =>
        record.RecordState == RecordState.Archived || record.Workflow is WorkflowStatus.Suppressed or WorkflowStatus.Resolved;

    private static string GroupKey(AlertRoute route, Finding finding) => string.Join('|', route.GroupBy.Select(by => by switch
    {
        AlertGrouping.Account => finding.Account,
        AlertGrouping.Region => finding.Region,
        AlertGrouping.Type => finding.Type,
        AlertGrouping.Principal => finding.Principal ?? string.Empty,
        AlertGrouping.Generator => finding.Generator,
        _ => throw new ArgumentOutOfRangeException(nameof(route), by, null),
    }));

    /// <returns>The alert as it is stored, the channels to tell now, and how many findings it gained.</returns>
    private (Alert Alert, ImmutableArray<string> Channels, int Added) Store(DbConnection connection, AlertRoute route, string group, List<FindingRecord> records)
    {
        var now = clock.GetUtcNow();
        var ids = records.Select(record => record.Finding.Id).Distinct(StringComparer.Ordinal).ToList();
        var severity = records.Max(record => record.Finding.Severity);
        var open = AlertStore.FindNewest(connection, route.Name, group) is { } newest && now - newest.CreatedAt < route.Repeat ? newest : null;
        if (open is not null)
        {
            var added = ids.Except(open.Findings, StringComparer.Ordinal).ToImmutableArray();
            var worse = severity > open.Severity;
            var grown = open with
            {
                Findings = [.. open.Findings, .. added],
                Severity = worse ? severity : open.Severity,
                Title = worse ? Title(records, open.Findings.Length + added.Length) : open.Title,
                UpdatedAt = now,
            };
            AlertStore.Put(connection, grown);
            var channels = grown.Deliveries.Where(delivery => worse || (!delivery.Delivered && added.Length > 0)).Select(delivery => delivery.Channel);
            return (grown, [.. channels], added.Length);
        }
        var alert = new Alert
        {
            Id = AlertId(route.Name, group, now),
            Route = route.Name,
            Group = group,
            Title = Title(records, ids.Count),
            Severity = severity,
            Account = records[0].Finding.Account,
            Findings = [.. ids],
            CreatedAt = now,
            UpdatedAt = now,
            Deliveries = [.. route.Channels.Select(channel => new AlertDelivery(channel, Delivered: false, Attempts: 0, Error: null))],
        };
        AlertStore.Put(connection, alert);
        return (alert, route.Channels, ids.Count);
    }

    private async Task<Alert> NotifyAsync(Alert alert, ImmutableArray<string> channels, List<FindingRecord> records, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellationToken)
    {
        var deliveries = await Task.WhenAll(alert.Deliveries.Select(async delivery =>
        {
            if (!channels.Contains(delivery.Channel))
                return delivery;
            var result = await AttemptAsync(delivery.Channel, new AlertMessage(alert, records), cancellationToken);
            var outcome = new AlertDelivery(delivery.Channel, result.Error is null, delivery.Attempts + result.Attempts, result.Error);
            await _store.SaveAsync(alert.Id, outcome, cancellationToken);
            return outcome;
        }));
        foreach (var failed in deliveries.Where(delivery => !delivery.Delivered))
            diagnostics.Add(ResponseDiagnostics.NotDelivered(failed.Channel, alert.Title, failed.Error ?? "no reason was given"));
        return alert with { Deliveries = [.. deliveries] };
    }

    private async Task<NotificationResult> AttemptAsync(string channel, AlertMessage message, CancellationToken cancellationToken)
    {
        if (!_notifiers.TryGetValue(channel, out var notifier))
            return new NotificationResult(0, "the channel is not set up");
        try
        {
            return await notifier.SendAsync(message, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return new NotificationResult(1, error.Message);
        }
    }

    private static string Title(List<FindingRecord> records, int count)
    {
        var worst = records.OrderByDescending(record => record.Finding.Severity).ThenBy(record => record.Finding.Id, StringComparer.Ordinal).First().Finding;
        var more = count > 1 ? $" and {count - 1} more" : string.Empty;
        return $"[{worst.Severity.Label()}] {worst.Title}{more} ({worst.Account})";
    }

    private static string AlertId(string route, string group, DateTimeOffset now)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{route}\n{group}\n{now.ToUnixTimeMilliseconds()}"));
        return "alert-" + Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }
}
