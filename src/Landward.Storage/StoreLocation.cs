namespace Landward.Storage;

/// <summary>Where a store lives: the value of <c>--store</c>.</summary>
public abstract record StoreLocation
{
    private StoreLocation()
    {
    }

    /// <summary>One SQLite file on a local disk; created with its directory when absent.</summary>
    public sealed record SqliteFile(string Path) : StoreLocation
    {
        public override string ToString() => Path;
    }

    /// <summary>A PostgreSQL database. The connection string is a secret and is never printed.</summary>
    public sealed record PostgreSql(string ConnectionString) : StoreLocation
    {
        public override string ToString() => "postgres://";
    }

    /// <summary><c>postgres://...</c> and <c>postgresql://...</c> mean PostgreSQL, anything else is the path of a SQLite file.</summary>
    public static StoreLocation Parse(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
            ? new PostgreSql(text)
            : new SqliteFile(System.IO.Path.GetFullPath(text));
}
