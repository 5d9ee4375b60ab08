using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json.Nodes;
using Dapper;
using Landward.Findings.SecurityHub;
using Landward.Model;
using Landward.Storage;

namespace Landward.Findings;

/// <summary>
/// The hub of all findings, whatever engine or product raised them. Identity is (id, product ARN); Security Hub's update rules hold
/// (<see cref="FindingLifecycle"/>).
/// </summary>
public sealed class FindingStore(Database database, TimeProvider clock)
{
    private const int WritesTogether = 200;
    private const int LongestText = 200;

    /// <summary>The tables, to be named when the database is opened.</summary>
    public static Schema Schema => FindingSchema.Value;

    /// <summary>
    /// Stores what an engine found. A finding that is already known keeps its handling and gains the new evidence; handing in the
    /// same evidence again changes nothing. New evidence for an archived finding makes it active again.
    /// </summary>
    public Task<FindingChanges> RecordAsync(IEnumerable<Finding> findings, CancellationToken cancellationToken) =>
        WriteAsync(findings, Record, cancellationToken);

    /// <summary>Stores what a provider handed in, as <c>BatchImportFindings</c> does.</summary>
    public Task<FindingChanges> ImportAsync(IEnumerable<FindingImport> imports, CancellationToken cancellationToken) =>
        WriteAsync(
            imports,
            (connection, import) =>
            {
                var stored = FindingRow.Find(connection, import.Finding.Id, import.ProductArn);
                return (stored, FindingLifecycle.Import(stored, import));
            },
            cancellationToken);

    /// <summary>Changes how the findings are handled, as <c>BatchUpdateFindings</c> does. Ids that are not there are answered.</summary>
    public async Task<ImmutableArray<string>> UpdateAsync(IEnumerable<string> ids, FindingUpdate update, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            var found = await database.Writes.RunAsync(
                connection =>
                {
                    var stored = FindAll(connection, id);
                    foreach (var record in stored)
                        FindingRow.Put(connection, record, FindingLifecycle.Update(record, update));
                    return stored.Length > 0;
                },
                cancellationToken);
            if (!found)
                missing.Add(id);
        }
        return [.. missing];
    }

    /// <summary>The finding with this id; when several products use the id, the first by product ARN.</summary>
    public FindingRecord? Find(string id) => database.Read(connection => FindAll(connection, id).FirstOrDefault());

    /// <summary>One page in the query's order. Pages stay right while findings come and go.</summary>
    public FindingPage List(FindingQuery query)
    {
        var limit = Math.Clamp(query.Limit, 1, 1000);
        var (where, parameters) = Conditions(query);
        var order = query.Order == FindingOrder.Severity ? "severity DESC, last_seen DESC, id, product" : "last_seen DESC, id, product";
        parameters.Add("limit", limit + 1);
        var sql = $"SELECT document FROM findings {where} ORDER BY {order} LIMIT @limit";
        var records = database.Read(connection => connection.Query<string>(sql, parameters).Select(FindingRow.Read).ToList());
        if (records.Count <= limit)
            return new FindingPage([.. records], Next: null);
        records.RemoveAt(limit);
        var last = records[^1];
        var next = new FindingCursor((int)last.Finding.Severity, last.Finding.LastSeen.ToUnixTimeMilliseconds(), last.Finding.Id, last.ProductArn);
        return new FindingPage([.. records], next);
    }

    /// <summary>Every finding of the query, page by page, for exports.</summary>
    public IEnumerable<FindingRecord> ListAll(FindingQuery query)
    {
        var page = query with { Limit = 1000 };
        while (true)
        {
            var (findings, next) = List(page);
            foreach (var record in findings)
                yield return record;
            if (next is null)
                yield break;
            page = page with { After = next };
        }
    }

    /// <summary>Counts for the whole hub, or for one account.</summary>
    public FindingStatistics Statistics(string? account = null)
    {
        var rows = database.Read(connection => connection.Query<CountRow>(
            "SELECT account, type, severity, workflow, record_state AS RecordState, findings FROM finding_counts WHERE findings > 0 AND (@account IS NULL OR account = @account)",
            new { account }).AsList());
        var active = rows.Where(row => row.RecordState == (long)RecordState.Active).ToList();
        var open = active.Where(row => row.Workflow is (long)WorkflowStatus.New or (long)WorkflowStatus.Notified).ToList();
        return new FindingStatistics(
            rows.Sum(row => row.Findings),
            active.Sum(row => row.Findings),
            Sum(open, row => (Severity)row.Severity),
            Sum(active, row => (WorkflowStatus)row.Workflow),
            Sum(open, row => row.Account),
            Sum(open, row => row.Type));
    }

    private static ImmutableSortedDictionary<TKey, long> Sum<TKey>(
        List<CountRow> rows,
        Func<CountRow, TKey> key)
        where TKey : notnull => rows.GroupBy(key).ToImmutableSortedDictionary(group => group.Key, group => group.Sum(row => row.Findings));

    private (FindingRecord? Before, FindingRecord After) Record(DbConnection connection, Finding finding)
    {
        var product = Asff.ProductArn(finding.Account, finding.Region);
        var now = clock.GetUtcNow();
        if (FindingRow.Find(connection, finding.Id, product) is not { } stored)
        {
            return (null, FindingLifecycle.Import(null, new FindingImport { Finding = finding, ProductArn = product, CreatedAt = now, UpdatedAt = now }));
        }
        var joined = Redetection.Join(stored.Finding, finding);
        var severity = joined.Severity;
        // The stored finding carries the severity in force; what the provider said last decides whether anything is new.
        var unchanged = JsonNode.DeepEquals(
            FindingJson.Write(joined with { Severity = Severity.Informational }),
            FindingJson.Write(stored.Finding with { Severity = Severity.Informational }))
            && (finding.LastSeen < stored.Finding.LastSeen || finding.Severity == stored.Provider.Severity);
        if (unchanged)
            return (stored, stored);
        return (stored, FindingLifecycle.Import(stored, new FindingImport
        {
            Finding = joined,
            ProductArn = product,
            CreatedAt = stored.CreatedAt,
            UpdatedAt = now > stored.UpdatedAt ? now : stored.UpdatedAt.AddMilliseconds(1),
            Compliance = stored.Compliance,
            Provider = finding.LastSeen >= stored.Finding.LastSeen ? new ProviderFields { Severity = severity } : ProviderFields.None,
        }));
    }

    private async Task<FindingChanges> WriteAsync<T>(
        IEnumerable<T> items,
        Func<DbConnection, T, (FindingRecord? Before, FindingRecord After)> write,
        CancellationToken cancellationToken)
    {
        var (created, updated, unchanged) = (0, 0, 0);
        foreach (var batch in items.Chunk(WritesTogether))
        {
            var changes = await database.Writes.RunAsync(
                connection =>
                {
                    var done = new FindingChanges();
                    foreach (var item in batch)
                    {
                        var (before, after) = write(connection, item);
                        if (ReferenceEquals(before, after))
                        {
                            done = done with { Unchanged = done.Unchanged + 1 };
                            continue;
                        }
                        FindingRow.Put(connection, before, after);
                        done = before is null ? done with { Created = done.Created + 1 } : done with { Updated = done.Updated + 1 };
                    }
                    return done;
                },
                cancellationToken);
            (created, updated, unchanged) = (created + changes.Created, updated + changes.Updated, unchanged + changes.Unchanged);
        }
        return new FindingChanges(created, updated, unchanged);
    }

    private static ImmutableArray<FindingRecord> FindAll(DbConnection connection, string id) =>
        [.. connection.Query<string>("SELECT document FROM findings WHERE id = @id ORDER BY product", new { id }).Select(FindingRow.Read)];

    private static (string Where, DynamicParameters Parameters) Conditions(FindingQuery query)
    {
        var conditions = new List<string>();
        var parameters = new DynamicParameters();
        void Add(string condition, string name, object value)
        {
            conditions.Add(condition);
            parameters.Add(name, value);
        }
        if (query.AtLeast is { } severity)
            Add("severity >= @atLeast", "atLeast", (int)severity);
        if (!query.Workflows.IsDefaultOrEmpty)
            conditions.Add($"workflow IN ({string.Join(',', query.Workflows.Select(workflow => (int)workflow))})");
        if (query.RecordState is { } state)
            Add("record_state = @recordState", "recordState", (int)state);
        if (query.Account is { } account)
            Add("account = @account", "account", account);
        if (query.Region is { } region)
            Add("region = @region", "region", region);
        if (query.Principal is { } principal)
            Add("principal = @principal", "principal", principal);
        if (query.Type is { Length: > 0 } type)
        {
            if (type.EndsWith('*'))
                Add("type LIKE @type ESCAPE '!'", "type", Escape(type[..^1]) + "%");
            else
                Add("type = @type", "type", type);
        }
        if (query.Text is { Length: > 0 } text)
            Add("search LIKE @text ESCAPE '!'", "text", $"%{Escape(text[..Math.Min(text.Length, LongestText)].ToLowerInvariant())}%");
        if (query.After is { } after)
        {
            conditions.Add(query.Order == FindingOrder.Severity
                ? "(severity < @afterSeverity OR (severity = @afterSeverity AND (last_seen < @afterSeen OR (last_seen = @afterSeen AND (id, product) > (@afterId, @afterProduct)))))"
                : "(last_seen < @afterSeen OR (last_seen = @afterSeen AND (id, product) > (@afterId, @afterProduct)))");
            parameters.Add("afterSeverity", after.Severity);
            parameters.Add("afterSeen", after.LastSeen);
            parameters.Add("afterId", after.Id);
            parameters.Add("afterProduct", after.ProductArn);
        }
        return (conditions.Count == 0 ? string.Empty : "WHERE " + string.Join(" AND ", conditions), parameters);
    }

    private static string Escape(string text) =>
        text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);

    private sealed record CountRow(string Account, string Type, long Severity, long Workflow, long RecordState, long Findings);
}
