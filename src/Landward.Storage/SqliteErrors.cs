using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Landward.Storage;

/// <summary>Result codes that speak of the environment, as in "Result and Error Codes", sqlite.org/rescode.html.</summary>
internal static class SqliteErrors
{
    /// <summary>Whether the environment failed; otherwise the statement itself is at fault.</summary>
    public static bool IsEnvironmental(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED
        or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH
        or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB
        or raw.SQLITE_FULL or raw.SQLITE_IOERR;

    /// <summary>The typed error for a failure of the environment.</summary>
    public static StorageException Translate(SqliteException error, StoreLocation location) => error.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StorageException(
            StorageProblem.Locked,
            location,
            $"Another process is using the store `{location}` and did not release it in time. Stop that process or wait for it, then try again.",
            error),
        raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new StorageException(
            StorageProblem.NotWritable,
            location,
            $"The store `{location}` cannot be opened for writing. Check that its directory exists and that you may write the directory and the file.",
            error),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StorageException(
            StorageProblem.Corrupt,
            location,
            $"The file `{location}` is damaged or is not a SQLite database. Restore it from a copy, or move it away to start with an empty store.",
            error),
        _ => new StorageException(
            StorageProblem.DiskFailure,
            location,
            $"The disk that holds the store `{location}` is full or answers errors. Free some space or repair it, then try again.",
            error),
    };
}
