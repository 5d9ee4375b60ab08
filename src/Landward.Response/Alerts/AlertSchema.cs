using Landward.Storage;

namespace Landward.Response.Alerts;

internal static class AlertSchema
{
    public static Schema Value { get; } = new(
        "alerts",
        new Migration(
            1,
            """
            CREATE TABLE alerts (
              id TEXT PRIMARY KEY,
              route TEXT NOT NULL,
              group_key TEXT NOT NULL,
              title TEXT NOT NULL,
              severity INTEGER NOT NULL,
              account TEXT NOT NULL,
              created_at BIGINT NOT NULL,
              updated_at BIGINT NOT NULL);
            CREATE INDEX alerts_by_group ON alerts (route, group_key, created_at DESC);
            CREATE INDEX alerts_by_time ON alerts (created_at DESC, id);
            CREATE TABLE alert_findings (
              alert TEXT NOT NULL,
              finding TEXT NOT NULL,
              position INTEGER NOT NULL,
              PRIMARY KEY (alert, finding));
            CREATE TABLE alert_deliveries (
              alert TEXT NOT NULL,
              channel TEXT NOT NULL,
              delivered INTEGER NOT NULL,
              attempts INTEGER NOT NULL,
              error TEXT,
              PRIMARY KEY (alert, channel));
            """));
}
