using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Landward.Model;
using Landward.Storage;

namespace Landward.Response.Alerts;

/// <summary>Keeps alerts and what became of them.</summary>
public sealed class AlertStore(Database database)
{
    private const string Columns = "id AS Id, route AS Route, group_key AS GroupKey, title AS Title, severity AS Severity, account AS Account, created_at AS CreatedAt, updated_at AS UpdatedAt";

    /// <summary>The tables, to be named when the database is opened.</summary>
    public static Schema Schema => AlertSchema.Value;

    /// <summary>The newest alerts first.</summary>
    public ImmutableArray<Alert> List(int limit = 100) => database.Read(connection => Read(
        connection,
        connection.Query<AlertRow>($"SELECT {Columns} FROM alerts ORDER BY created_at DESC, id LIMIT @limit", new { limit = Math.Clamp(limit, 1, 10_000) })));

    /// <summary>The newest alert of the group, or null.</summary>
    internal static Alert? FindNewest(DbConnection connection, string route, string group) => Read(
        connection,
        connection.Query<AlertRow>($"SELECT {Columns} FROM alerts WHERE route = @route AND group_key = @group ORDER BY created_at DESC, id LIMIT 1", new { route, group })).FirstOrDefault();

    internal static void Put(DbConnection connection, Alert alert)
    {
        connection.Execute(
            """
            INSERT INTO alerts (id, route, group_key, title, severity, account, created_at, updated_at)
            VALUES (@Id, @Route, @Group, @Title, @Severity, @Account, @CreatedAt, @UpdatedAt)
            ON CONFLICT (id) DO UPDATE SET title = excluded.title, severity = excluded.severity, updated_at = excluded.updated_at
            """,
            new
            {
                alert.Id,
                alert.Route,
                alert.Group,
                alert.Title,
                Severity = (int)alert.Severity,
                alert.Account,
                CreatedAt = alert.CreatedAt.ToUnixTimeMilliseconds(),
                UpdatedAt = alert.UpdatedAt.ToUnixTimeMilliseconds(),
            });
        connection.Execute(
            "INSERT INTO alert_findings (alert, finding, position) VALUES (@Alert, @Finding, @Position) ON CONFLICT (alert, finding) DO NOTHING",
            alert.Findings.Select((finding, position) => new { Alert = alert.Id, Finding = finding, Position = position }));
        foreach (var delivery in alert.Deliveries)
            Put(connection, alert.Id, delivery);
    }

    internal Task SaveAsync(string alert, AlertDelivery delivery, CancellationToken cancellationToken) =>
        database.Writes.RunAsync(connection => Put(connection, alert, delivery), cancellationToken);

    private static void Put(DbConnection connection, string alert, AlertDelivery delivery) => connection.Execute(
        """
        INSERT INTO alert_deliveries (alert, channel, delivered, attempts, error) VALUES (@Alert, @Channel, @Delivered, @Attempts, @Error)
        ON CONFLICT (alert, channel) DO UPDATE SET delivered = excluded.delivered, attempts = excluded.attempts, error = excluded.error
        """,
        new { Alert = alert, delivery.Channel, Delivered = delivery.Delivered ? 1 : 0, delivery.Attempts, delivery.Error });

    private static ImmutableArray<Alert> Read(DbConnection connection, IEnumerable<AlertRow> rows) =>
    [
        .. rows.AsList().Select(row => new Alert
        {
            Id = row.Id,
            Route = row.Route,
            Group = row.GroupKey,
            Title = row.Title,
            Severity = (Severity)row.Severity,
            Account = row.Account,
            Findings = [.. connection.Query<string>("SELECT finding FROM alert_findings WHERE alert = @Id ORDER BY position, finding", new { row.Id })],
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
            UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedAt),
            Deliveries =
            [
                .. connection.Query<DeliveryRow>("SELECT channel AS Channel, delivered AS Delivered, attempts AS Attempts, error AS Error FROM alert_deliveries WHERE alert = @Id ORDER BY channel", new { row.Id })
                    .Select(delivery => new AlertDelivery(delivery.Channel, delivery.Delivered != 0, (int)delivery.Attempts, delivery.Error)),
            ],
        }),
    ];

    private sealed record AlertRow(string Id, string Route, string GroupKey, string Title, long Severity, string Account, long CreatedAt, long UpdatedAt);

    private sealed record DeliveryRow(string Channel, long Delivered, long Attempts, string? Error);
}
