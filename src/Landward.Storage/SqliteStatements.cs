using Microsoft.Data.Sqlite;

namespace Landward.Storage;

internal static class SqliteStatements
{
    /// <summary>Runs statements that have no parameters and whose answer does not matter.</summary>
    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes SQL written in this assembly or a released migration.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
