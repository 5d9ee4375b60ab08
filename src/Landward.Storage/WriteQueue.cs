using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Landward.Storage;

/// <summary>
/// The single writer of a store. Work waits in a bounded queue and whatever has gathered is committed together (group commit);
/// a task completes when its work is committed. Work that throws is undone alone and never fails its neighbours.
/// </summary>
/// <remarks>
/// Work is done and committed in the order of the calls to <see cref="RunAsync{T}"/>, which takes its place in the queue before
/// it first yields. Every piece gets the same connection, so prepared commands may be kept between calls.
/// </remarks>
public sealed class WriteQueue
{
    private readonly SqliteConnection _connection;
    private readonly StoreLocation _location;
    private readonly int _largestBatch;
    private readonly Channel<Work> _channel;
    private readonly Task _writer;

    internal WriteQueue(SqliteConnection connection, StoreLocation location, DatabaseOptions options)
    {
        _connection = connection;
        _location = location;
        _largestBatch = options.LargestBatch;
        _channel = Channel.CreateBounded<Work>(new BoundedChannelOptions(options.QueueCapacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Runs the work inside the next transaction and answers its result once that is committed.</summary>
    /// <exception cref="StorageException">The store became unusable; the work is not stored.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; work that has begun is finished.</exception>
    public async Task<T> RunAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken)
    {
        var item = new Work<T>(work, cancellationToken);
        await _channel.Writer.WriteAsync(item, cancellationToken);
        return await item.Completion;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Action<DbConnection> work, CancellationToken cancellationToken) =>
        RunAsync(
            connection =>
            {
                work(connection);
                return true;
            },
            cancellationToken);

    internal async Task CloseAsync()
    {
        _channel.Writer.TryComplete();
        await _writer;
        await _connection.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var batch = new List<Work>(_largestBatch);
        while (await _channel.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < _largestBatch && _channel.Reader.TryRead(out var work))
                batch.Add(work);
            Commit(batch);
        }
    }

    private void Commit(List<Work> batch)
    {
        try
        {
            _connection.Run("BEGIN IMMEDIATE");
            foreach (var work in batch)
                Attempt(work);
            _connection.Run("COMMIT");
        }
        catch (Exception error)
        {
            RollBack();
            var reported = error is SqliteException sqlite && SqliteErrors.IsEnvironmental(sqlite) ? SqliteErrors.Translate(sqlite, _location) : error;
            foreach (var work in batch)
                work.Fail(reported);
            return;
        }
        foreach (var work in batch)
            work.Complete();
    }

    private void Attempt(Work work)
    {
        if (!work.Begin())
            return;
        _connection.Run("SAVEPOINT work");
        try
        {
            work.Run(_connection);
        }
        catch (Exception error)
        {
            // A full disk or a damaged page rolls the whole transaction back: then the batch fails, not only this work.
            if (error is SqliteException sqlite && SqliteErrors.IsEnvironmental(sqlite))
                throw;
            work.Fail(error);
            _connection.Run("ROLLBACK TO work");
        }
        _connection.Run("RELEASE work");
    }

    private void RollBack()
    {
        try
        {
            _connection.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // BEGIN itself failed or SQLite had rolled back already: there is no transaction to end.
        }
    }

    private abstract class Work
    {
        /// <summary>False when it was cancelled while it waited.</summary>
        public abstract bool Begin();

        public abstract void Run(DbConnection connection);

        public abstract void Complete();

        public abstract void Fail(Exception error);
    }

    private sealed class Work<T>(Func<DbConnection, T> body, CancellationToken cancellationToken) : Work
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Completion => _completion.Task;

        public override bool Begin() => !cancellationToken.IsCancellationRequested || !_completion.TrySetCanceled(cancellationToken);

        public override void Run(DbConnection connection) => _result = body(connection);

        public override void Complete() => _completion.TrySetResult(_result!);

        public override void Fail(Exception error) => _completion.TrySetException(error);
    }
}
