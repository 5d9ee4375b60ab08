using Dapper;
using Microsoft.Data.Sqlite;

namespace Landward.Storage;

/// <summary>Brings each component's tables to the version the program knows, one transaction per step.</summary>
internal static class Migrator
{
    public static void Migrate(SqliteConnection connection, StoreLocation location, ReadOnlySpan<Schema> schemas)
    {
        connection.Run("CREATE TABLE IF NOT EXISTS schema_version (component TEXT PRIMARY KEY, version INTEGER NOT NULL)");
        // Refuse before changing anything: an old program must leave a newer file exactly as it found it.
        foreach (var schema in schemas)
        {
            if (CurrentVersion(connection, schema) is var stored && stored > schema.Version)
            {
                throw new StorageException(
                    StorageProblem.NewerVersion,
                    location,
                    $"The store `{location}` has version {stored} of the `{schema.Component}` tables and this program knows up to version {schema.Version}. Use the newer Landward that wrote it.");
            }
        }
        foreach (var schema in schemas)
        {
            foreach (var migration in schema.Migrations)
                Apply(connection, schema, migration);
        }
    }

    private static void Apply(SqliteConnection connection, Schema schema, Migration migration)
    {
        if (CurrentVersion(connection, schema) >= migration.Version)
            return;
        connection.Run("BEGIN IMMEDIATE");
        try
        {
            // Looked up again under the lock: another process may have migrated meanwhile.
            if (CurrentVersion(connection, schema) < migration.Version)
            {
                connection.Run(migration.Sql);
                connection.Execute(
                    "INSERT INTO schema_version (component, version) VALUES (@Component, @Version) ON CONFLICT (component) DO UPDATE SET version = excluded.version",
                    new { schema.Component, migration.Version });
            }
            connection.Run("COMMIT");
        }
        catch
        {
            connection.Run("ROLLBACK");
            throw;
        }
    }

    private static int CurrentVersion(SqliteConnection connection, Schema schema) =>
        connection.ExecuteScalar<int?>("SELECT version FROM schema_version WHERE component = @Component", new { schema.Component }) ?? 0;
}
