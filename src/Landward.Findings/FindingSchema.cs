using Landward.Storage;

namespace Landward.Findings;

internal static class FindingSchema
{
    public static Schema Value { get; } = new(
        "findings",
        new Migration(
            1,
            """
            CREATE TABLE findings (
              id TEXT NOT NULL,
              product TEXT NOT NULL,
              account TEXT NOT NULL,
              region TEXT NOT NULL,
              type TEXT NOT NULL,
              principal TEXT,
              severity INTEGER NOT NULL,
              workflow INTEGER NOT NULL,
              record_state INTEGER NOT NULL,
              last_seen BIGINT NOT NULL,
              search TEXT NOT NULL,
              document TEXT NOT NULL,
              PRIMARY KEY (id, product));
            CREATE INDEX findings_by_severity ON findings (severity DESC, last_seen DESC, id, product);
            CREATE INDEX findings_by_time ON findings (last_seen DESC, id, product);
            CREATE INDEX findings_by_account ON findings (account, severity DESC, last_seen DESC);
            CREATE TABLE finding_counts (
              account TEXT NOT NULL,
              type TEXT NOT NULL,
              severity INTEGER NOT NULL,
              workflow INTEGER NOT NULL,
              record_state INTEGER NOT NULL,
              findings BIGINT NOT NULL,
              PRIMARY KEY (account, type, severity, workflow, record_state));
            """));
}
