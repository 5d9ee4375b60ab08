using Dapper;
using Landward.Storage;
using Microsoft.Data.Sqlite;

namespace Landward.Tests.Storage;

public sealed class DatabaseTests : IDisposable
{
    private static readonly Schema First = new("things", new Migration(1, "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"));

    private static readonly Schema Second = new(
        "things",
        First.Migrations[0],
        new Migration(2, "ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 7"));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_store_is_created_with_its_directory_and_keeps_what_was_committed()
    {
        var location = StoreLocation.Parse(_folder.File("a/b/hub.db"));
        await using (var database = Database.Open(location, DatabaseOptions.Default, First))
            await database.Writes.RunAsync(connection => connection.Execute("INSERT INTO things VALUES (1, 'one')"), CancellationToken.None);

        await using var again = Database.Open(location, DatabaseOptions.Default, First);
        again.Read(connection => connection.ExecuteScalar<string>("SELECT name FROM things WHERE id = 1")).ShouldBe("one");
    }

    [Fact]
    public async Task Migrations_bring_an_older_file_forward_once()
    {
        var location = StoreLocation.Parse(_folder.File("hub.db"));
        await using (var database = Database.Open(location, DatabaseOptions.Default, First))
            await database.Writes.RunAsync(connection => connection.Execute("INSERT INTO things VALUES (1, 'one')"), CancellationToken.None);
        for (var i = 0; i < 2; i++)
        {
            await using var database = Database.Open(location, DatabaseOptions.Default, Second);
            database.Read(connection => connection.ExecuteScalar<int>("SELECT size FROM things WHERE id = 1")).ShouldBe(7);
        }
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        var location = StoreLocation.Parse(_folder.File("hub.db"));
        await using (Database.Open(location, DatabaseOptions.Default, Second))
        {
        }
        var error = Should.Throw<StorageException>(() => Database.Open(location, DatabaseOptions.Default, new Schema("others", new Migration(1, "CREATE TABLE others (id INTEGER)")), First));
        error.Problem.ShouldBe(StorageProblem.NewerVersion);
        error.ToDiagnostic().Code.ShouldBe("LW6004");
        await using var database = Database.Open(location, DatabaseOptions.Default, Second);
        database.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master WHERE name = 'others'")).ShouldBe(0);
    }

    [Fact]
    public void A_failing_migration_changes_nothing()
    {
        var location = StoreLocation.Parse(_folder.File("hub.db"));
        var broken = new Schema("things", new Migration(1, "CREATE TABLE things (id INTEGER); CREATE TABLE things (id INTEGER)"));
        Should.Throw<SqliteException>(() => Database.Open(location, DatabaseOptions.Default, broken));
        Should.NotThrow(() => Database.Open(location, DatabaseOptions.Default, First));
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_a_typed_error()
    {
        File.WriteAllText(_folder.File("file"), "in the way");
        var error = Should.Throw<StorageException>(() => Database.Open(StoreLocation.Parse(_folder.File("file/hub.db")), DatabaseOptions.Default, First));
        error.Problem.ShouldBe(StorageProblem.NotWritable);
    }

    [Fact]
    public void A_file_system_that_refuses_files_is_a_typed_error()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "needs a file system nobody can write");
        var error = Should.Throw<StorageException>(() => Database.Open(StoreLocation.Parse("/proc/self/hub.db"), DatabaseOptions.Default, First));
        error.Problem.ShouldBe(StorageProblem.NotWritable);
        error.ToDiagnostic().Code.ShouldBe("LW6001");
    }

    [Fact]
    public void A_file_that_is_no_database_is_a_typed_error()
    {
        var path = _folder.File("hub.db");
        File.WriteAllText(path, string.Join('\n', Enumerable.Repeat("this is not a database", 500)));
        var error = Should.Throw<StorageException>(() => Database.Open(StoreLocation.Parse(path), DatabaseOptions.Default, First));
        error.Problem.ShouldBe(StorageProblem.Corrupt);
        error.ToDiagnostic().Detail.ShouldContain(path);
    }

    [Fact]
    public async Task Damaged_pages_are_a_typed_error_when_they_are_read()
    {
        var path = _folder.File("hub.db");
        await using (var database = Database.Open(StoreLocation.Parse(path), DatabaseOptions.Default, First))
        {
            await database.Writes.RunAsync(
                connection => connection.Execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO things SELECT i, hex(randomblob(50)) FROM n"),
                CancellationToken.None);
        }
        await using (var file = File.Open(path, FileMode.Open))
        {
            file.Position = 4096 * 20;
            file.Write(Enumerable.Repeat((byte)0xA5, 4096 * 20).ToArray());
        }
        await using var damaged = Database.Open(StoreLocation.Parse(path), DatabaseOptions.Default, First);
        Should.Throw<StorageException>(() => damaged.Read(connection => connection.ExecuteScalar<long>("SELECT sum(length(name)) FROM things")))
            .Problem.ShouldBe(StorageProblem.Corrupt);
    }

    [Fact]
    public async Task A_file_locked_by_somebody_else_is_a_typed_error_after_the_busy_timeout()
    {
        var path = _folder.File("hub.db");
        await using (Database.Open(StoreLocation.Parse(path), DatabaseOptions.Default, First))
        {
        }
        await using var other = new SqliteConnection($"Data Source={path};Pooling=false");
        other.Open();
        other.Execute("BEGIN EXCLUSIVE");
        await using var database = Database.Open(StoreLocation.Parse(path), new DatabaseOptions { BusyTimeout = TimeSpan.FromSeconds(1) }, First);
        var error = await Should.ThrowAsync<StorageException>(() => database.Writes.RunAsync(connection => connection.Execute("INSERT INTO things VALUES (1, 'one')"), CancellationToken.None));
        error.Problem.ShouldBe(StorageProblem.Locked);
        other.Execute("ROLLBACK");
        await database.Writes.RunAsync(connection => connection.Execute("INSERT INTO things VALUES (1, 'one')"), CancellationToken.None);
    }

    [Theory]
    [InlineData("postgres://user:secret@host/db")]
    [InlineData("POSTGRESQL://user:secret@host/db")]
    public void A_postgresql_store_is_refused_without_printing_its_password(string text)
    {
        var error = Should.Throw<StorageException>(() => Database.Open(StoreLocation.Parse(text), DatabaseOptions.Default, First));
        error.Problem.ShouldBe(StorageProblem.NotSupported);
        error.ToDiagnostic().Detail.ShouldNotContain("secret");
        error.Location.ToString()!.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Readers_cannot_write()
    {
        await using var database = Database.Open(StoreLocation.Parse(_folder.File("hub.db")), DatabaseOptions.Default, First);
        Should.Throw<StorageException>(() => database.Read(connection => connection.Execute("INSERT INTO things VALUES (1, 'one')")));
    }
}
