using Dapper;
using Landward.Storage;

namespace Landward.Tests.Storage;

public sealed class WriteQueueTests : IAsyncLifetime
{
    private static readonly Schema Things = new("things", new Migration(1, "CREATE TABLE things (id INTEGER PRIMARY KEY, position INTEGER)"));

    private readonly TemporaryFolder _folder = new();
    private Database _database = null!;

    public ValueTask InitializeAsync()
    {
        _database = Open(DatabaseOptions.Default);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Work_is_done_in_the_order_it_was_queued()
    {
        var position = 0;
        await Task.WhenAll(Enumerable.Range(0, 3000).Select(id => _database.Writes.RunAsync(
            connection => connection.Execute("INSERT INTO things VALUES (@id, @position)", new { id, position = position++ }),
            CancellationToken.None)));
        Count("SELECT count(*) FROM things WHERE id = position").ShouldBe(3000);
    }

    [Fact]
    public async Task Queued_work_is_committed_together()
    {
        using var gate = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        var first = _database.Writes.RunAsync(
            _ =>
            {
                begun.Set();
                gate.Wait();
            },
            CancellationToken.None);
        begun.Wait();
        var transactions = Enumerable.Range(0, 50)
            .Select(id => _database.Writes.RunAsync(
                connection =>
                {
                    connection.Execute("INSERT INTO things VALUES (@id, 0)", new { id });
                    return Count("SELECT count(*) FROM things");
                },
                CancellationToken.None))
            .ToList();
        gate.Set();
        await first;
        // A reader beside the writer sees none of a batch before all of it is committed.
        (await Task.WhenAll(transactions)).ShouldAllBe(seen => seen == 0);
        Count("SELECT count(*) FROM things").ShouldBe(50);
    }

    [Fact]
    public async Task Work_that_throws_is_undone_alone()
    {
        using var gate = new ManualResetEventSlim();
        var held = _database.Writes.RunAsync(_ => gate.Wait(), CancellationToken.None);
        var before = Insert(1);
        var failing = _database.Writes.RunAsync(
            connection =>
            {
                connection.Execute("INSERT INTO things VALUES (2, 0)");
                throw new InvalidOperationException("changed my mind");
            },
            CancellationToken.None);
        var duplicate = Insert(1);
        var after = Insert(3);
        gate.Set();
        await Task.WhenAll(held, before, after);
        await Should.ThrowAsync<InvalidOperationException>(() => failing);
        await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() => duplicate);
        Count("SELECT sum(id) FROM things").ShouldBe(4);
    }

    [Fact]
    public async Task Work_cancelled_while_it_waits_is_not_done()
    {
        using var gate = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var held = _database.Writes.RunAsync(_ => gate.Wait(), CancellationToken.None);
        var cancelled = _database.Writes.RunAsync(connection => connection.Execute("INSERT INTO things VALUES (1, 0)"), cancellation.Token);
        await cancellation.CancelAsync();
        gate.Set();
        await held;
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        Count("SELECT count(*) FROM things").ShouldBe(0);
    }

    [Fact]
    public async Task A_full_queue_holds_callers_back_and_loses_nothing()
    {
        await _database.DisposeAsync();
        _database = Open(new DatabaseOptions { QueueCapacity = 4, LargestBatch = 2 });
        await Task.WhenAll(Enumerable.Range(0, 200).Select(Insert));
        Count("SELECT count(*) FROM things").ShouldBe(200);
    }

    [Fact]
    public async Task Closing_commits_what_is_queued()
    {
        var queued = Enumerable.Range(0, 500).Select(Insert).ToList();
        await _database.DisposeAsync();
        await Task.WhenAll(queued);
        _database = Open(DatabaseOptions.Default);
        Count("SELECT count(*) FROM things").ShouldBe(500);
    }

    private Database Open(DatabaseOptions options) => Database.Open(StoreLocation.Parse(_folder.File("things.db")), options, Things);

    private Task Insert(int id) => _database.Writes.RunAsync(connection => connection.Execute("INSERT INTO things VALUES (@id, 0)", new { id }), CancellationToken.None);

    private long Count(string sql) => _database.Read(connection => connection.ExecuteScalar<long>(sql));
}
