using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Landward.Storage;

/// <summary>
/// An open store. Reads run on pooled connections beside the one writer (WAL: readers never wait for it); every change goes
/// through <see cref="Writes"/>. SQL that callers hand in stays in the subset SQLite and PostgreSQL share.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private readonly string _connectionString;

    private Database(StoreLocation location, string connectionString, WriteQueue writes)
    {
        Location = location;
        _connectionString = connectionString;
        Writes = writes;
    }

    public StoreLocation Location { get; }

    /// <summary>The single writer.</summary>
    public WriteQueue Writes { get; }

    /// <summary>Opens or creates the store and brings every schema to its newest version.</summary>
    /// <exception cref="StorageException">The store cannot be used; nothing was changed.</exception>
    public static Database Open(StoreLocation location, DatabaseOptions options, params ReadOnlySpan<Schema> schemas)
    {
        if (location is not StoreLocation.SqliteFile(var path))
        {
            throw new StorageException(
                StorageProblem.NotSupported,
                location,
                "A PostgreSQL store was asked for, and this version keeps its state in SQLite files only. Give `--store` the path of a file.");
        }
        CreateDirectory(location, path);
        var connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            DefaultTimeout = (int)Math.Max(1, Math.Ceiling(options.BusyTimeout.TotalSeconds)),
            ForeignKeys = true,
        };
        // The pool holds reading connections only; those refuse to write.
        var writer = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString.ToString()) { Pooling = false }.ToString());
        try
        {
            writer.Open();
            // NORMAL in WAL mode: a killed process loses nothing that was committed, see sqlite.org/pragma.html#pragma_synchronous.
            writer.Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=4000;");
            Migrator.Migrate(writer, location, schemas);
            return new Database(location, connectionString.ToString(), new WriteQueue(writer, location, options));
        }
        catch (SqliteException error) when (SqliteErrors.IsEnvironmental(error))
        {
            writer.Dispose();
            throw SqliteErrors.Translate(error, location);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Runs a query on a reading connection.</summary>
    /// <exception cref="StorageException">The store became unusable.</exception>
    public T Read<T>(Func<DbConnection, T> query)
    {
        try
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            connection.Run("PRAGMA query_only=1");
            return query(connection);
        }
        catch (SqliteException error) when (SqliteErrors.IsEnvironmental(error))
        {
            throw SqliteErrors.Translate(error, Location);
        }
    }

    /// <summary>Commits what is queued, then closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await Writes.CloseAsync();
        using var any = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(any);
    }

    private static void CreateDirectory(StoreLocation location, string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageProblem.NotWritable,
                location,
                $"The directory of the store `{path}` cannot be created: {error.Message} Choose another place or change its permissions.",
                error);
        }
    }
}
