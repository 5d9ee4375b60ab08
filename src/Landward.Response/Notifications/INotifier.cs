using System.Collections.Immutable;
using Landward.Findings;
using Landward.Response.Alerts;

namespace Landward.Response.Notifications;

/// <summary>What is to be said: the alert and the findings that made it go out.</summary>
public sealed record AlertMessage(Alert Alert, IReadOnlyList<FindingRecord> Findings)
{
    /// <summary>The findings worth a line of their own, most severe first.</summary>
    internal ImmutableArray<FindingRecord> Worst(int atMost) =>
        [.. Findings.OrderByDescending(record => record.Finding.Severity).ThenBy(record => record.Finding.FirstSeen).ThenBy(record => record.Finding.Id, StringComparer.Ordinal).Take(atMost)];
}

/// <summary>What became of a message.</summary>
/// <param name="Attempts">How often sending was tried.</param>
/// <param name="Error">Why it failed, without secrets; null when delivered.</param>
public sealed record NotificationResult(int Attempts, string? Error);

/// <summary>Sends alerts over one channel.</summary>
public interface INotifier
{
    /// <summary>The channel's name in the routes.</summary>
    string Channel { get; }

    Task<NotificationResult> SendAsync(AlertMessage message, CancellationToken cancellationToken);
}
