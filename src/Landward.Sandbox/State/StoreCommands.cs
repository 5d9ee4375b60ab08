using System.Data.Common;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Trails;

namespace Landward.Sandbox.State;

/// <summary>The writer's prepared statements. They live as long as the writer's connection.</summary>
internal sealed class StoreCommands(DbConnection connection)
{
    private readonly DbCommand _putDocument = Create(
        connection,
        """
        INSERT INTO resources (service, account, region, type, id, doc) VALUES ($service, $account, $region, $type, $id, $doc)
        ON CONFLICT (service, account, region, type, id) DO UPDATE SET doc = excluded.doc
        """,
        "$service", "$account", "$region", "$type", "$id", "$doc");

    private readonly DbCommand _removeDocument = Create(
        connection,
        "DELETE FROM resources WHERE service = $service AND account = $account AND region = $region AND type = $type AND id = $id",
        "$service", "$account", "$region", "$type", "$id");

    private readonly DbCommand _putBlob = Create(
        connection, "INSERT INTO blobs (id, content) VALUES ($id, $content) ON CONFLICT (id) DO UPDATE SET content = excluded.content", "$id", "$content");

    private readonly DbCommand _removeBlob = Create(connection, "DELETE FROM blobs WHERE id = $id", "$id");

    private readonly DbCommand _insertEvent = Create(
        connection,
        """
        INSERT INTO events (seq, account, region, time, event_id, name, source, read_only, management, user_name, access_key, error_code, resources, outcome, record)
        VALUES ($seq, $account, $region, $time, $event_id, $name, $source, $read_only, $management, $user_name, $access_key, $error_code, $resources, $outcome, $record)
        """,
        "$seq", "$account", "$region", "$time", "$event_id", "$name", "$source", "$read_only", "$management", "$user_name", "$access_key", "$error_code", "$resources", "$outcome", "$record");

    private readonly DbCommand _putSetting = Create(
        connection, "INSERT INTO settings (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", "$name", "$value");

    public void Put(ResourceKey key, string? json)
    {
        if (json is null)
            Run(_removeDocument, key.Service, key.Account, key.Region, key.Type, key.Id);
        else
            Run(_putDocument, key.Service, key.Account, key.Region, key.Type, key.Id, json);
    }

    public void Put(BlobChange blob)
    {
        if (blob.Content is null)
            Run(_removeBlob, blob.Id);
        else
            Run(_putBlob, blob.Id, blob.Content);
    }

    public void Insert(RecordedEvent recorded, string resources) => Run(
        _insertEvent,
        recorded.Sequence, recorded.Account, recorded.Region, SandboxTime.Format(recorded.Time), recorded.EventId, recorded.EventName, recorded.EventSource,
        recorded.IsReadOnly ? 1 : 0, recorded.IsManagement ? 1 : 0, recorded.UserName, recorded.AccessKeyId, recorded.ErrorCode, resources,
        recorded.Outcome?.ToJson().ToJsonString(), recorded.Record);

    public void PutSetting(string name, string value) => Run(_putSetting, name, value);

    public void DeleteAll()
    {
        foreach (var sql in (ReadOnlySpan<string>)["DELETE FROM resources", "DELETE FROM blobs", "DELETE FROM events", "DELETE FROM settings"])
        {
            using var command = Create(connection, sql);
            command.ExecuteNonQuery();
        }
    }

    public static DbCommand Create(DbConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this assembly; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static void Run(DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }
}
