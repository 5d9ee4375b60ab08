using Landward.Findings;
using Landward.Findings.SecurityHub;
using Landward.Model;
using Landward.Storage;
using Landward.Tests.Storage;

namespace Landward.Tests.Findings;

public sealed class FindingStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedClock _clock = new(SampleFinding.Start.AddDays(1));
    private Database _database = null!;
    private FindingStore _store = null!;

    public ValueTask InitializeAsync()
    {
        _database = Database.Open(StoreLocation.Parse(_folder.File("hub.db")), DatabaseOptions.Default, FindingStore.Schema);
        _store = new FindingStore(_database, _clock);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_finding_comes_back_as_it_was_stored()
    {
        (await Record(SampleFinding.LeakedKey)).ShouldBe(new FindingChanges(1, 0, 0));
        var record = _store.Find(SampleFinding.LeakedKey.Id)!;
        FindingJson.Write(record.Finding).ToJsonString().ShouldBe(FindingJson.Write(SampleFinding.LeakedKey).ToJsonString());
        record.ProductArn.ShouldBe("arn:aws:securityhub:eu-west-1:222233334444:product/222233334444/default");
        record.Workflow.ShouldBe(WorkflowStatus.New);
    }

    [Fact]
    public async Task The_same_evidence_again_changes_nothing()
    {
        await Record(SampleFinding.LeakedKey);
        var before = FindingJson.Write(_store.Find(SampleFinding.LeakedKey.Id)!).ToJsonString();
        _clock.Now = _clock.Now.AddHours(1);
        (await Record(SampleFinding.LeakedKey)).ShouldBe(new FindingChanges(0, 0, 1));
        FindingJson.Write(_store.Find(SampleFinding.LeakedKey.Id)!).ToJsonString().ShouldBe(before);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3 }, new[] { 3, 4 }, 4)]
    [InlineData(new[] { 1, 2 }, new[] { 3, 4 }, 4)]
    [InlineData(new[] { 3, 4 }, new[] { 1, 2 }, 4)]
    [InlineData(new[] { 1, 2, 3, 4 }, new[] { 2 }, 4)]
    public async Task New_evidence_raises_count_and_last_seen_once(int[] first, int[] second, int count)
    {
        await Record(SampleFinding.WithEvents(first));
        await Record(SampleFinding.WithEvents(second));
        await Record(SampleFinding.WithEvents(second));
        await Record(SampleFinding.WithEvents(first));
        var finding = _store.Find(SampleFinding.LeakedKey.Id)!.Finding;
        finding.Count.ShouldBe(count);
        finding.FirstSeen.ShouldBe(SampleFinding.Start.AddMinutes(first.Concat(second).Min()));
        finding.LastSeen.ShouldBe(SampleFinding.Start.AddMinutes(first.Concat(second).Max()));
        finding.Evidence.Select(evidence => evidence.Time).ShouldBeInOrder();
    }

    [Fact]
    public async Task Evidence_beyond_the_cap_still_counts_once()
    {
        var first = SampleFinding.WithEvents([.. Enumerable.Range(0, 80)]);
        var second = SampleFinding.WithEvents([.. Enumerable.Range(80, 80)]);
        foreach (var finding in new[] { first, second, second, first })
            await Record(finding);
        var stored = _store.Find(first.Id)!.Finding;
        stored.Count.ShouldBe(160);
        stored.Evidence.Length.ShouldBe(100);
        stored.Evidence[0].EventId.ShouldBe("event-0");
        stored.Evidence[^1].EventId.ShouldBe("event-159");
    }

    [Fact]
    public async Task New_evidence_wakes_an_archived_finding_and_keeps_a_customers_severity()
    {
        var import = new FindingImport
        {
            Finding = SampleFinding.WithEvents(1),
            ProductArn = Asff.ProductArn("222233334444", "eu-west-1"),
            CreatedAt = SampleFinding.Start,
            UpdatedAt = SampleFinding.Start,
            RecordState = RecordState.Archived,
        };
        await _store.ImportAsync([import], CancellationToken.None);
        await _store.UpdateAsync([SampleFinding.LeakedKey.Id], new FindingUpdate { Workflow = WorkflowStatus.Resolved, Fields = new ProviderFields { Severity = Severity.Low } }, CancellationToken.None);
        await Record(SampleFinding.WithEvents(1, 2));
        var record = _store.Find(SampleFinding.LeakedKey.Id)!;
        record.RecordState.ShouldBe(RecordState.Active);
        record.Workflow.ShouldBe(WorkflowStatus.New);
        record.Finding.Severity.ShouldBe(Severity.Low);
        record.Provider.Severity.ShouldBe(Severity.High);
        (await Record(SampleFinding.WithEvents(1, 2))).Unchanged.ShouldBe(1);
    }

    [Fact]
    public async Task An_update_of_an_unknown_id_is_answered()
    {
        await Record(SampleFinding.LeakedKey);
        var missing = await _store.UpdateAsync(["nobody", SampleFinding.LeakedKey.Id], new FindingUpdate { Workflow = WorkflowStatus.Notified }, CancellationToken.None);
        missing.ShouldBe(["nobody"]);
        _store.Find(SampleFinding.LeakedKey.Id)!.Workflow.ShouldBe(WorkflowStatus.Notified);
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        await Record(
            SampleFinding.LeakedKey,
            SampleFinding.LeakedKey with { Id = "b", Type = "Policy:S3/BucketAnonymousAccessGranted", Severity = Severity.Medium, Account = "333344445555", Principal = null, Title = "100% public_bucket" },
            SampleFinding.LeakedKey with { Id = "c", Region = "us-east-1", Severity = Severity.Critical });
        await _store.UpdateAsync(["c"], new FindingUpdate { Workflow = WorkflowStatus.Suppressed }, CancellationToken.None);
        Ids(new FindingQuery()).ShouldBe(["c", SampleFinding.LeakedKey.Id, "b"]);
        Ids(new FindingQuery { AtLeast = Severity.High }).ShouldBe(["c", SampleFinding.LeakedKey.Id]);
        Ids(new FindingQuery { Workflows = [WorkflowStatus.New] }).ShouldBe([SampleFinding.LeakedKey.Id, "b"]);
        Ids(new FindingQuery { Account = "333344445555" }).ShouldBe(["b"]);
        Ids(new FindingQuery { Region = "us-east-1" }).ShouldBe(["c"]);
        Ids(new FindingQuery { Type = "Policy:*" }).ShouldBe(["b"]);
        Ids(new FindingQuery { Type = "Policy:" }).ShouldBeEmpty();
        Ids(new FindingQuery { Principal = SampleFinding.LeakedKey.Principal }).ShouldBe(["c", SampleFinding.LeakedKey.Id]);
        Ids(new FindingQuery { Text = "0% PUBLIC_" }).ShouldBe(["b"]);
        Ids(new FindingQuery { Text = "%" }).ShouldBe(["b"]);
        Ids(new FindingQuery { Text = "' OR 1=1 --" }).ShouldBeEmpty();
        Ids(new FindingQuery { RecordState = RecordState.Archived }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FindingOrder.Severity)]
    [InlineData(FindingOrder.Newest)]
    public async Task Pages_join_up_to_the_whole_ordered_list(FindingOrder order)
    {
        var random = new Random(7);
        Severity[] severities = [Severity.Low, Severity.Medium, Severity.High];
        await Record([.. Enumerable.Range(0, 57).Select(i => SampleFinding.LeakedKey with
        {
            Id = $"f{i}",
            Severity = severities[random.Next(3)],
            LastSeen = SampleFinding.Start.AddMinutes(5 + random.Next(6)),
        })]);
        var all = Ids(new FindingQuery { Order = order, Limit = 1000 });
        var paged = new List<string>();
        FindingCursor? after = null;
        do
        {
            var page = _store.List(new FindingQuery { Order = order, Limit = 10, After = after });
            paged.AddRange(page.Findings.Select(record => record.Finding.Id));
            page.Findings.Length.ShouldBeLessThanOrEqualTo(10);
            after = null;
            if (page.Next is { } next)
                FindingCursor.TryParse(next.ToString(), out after).ShouldBeTrue();
        }
        while (after is not null);
        paged.ShouldBe(all);
        paged.Count.ShouldBe(57);
        _store.ListAll(new FindingQuery { Order = order }).Count().ShouldBe(57);
    }

    [Fact]
    public async Task Counters_agree_with_the_rows_after_any_changes()
    {
        await Record([.. Enumerable.Range(0, 30).Select(i => SampleFinding.LeakedKey with { Id = $"f{i}", Account = i % 3 == 0 ? "333344445555" : "222233334444", Severity = i % 2 == 0 ? Severity.Low : Severity.High })]);
        await _store.UpdateAsync(Enumerable.Range(0, 10).Select(i => $"f{i}"), new FindingUpdate { Workflow = WorkflowStatus.Suppressed }, CancellationToken.None);
        await _store.UpdateAsync(["f20"], new FindingUpdate { Fields = new ProviderFields { Severity = Severity.Critical } }, CancellationToken.None);
        var statistics = _store.Statistics();
        var rows = _store.ListAll(new FindingQuery { RecordState = null }).ToList();
        statistics.Total.ShouldBe(30);
        statistics.Active.ShouldBe(30);
        var open = rows.Where(row => row.Workflow == WorkflowStatus.New).ToList();
        statistics.BySeverity.ShouldBe(open.GroupBy(row => row.Finding.Severity).OrderBy(group => group.Key).ToDictionary(group => group.Key, group => (long)group.Count()));
        statistics.ByAccount.ShouldBe(open.GroupBy(row => row.Finding.Account).OrderBy(group => group.Key).ToDictionary(group => group.Key, group => (long)group.Count()));
        statistics.ByWorkflow[WorkflowStatus.Suppressed].ShouldBe(10);
        _store.Statistics("333344445555").Total.ShouldBe(10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("YWJj")]
    public void A_cursor_somebody_made_up_is_refused(string text) => FindingCursor.TryParse(text, out _).ShouldBeFalse();

    private Task<FindingChanges> Record(params Finding[] findings) => _store.RecordAsync(findings, CancellationToken.None);

    private List<string> Ids(FindingQuery query) => [.. _store.List(query).Findings.Select(record => record.Finding.Id)];
}
