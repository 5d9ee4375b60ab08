using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Dapper;
using Landward.Storage;

namespace Landward.Response.Playbooks;

/// <summary>Keeps runs, each state committed before what follows from it is done.</summary>
public sealed class PlaybookRunStore(Database database)
{
    public static Schema Schema { get; } = new(
        "playbook-runs",
        new Migration(
            1,
            """
            CREATE TABLE playbook_runs (
              id TEXT PRIMARY KEY,
              playbook TEXT NOT NULL,
              state TEXT NOT NULL,
              created_at BIGINT NOT NULL,
              document TEXT NOT NULL);
            CREATE INDEX playbook_runs_by_time ON playbook_runs (created_at DESC, id);
            """));

    public Task SaveAsync(PlaybookRun run, CancellationToken cancellationToken) => database.Writes.RunAsync(
        connection => connection.Execute(
            """
            INSERT INTO playbook_runs (id, playbook, state, created_at, document) VALUES (@Id, @Playbook, @State, @CreatedAt, @Document)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, document = excluded.document
            """,
            new
            {
                run.Id,
                run.Playbook,
                State = run.State.ToString(),
                CreatedAt = run.CreatedAt.ToUnixTimeMilliseconds(),
                Document = PlaybookRunJson.Write(run).ToJsonString(),
            }),
        cancellationToken);

    public PlaybookRun? Find(string id) => database.Read(connection =>
        connection.ExecuteScalar<string?>("SELECT document FROM playbook_runs WHERE id = @id", new { id }) is { } document ? Read(document) : null);

    /// <summary>The newest first.</summary>
    public ImmutableArray<PlaybookRun> List(int limit) => database.Read(connection =>
        connection.Query<string>("SELECT document FROM playbook_runs ORDER BY created_at DESC, id LIMIT @limit", new { limit = Math.Clamp(limit, 1, 10_000) })
            .Select(Read)
            .ToImmutableArray());

    private static PlaybookRun Read(string document) => PlaybookRunJson.Read(JsonNode.Parse(document)!.AsObject());
}
