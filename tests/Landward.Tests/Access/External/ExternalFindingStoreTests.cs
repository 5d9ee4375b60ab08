using System.Collections.Immutable;
using Landward.Access;
using Landward.Access.External;
using Landward.Cli.Access;
using Landward.Findings;
using Landward.Storage;
using Landward.Tests.Findings;
using Landward.Tests.Storage;

namespace Landward.Tests.Access.External;

public sealed class ExternalFindingStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedClock _clock = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
    private readonly AccessSnapshot _snapshot = Case("Anyone may read every object").Snapshot();
    private readonly ImmutableArray<ExternalFinding> _findings = Case("Anyone may read every object").Analyze().Findings;
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
    public async Task A_finding_lives_from_active_over_archived_to_resolved_and_back()
    {
        await Save(_findings);
        var stored = _store.Find(_findings[0].Id)!;
        (stored.RecordState, stored.Workflow, stored.Finding.Type).ShouldBe((RecordState.Active, WorkflowStatus.New, "Policy:S3/PublicAccess"));
        await Save([_findings[0] with { Status = ExternalFindingStatus.Archived, ArchivedBy = "known" }]);
        _store.Find(_findings[0].Id)!.RecordState.ShouldBe(RecordState.Archived);
        await Save(_findings);
        _store.Find(_findings[0].Id)!.RecordState.ShouldBe(RecordState.Active);
        await Save([]);
        stored = _store.Find(_findings[0].Id)!;
        (stored.RecordState, stored.Workflow).ShouldBe((RecordState.Archived, WorkflowStatus.Resolved));
        await Save(_findings);
        stored = _store.Find(_findings[0].Id)!;
        (stored.RecordState, stored.Workflow).ShouldBe((RecordState.Active, WorkflowStatus.New));
        stored.Finding.FirstSeen.ShouldBe(new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task What_could_not_be_read_is_not_resolved()
    {
        await Save(_findings);
        await Save([], _snapshot with { Unread = [new UnreadSource("222222222222", "eu-west-1", "s3:ListBuckets", "AccessDenied: no")] });
        await Save([], _snapshot with { Unread = [new UnreadSource("222222222222", "eu-west-1", "s3:GetBucketPolicy", "AccessDenied: no", "arn:aws:s3:::data", "AWS::S3::Bucket")] });
        _store.Find(_findings[0].Id)!.RecordState.ShouldBe(RecordState.Active);
    }

    private Task Save(ImmutableArray<ExternalFinding> findings, AccessSnapshot? snapshot = null)
    {
        _clock.Now += TimeSpan.FromHours(1);
        return new ExternalFindingStore(_store, _clock).SaveAsync(findings, snapshot ?? _snapshot, ["eu-west-1"], resolve: true, TestContext.Current.CancellationToken);
    }

    private static ExternalCase Case(string name) => ExternalCase.All.Single(test => test.Name == name);
}
