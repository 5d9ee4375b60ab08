using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Trails;
using Landward.Storage;

namespace Landward.Sandbox.State;

/// <summary>
/// The sandbox's SQLite file: resources, blobs, events and a few settings. Written through the store's single writer, so that
/// concurrent calls share a commit; read once, when the sandbox starts.
/// </summary>
internal sealed class SandboxStore : IAsyncDisposable
{
    /// <summary>Events kept in memory and read back at a start; older ones stay in the file.</summary>
    public const int EventsInMemory = 100_000;

    private const char Separator = '\n';

    private static readonly Schema Tables = new("sandbox", new Migration(1, """
        CREATE TABLE resources (
            service TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, doc TEXT NOT NULL,
            PRIMARY KEY (service, account, region, type, id)) WITHOUT ROWID;
        CREATE TABLE blobs (id TEXT NOT NULL PRIMARY KEY, content BLOB NOT NULL);
        CREATE TABLE events (
            seq INTEGER NOT NULL PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, time TEXT NOT NULL, event_id TEXT NOT NULL,
            name TEXT NOT NULL, source TEXT NOT NULL, read_only INTEGER NOT NULL, management INTEGER NOT NULL, user_name TEXT,
            access_key TEXT, error_code TEXT, resources TEXT NOT NULL, outcome TEXT, record BLOB NOT NULL);
        CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """));

    private readonly Database _database;
    private StoreCommands? _commands;

    private SandboxStore(Database database) => _database = database;

    /// <exception cref="StorageException">The file cannot be used.</exception>
    public static SandboxStore Open(string path) =>
        new(Database.Open(new StoreLocation.SqliteFile(path), DatabaseOptions.Default, Tables));

    /// <summary>Fills state and log with what is stored.</summary>
    /// <exception cref="StorageException">The file is damaged.</exception>
    /// <exception cref="InvalidDataException">A stored document is not JSON.</exception>
    public void Load(SandboxState state, EventLog log) => _database.Read(connection =>
    {
        LoadResources(connection, state);
        LoadBlobs(connection, state);
        LoadEvents(connection, log);
        return true;
    });

    /// <summary>
    /// The state as it is stored once everything queued before has been written or has failed. Blocks for that long.
    /// </summary>
    /// <exception cref="StorageException">The store cannot be read.</exception>
    public SandboxState Reread()
    {
        try
        {
            _database.Writes.RunAsync(static _ => { }, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (StorageException)
        {
            // Nothing was to be written: what is queued is done with either way.
        }
        var state = new SandboxState();
        _database.Read(connection =>
        {
            LoadResources(connection, state);
            LoadBlobs(connection, state);
            return true;
        });
        return state;
    }

    public string? ReadSetting(string name) => _database.Read(connection =>
    {
        using var command = StoreCommands.Create(connection, "SELECT value FROM settings WHERE name = $name", "$name");
        command.Parameters[0].Value = name;
        return command.ExecuteScalar() as string;
    });

    public Task WriteSettingAsync(string name, string value) =>
        _database.Writes.RunAsync(connection => Commands(connection).PutSetting(name, value), CancellationToken.None);

    /// <summary>Stores what one call changed together with its events; the task ends when that is committed.</summary>
    public Task AppendAsync(CommittedCall call) =>
        _database.Writes.RunAsync(
            connection =>
            {
                var commands = Commands(connection);
                foreach (var (key, json) in call.Documents)
                    commands.Put(key, json);
                foreach (var blob in call.Blobs)
                    commands.Put(blob);
                foreach (var recorded in call.Events)
                    commands.Insert(recorded, string.Join(Separator, recorded.Resources));
            },
            CancellationToken.None);

    /// <summary>Forgets everything.</summary>
    public Task ClearAsync() => _database.Writes.RunAsync(connection => Commands(connection).DeleteAll(), CancellationToken.None);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private StoreCommands Commands(DbConnection connection) => _commands ??= new StoreCommands(connection);

    private static void LoadResources(DbConnection connection, SandboxState state)
    {
        using var command = StoreCommands.Create(connection, "SELECT service, account, region, type, id, doc FROM resources");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var key = new ResourceKey(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4));
            state.Apply(new StateChange(key, ParseObject(reader.GetString(5), $"{key.Service} {key.Type} {key.Id}")));
        }
    }

    private static void LoadBlobs(DbConnection connection, SandboxState state)
    {
        using var command = StoreCommands.Create(connection, "SELECT id, content FROM blobs");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            state.Apply(new BlobChange(reader.GetString(0), (byte[])reader.GetValue(1)));
    }

    private static void LoadEvents(DbConnection connection, EventLog log)
    {
        using var command = StoreCommands.Create(connection, """
            SELECT seq, account, region, time, record, event_id, name, source, read_only, management, user_name, access_key, error_code, resources, outcome
            FROM events WHERE seq > (SELECT COALESCE(MAX(seq), 0) FROM events) - $kept ORDER BY seq
            """, "$kept");
        command.Parameters[0].Value = EventsInMemory;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            log.Add(new RecordedEvent(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), SandboxTime.Parse(reader.GetString(3)), (byte[])reader.GetValue(4))
            {
                EventId = reader.GetString(5),
                EventName = reader.GetString(6),
                EventSource = reader.GetString(7),
                IsReadOnly = reader.GetInt64(8) != 0,
                IsManagement = reader.GetInt64(9) != 0,
                UserName = Text(reader, 10),
                AccessKeyId = Text(reader, 11),
                ErrorCode = Text(reader, 12),
                Resources = [.. reader.GetString(13).Split(Separator, StringSplitOptions.RemoveEmptyEntries)],
                Outcome = Text(reader, 14) is { } outcome ? AuthorizationOutcome.FromJson(ParseObject(outcome, "outcome")) : null,
            });
        }
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static JsonObject ParseObject(string text, string what)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new InvalidDataException($"The stored {what} is not a JSON object.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"The stored {what} is not JSON.", error);
        }
    }
}

/// <summary>What a call leaves behind, ready to be stored: documents as text (null: removed), blobs and events.</summary>
internal sealed record CommittedCall(
    ImmutableArray<(ResourceKey Key, string? Json)> Documents,
    IReadOnlyList<BlobChange> Blobs,
    ImmutableArray<RecordedEvent> Events);
