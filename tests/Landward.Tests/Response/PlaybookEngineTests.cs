using System.Collections.Immutable;
using Landward.Aws;
using Landward.Model;
using Landward.Response.Playbooks;
using Landward.Storage;
using Landward.Tests.Findings;
using Landward.Tests.Storage;

namespace Landward.Tests.Response;

public sealed class PlaybookEngineTests : IAsyncLifetime
{
    private static readonly Finding Leak = SampleFinding.LeakedKey with
    {
        Facts = ImmutableSortedDictionary<string, string>.Empty.Add("accessKeyId", "AKIALEAKED").Add("userName", "ci-deploy"),
    };

    private static readonly Finding PublicBucket = Leak with
    {
        Id = "public-bucket",
        Type = "Policy:S3/BucketAnonymousAccessGranted",
        Resources = [new FindingResource("AWS::S3::Bucket", "arn:aws:s3:::loot")],
    };

    private static readonly Finding OpenGroup = Leak with { Id = "open-group", Resources = [new FindingResource("AWS::EC2::SecurityGroup", "sg-1")] };

    private readonly TemporaryFolder _folder = new();
    private readonly FixedClock _clock = new(SampleFinding.Start.AddHours(1));
    private readonly FakeAws _aws = new();
    private readonly PlaybookCatalogue _catalogue = PlaybookCatalogue.Load([]).Catalogue;
    private Database _database = null!;
    private CallJournal _journal = null!;
    private PlaybookEngine _engine = null!;

    public ValueTask InitializeAsync()
    {
        Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _journal.Dispose();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_plan_shows_calls_and_blast_radius_and_changes_nothing()
    {
        var run = await Plan("contain-leaked-key", Leak, PublicBucket);
        run.State.ShouldBe(PlaybookRunState.Planned);
        run.Steps.Select(step => step.Step).ShouldBe(["disable-key", "deny-sessions", "remove-public-statements", "block-public-access"]);
        run.Steps.SelectMany(step => step.Calls).Select(call => call.Operation).ShouldBe(["UpdateAccessKey", "PutUserPolicy", "PutBucketPolicy", "PutPublicAccessBlock"]);
        run.Steps[0].BlastRadius["otherActiveKeys"]!.GetValue<int>().ShouldBe(1);
        run.Steps[0].BlastRadius["keyLastUsed"]!["ServiceName"]!.GetValue<string>().ShouldBe("s3");
        run.Steps[2].BlastRadius["publicStatements"]!.GetValue<int>().ShouldBe(1);
        _aws.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_does_verifies_and_undoes_exactly()
    {
        var run = await PlanAndRun("contain-leaked-key", Leak, PublicBucket, OpenGroup);
        run.State.ShouldBe(PlaybookRunState.Verified);
        _aws.Keys["AKIALEAKED"].ShouldBe("Inactive");
        _aws.Keys["AKIAOTHER"].ShouldBe("Active");
        _aws.Inline.Values.ShouldHaveSingleItem().ShouldContain("aws:TokenIssueTime");
        var policy = _aws.BucketPolicy.ShouldNotBeNull();
        policy.ShouldNotContain("Everybody");
        policy.ShouldContain("Mine");
        _aws.PublicAccessBlock.ShouldNotBeNull();
        run.StateAfter.ShouldNotBe(run.StateBefore);

        var (undone, diagnostics) = await _engine.UndoAsync(run.Id, CancellationToken.None);
        diagnostics.ShouldBeEmpty();
        undone!.State.ShouldBe(PlaybookRunState.Undone);
        undone.StateAfter.ShouldBe(undone.StateBefore);
        _aws.Keys["AKIALEAKED"].ShouldBe("Active");
        _aws.Inline.ShouldBeEmpty();
        _aws.BucketPolicy.ShouldBe(FakeAws.PublicPolicy);
        _aws.PublicAccessBlock.ShouldBeNull();
    }

    [Fact]
    public async Task One_corrupted_field_between_run_and_undo_makes_the_hashes_differ()
    {
        var run = await PlanAndRun("contain-leaked-key", Leak, PublicBucket);
        _aws.UserTags.Add(new System.Text.Json.Nodes.JsonObject { ["Key"] = "team", ["Value"] = "x" });
        var (undone, diagnostics) = await _engine.UndoAsync(run.Id, CancellationToken.None);
        undone!.State.ShouldBe(PlaybookRunState.Undone);
        undone.StateAfter.ShouldNotBe(undone.StateBefore);
        var difference = diagnostics.ShouldHaveSingleItem();
        difference.Code.ShouldBe("LW6040");
        difference.Detail.ShouldContain("AWS::IAM::User/ci-deploy");
        difference.Detail.ShouldNotContain("loot");
    }

    [Fact]
    public async Task What_somebody_else_changed_since_is_left_alone()
    {
        var run = await PlanAndRun("close-public-bucket", PublicBucket);
        _aws.BucketPolicy = """{"Version":"2012-10-17","Statement":[]}""";
        var (undone, diagnostics) = await _engine.UndoAsync(run.Id, CancellationToken.None);
        diagnostics.ShouldContain(diagnostic => diagnostic.Code == "LW6038");
        _aws.BucketPolicy.ShouldBe("""{"Version":"2012-10-17","Statement":[]}""");
        _aws.PublicAccessBlock.ShouldBeNull();
        undone!.Steps[0].State.ShouldBe(PlaybookStepState.Kept);
        undone.StateAfter.ShouldNotBe(undone.StateBefore);
    }

    [Fact]
    public async Task A_second_run_and_a_second_undo_change_nothing()
    {
        var run = await PlanAndRun("contain-leaked-key", Leak, PublicBucket);
        var changes = _aws.Changes.Count;
        (await _engine.RunAsync(run.Id, CancellationToken.None)).Run!.State.ShouldBe(PlaybookRunState.Verified);
        _aws.Changes.Count.ShouldBe(changes);

        var again = await PlanAndRun("contain-leaked-key", Leak, PublicBucket);
        again.State.ShouldBe(PlaybookRunState.Verified);
        again.Steps.Where(step => step.Step != "deny-sessions").ShouldAllBe(step => step.State == PlaybookStepState.Unneeded && step.Calls.IsEmpty);

        await _engine.UndoAsync(run.Id, CancellationToken.None);
        changes = _aws.Changes.Count;
        (await _engine.UndoAsync(run.Id, CancellationToken.None)).Run!.State.ShouldBe(PlaybookRunState.Undone);
        _aws.Changes.Count.ShouldBe(changes);
    }

    [Fact]
    public async Task A_run_waits_for_its_approval()
    {
        var run = await Plan("contain-leaked-key", Leak);
        var (refused, diagnostics) = await _engine.RunAsync(run.Id, CancellationToken.None);
        refused!.State.ShouldBe(PlaybookRunState.Planned);
        diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW6035");
        _aws.Changes.ShouldBeEmpty();
        var approved = await _engine.ApproveAsync(run.Id, "alice", CancellationToken.None);
        approved.Run!.ApprovedBy.ShouldBe("alice");
        (await _engine.UndoAsync(run.Id, CancellationToken.None)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW6035");
    }

    /// <summary>Killed before the call was made, or after AWS carried it out and before its answer was seen: the journal cannot tell which.</summary>
    [Theory]
    [InlineData("UpdateAccessKey", false)]
    [InlineData("PutUserPolicy", false)]
    [InlineData("PutBucketPolicy", false)]
    [InlineData("PutPublicAccessBlock", false)]
    [InlineData("UpdateAccessKey", true)]
    [InlineData("PutUserPolicy", true)]
    [InlineData("PutBucketPolicy", true)]
    [InlineData("PutPublicAccessBlock", true)]
    public async Task A_process_killed_at_any_change_leaves_a_run_that_is_finished_or_undone_later(string killedAt, bool carriedOut)
    {
        foreach (var undo in new[] { false, true })
        {
            var run = await Plan("contain-leaked-key", Leak, PublicBucket);
            await _engine.ApproveAsync(run.Id, "alice", CancellationToken.None);
            var changes = _aws.Changes.Count;
            Func<string, Exception?> kill = operation => operation == killedAt ? new KilledException() : null;
            if (carriedOut)
                _aws.LostAnswer = kill;
            else
                _aws.Fault = kill;
            await Should.ThrowAsync<KilledException>(() => _engine.RunAsync(run.Id, CancellationToken.None));
            (_aws.Fault, _aws.LostAnswer) = (_ => null, _ => null);
            _aws.Changes.Skip(changes).Contains(killedAt).ShouldBe(carriedOut);
            await RestartAsync();
            _engine.FindRun(run.Id)!.State.ShouldBe(PlaybookRunState.Running);
            _journal.Pending.Count.ShouldBeGreaterThan(0);
            if (!undo)
            {
                var resumed = (await _engine.RunAsync(run.Id, CancellationToken.None)).Run!;
                resumed.State.ShouldBe(PlaybookRunState.Verified);
                _aws.PublicAccessBlock.ShouldNotBeNull();
            }
            var undone = (await _engine.UndoAsync(run.Id, CancellationToken.None)).Run!;
            undone.State.ShouldBe(PlaybookRunState.Undone);
            undone.StateAfter.ShouldBe(undone.StateBefore);
            _aws.BucketPolicy.ShouldBe(FakeAws.PublicPolicy);
        }
    }

    [Fact]
    public async Task A_call_carried_out_whose_answer_was_lost_is_not_made_again()
    {
        var run = await Plan("contain-leaked-key", Leak, PublicBucket);
        await _engine.ApproveAsync(run.Id, "alice", CancellationToken.None);
        _aws.LostAnswer = operation => operation == "UpdateAccessKey" ? FakeAws.Error("iam", "UpdateAccessKey", AwsApiException.NoAnswer, 0) : null;
        (await _engine.RunAsync(run.Id, CancellationToken.None)).Run!.State.ShouldBe(PlaybookRunState.Failed);
        _journal.Pending.ShouldHaveSingleItem().Intent.Operation.ShouldBe("UpdateAccessKey");
        _aws.LostAnswer = _ => null;
        (await _engine.RunAsync(run.Id, CancellationToken.None)).Run!.State.ShouldBe(PlaybookRunState.Verified);
        _aws.Changes.Count(operation => operation == "UpdateAccessKey").ShouldBe(1);
        var undone = (await _engine.UndoAsync(run.Id, CancellationToken.None)).Run!;
        undone.StateAfter.ShouldBe(undone.StateBefore);
        _aws.Keys["AKIALEAKED"].ShouldBe("Active");
    }

    [Theory]
    [InlineData("UpdateAccessKey")]
    [InlineData("DeleteUserPolicy")]
    [InlineData("DeletePublicAccessBlock")]
    public async Task A_process_killed_while_undoing_is_taken_up(string killedAt)
    {
        var run = await PlanAndRun("contain-leaked-key", Leak, PublicBucket);
        _aws.Fault = operation => operation == killedAt ? new KilledException() : null;
        await Should.ThrowAsync<KilledException>(() => _engine.UndoAsync(run.Id, CancellationToken.None));
        _aws.Fault = _ => null;
        await RestartAsync();
        var undone = (await _engine.UndoAsync(run.Id, CancellationToken.None)).Run!;
        undone.StateAfter.ShouldBe(undone.StateBefore);
    }

    [Fact]
    public async Task A_failing_step_stops_no_other_and_the_run_can_be_repeated()
    {
        var run = await Plan("contain-leaked-key", Leak, PublicBucket);
        await _engine.ApproveAsync(run.Id, "alice", CancellationToken.None);
        _aws.Fault = operation => operation == "PutUserPolicy" ? FakeAws.Error("iam", "PutUserPolicy", "AccessDenied", 403) : null;
        var (failed, diagnostics) = await _engine.RunAsync(run.Id, CancellationToken.None);
        failed!.State.ShouldBe(PlaybookRunState.Failed);
        diagnostics.ShouldHaveSingleItem().Detail.ShouldContain("AccessDenied");
        _aws.Keys["AKIALEAKED"].ShouldBe("Inactive");
        _aws.PublicAccessBlock.ShouldNotBeNull();
        _aws.Fault = _ => null;
        (await _engine.RunAsync(run.Id, CancellationToken.None)).Run!.State.ShouldBe(PlaybookRunState.Verified);
        var undone = (await _engine.UndoAsync(run.Id, CancellationToken.None)).Run!;
        undone.StateAfter.ShouldBe(undone.StateBefore);
    }

    [Fact]
    public async Task Nothing_is_changed_when_the_state_before_cannot_be_read()
    {
        var run = await Plan("contain-leaked-key", Leak, PublicBucket);
        await _engine.ApproveAsync(run.Id, "alice", CancellationToken.None);
        _aws.Fault = operation => operation == "GetBucketAcl" ? FakeAws.Error("s3", "GetBucketAcl", "AccessDenied", 403) : null;
        var (same, diagnostics) = await _engine.RunAsync(run.Id, CancellationToken.None);
        same!.State.ShouldBe(PlaybookRunState.Approved);
        diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW6041");
        _aws.Changes.ShouldBeEmpty();
        _aws.Fault = _ => null;
        (await _engine.RunAsync(run.Id, CancellationToken.None)).Run!.State.ShouldBe(PlaybookRunState.Verified);
    }

    [Fact]
    public async Task Public_ingress_goes_and_comes_back_and_narrow_ranges_stay()
    {
        var run = await PlanAndRun("close-open-security-group", OpenGroup);
        _aws.Ingress.ShouldBe(["10.0.0.0/8"]);
        run.Steps[0].BlastRadius["networkInterfaces"]!.GetValue<string>().ShouldBe("unknown (UnauthorizedOperation)");
        var undone = (await _engine.UndoAsync(run.Id, CancellationToken.None)).Run!;
        _aws.Ingress.Order(StringComparer.Ordinal).ShouldBe(["0.0.0.0/0", "10.0.0.0/8"]);
        undone.StateAfter.ShouldBe(undone.StateBefore);
    }

    [Fact]
    public async Task A_restarted_trail_is_not_stopped_again()
    {
        var run = await PlanAndRun("restart-trail", Leak with { Facts = Leak.Facts.Add("trailName", "main") });
        _aws.IsLogging.ShouldBeTrue();
        var (undone, diagnostics) = await _engine.UndoAsync(run.Id, CancellationToken.None);
        _aws.IsLogging.ShouldBeTrue();
        diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["LW6039", "LW6040"]);
        undone!.Steps[0].State.ShouldBe(PlaybookStepState.Kept);
    }

    [Fact]
    public async Task A_detached_policy_is_attached_again()
    {
        var facts = Leak.Facts.Add("targetUserName", "ci-deploy").Add("policyArn", "arn:aws:iam::aws:policy/AdministratorAccess");
        var run = await PlanAndRun("detach-policy", Leak with { Facts = facts });
        _aws.Attached.ShouldBeEmpty();
        await _engine.UndoAsync(run.Id, CancellationToken.None);
        _aws.Attached.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Findings_without_the_facts_give_no_plan()
    {
        var (run, diagnostics) = await _engine.PlanAsync(_catalogue.Find("contain-leaked-key")!, [PublicBucket with { Facts = PublicBucket.Facts.Clear(), Principal = null }], CancellationToken.None);
        run.ShouldBeNull();
        diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["LW6033", "LW6033"]);
        _engine.ListRuns().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ASIASESSION", "ci-deploy", "session")]
    [InlineData("AKIAUNKNOWN", "ci-deploy", "no access key")]
    [InlineData("AKIALEAKED", "nobody", "does not exist")]
    public async Task An_action_refuses_what_it_must_not_do(string key, string user, string why)
    {
        var finding = Leak with { Facts = Leak.Facts.SetItem("accessKeyId", key).SetItem("userName", user) };
        var (run, diagnostics) = await _engine.PlanAsync(_catalogue.Find("leaked-access-key")!, [finding], CancellationToken.None);
        run.ShouldBeNull();
        diagnostics.ShouldContain(diagnostic => diagnostic.Code == "LW6034" && diagnostic.Detail.Contains(why));
    }

    [Fact]
    public async Task An_emergency_user_is_not_locked_out()
    {
        _aws.UserTags.Add(new System.Text.Json.Nodes.JsonObject { ["Key"] = "landward:break-glass", ["Value"] = "yes" });
        (await _engine.PlanAsync(_catalogue.Find("leaked-access-key")!, [Leak], CancellationToken.None)).Run.ShouldBeNull();
    }

    [Fact]
    public async Task Two_plans_while_the_clock_stands_still_are_two_runs()
    {
        var playbook = _catalogue.Find("leaked-access-key")!;
        var first = await _engine.PlanAsync(playbook, [Leak], CancellationToken.None);
        var second = await _engine.PlanAsync(playbook, [Leak], CancellationToken.None);
        second.Run!.Id.ShouldNotBe(first.Run!.Id);
        _engine.ListRuns().Length.ShouldBe(2);
    }

    [Fact]
    public async Task Unknown_runs_are_answered()
    {
        (await _engine.RunAsync("run-0", CancellationToken.None)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW6036");
        (await _engine.UndoAsync("run-0", CancellationToken.None)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW6036");
        (await _engine.ApproveAsync("run-0", "me", CancellationToken.None)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW6036");
    }

    [Fact]
    public async Task Every_change_stands_in_the_journal()
    {
        var run = await PlanAndRun("contain-leaked-key", Leak, PublicBucket);
        _journal.Entries.Select(entry => (entry.Intent.Operation, entry.State)).ShouldBe(
        [
            ("UpdateAccessKey", JournalState.Completed),
            ("PutUserPolicy", JournalState.Completed),
            ("PutBucketPolicy", JournalState.Completed),
            ("PutPublicAccessBlock", JournalState.Completed),
        ]);
        _journal.Entries.ShouldAllBe(entry => entry.Intent.Key.StartsWith(run.Id) && entry.Intent.Account == FakeAws.Account);
    }

    private void Start()
    {
        _database = Database.Open(StoreLocation.Parse(_folder.File("hub.db")), DatabaseOptions.Default, PlaybookEngine.Schema);
        _journal = CallJournal.Open(_folder.File("journal.jsonl"), _clock);
        _engine = new PlaybookEngine(
            _database,
            _journal,
            (account, region) =>
            {
                account.Value.ShouldBe(FakeAws.Account);
                return _aws.CallAsync;
            },
            _clock);
    }

    private async Task RestartAsync()
    {
        _journal.Dispose();
        await _database.DisposeAsync();
        Start();
    }

    private async Task<PlaybookRun> Plan(string playbook, params Finding[] findings)
    {
        _clock.Now = _clock.Now.AddMinutes(1);
        var (run, diagnostics) = await _engine.PlanAsync(_catalogue.Find(playbook)!, findings, CancellationToken.None);
        diagnostics.ShouldBeEmpty();
        return run.ShouldNotBeNull();
    }

    private async Task<PlaybookRun> PlanAndRun(string playbook, params Finding[] findings)
    {
        var run = await Plan(playbook, findings);
        await _engine.ApproveAsync(run.Id, "alice", CancellationToken.None);
        var (done, diagnostics) = await _engine.RunAsync(run.Id, CancellationToken.None);
        diagnostics.ShouldBeEmpty();
        return done.ShouldNotBeNull();
    }

    private sealed class KilledException : Exception;
}
