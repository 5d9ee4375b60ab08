using System.Data.Common;
using System.Text.Json.Nodes;
using Dapper;

namespace Landward.Findings;

/// <summary>One finding in the database: hot columns beside the document, and the counters that follow every change.</summary>
internal static class FindingRow
{
    private const string Upsert =
        """
        INSERT INTO findings (id, product, account, region, type, principal, severity, workflow, record_state, last_seen, search, document)
        VALUES (@Id, @Product, @Account, @Region, @Type, @Principal, @Severity, @Workflow, @RecordState, @LastSeen, @Search, @Document)
        ON CONFLICT (id, product) DO UPDATE SET account = excluded.account, region = excluded.region, type = excluded.type,
          principal = excluded.principal, severity = excluded.severity, workflow = excluded.workflow,
          record_state = excluded.record_state, last_seen = excluded.last_seen, search = excluded.search, document = excluded.document
        """;

    private const string Count =
        """
        INSERT INTO finding_counts (account, type, severity, workflow, record_state, findings)
        VALUES (@Account, @Type, @Severity, @Workflow, @RecordState, @Difference)
        ON CONFLICT (account, type, severity, workflow, record_state) DO UPDATE SET findings = finding_counts.findings + excluded.findings
        """;

    public static FindingRecord? Find(DbConnection connection, string id, string product) =>
        connection.ExecuteScalar<string?>("SELECT document FROM findings WHERE id = @id AND product = @product", new { id, product }) is { } document
            ? Read(document)
            : null;

    public static FindingRecord Read(string document) => FindingJson.ReadRecord(JsonNode.Parse(document)!.AsObject());

    public static void Put(DbConnection connection, FindingRecord? before, FindingRecord after)
    {
        var finding = after.Finding;
        connection.Execute(Upsert, new
        {
            finding.Id,
            Product = after.ProductArn,
            finding.Account,
            finding.Region,
            finding.Type,
            finding.Principal,
            Severity = (int)finding.Severity,
            Workflow = (int)after.Workflow,
            RecordState = (int)after.RecordState,
            LastSeen = finding.LastSeen.ToUnixTimeMilliseconds(),
            Search = SearchText(after),
            Document = FindingJson.Write(after).ToJsonString(),
        });
        if (before is not null && CounterOf(before) == CounterOf(after))
            return;
        if (before is not null)
            Add(connection, before, -1);
        Add(connection, after, +1);
    }

    private static void Add(DbConnection connection, FindingRecord record, int difference)
    {
        var (account, type, severity, workflow, recordState) = CounterOf(record);
        connection.Execute(Count, new { Account = account, Type = type, Severity = severity, Workflow = workflow, RecordState = recordState, Difference = difference });
    }

    private static (string Account, string Type, int Severity, int Workflow, int RecordState) CounterOf(FindingRecord record) =>
        (record.Finding.Account, record.Finding.Type, (int)record.Finding.Severity, (int)record.Workflow, (int)record.RecordState);

    private static string SearchText(FindingRecord record)
    {
        var finding = record.Finding;
        string?[] parts = [finding.Id, finding.Title, finding.Description, finding.Type, finding.Principal, .. finding.Resources.Select(resource => resource.Id)];
        return string.Join('\n', parts.OfType<string>()).ToLowerInvariant();
    }
}
