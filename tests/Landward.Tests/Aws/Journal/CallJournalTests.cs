using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Aws.Wire;
using Landward.Tests.Aws.Calls;

namespace Landward.Tests.Aws.Journal;

public sealed class CallJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("landward-journal-").FullName;
    private readonly InstantTime _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.FromSeconds(60));
    private readonly CancellationToken _token = TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder, "apply", "journal.jsonl");

    [Fact]
    public void Entries_survive_reopening()
    {
        using (var journal = Open())
        {
            var first = journal.Begin(Intent("accounts/dev"));
            journal.Complete(first.Id, new JsonObject { ["Id"] = "car-1" });
            var second = journal.Begin(Intent("accounts/prod"));
            journal.Fail(second.Id, new AwsApiException("organizations", "CreateAccount", "AccessDeniedException", "no", 400, "req-1"));
            journal.Begin(Intent("accounts/uat"));
            journal.ReadBack(first.Id, new JsonObject { ["State"] = "SUCCEEDED" });
        }
        using var again = Open();
        again.UnreadableLines.ShouldBe(0);
        again.Entries.Select(entry => (entry.Id, entry.Intent.Key, entry.State)).ShouldBe(
            [(1, "accounts/dev", JournalState.Completed), (2, "accounts/prod", JournalState.Failed), (3, "accounts/uat", JournalState.Pending)]);
        again.Find("accounts/dev")!.Result!.ToJsonString().ShouldBe("""{"Id":"car-1"}""");
        ((string?)again.Find("accounts/dev")!.ReadBack!["State"]).ShouldBe("SUCCEEDED");
        (again.Entries[1].ErrorCode, again.Entries[1].RequestId).ShouldBe(("AccessDeniedException", "req-1"));
        again.Pending.Select(entry => entry.Id).ShouldBe([3]);
        again.Begin(Intent("accounts/dev")).Id.ShouldBe(4);
        again.Find("accounts/dev")!.State.ShouldBe(JournalState.Pending);
    }

    [Fact]
    public async Task Calls_begun_at_once_are_whole_lines_each()
    {
        using (var journal = Open())
            await Parallel.ForAsync(0, 200, _token, (i, _) =>
            {
                journal.Complete(journal.Begin(Intent($"accounts/{i}")).Id, []);
                return ValueTask.CompletedTask;
            });
        using var again = Open();
        again.UnreadableLines.ShouldBe(0);
        again.Completed.Select(entry => entry.Intent.Key).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, 200).Select(i => $"accounts/{i}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    public void Torn_last_line_is_passed_over_and_what_follows_is_whole(int torn)
    {
        using (var journal = Open())
        {
            journal.Complete(journal.Begin(Intent("a")).Id, []);
            journal.Begin(Intent("b"));
        }
        using (var file = new FileStream(Path, FileMode.Open))
            file.SetLength(file.Length - torn);
        using (var journal = Open())
        {
            journal.UnreadableLines.ShouldBe(torn == 1 ? 0 : 1);
            journal.Entries.Count.ShouldBe(torn == 1 ? 2 : 1);
            journal.Begin(Intent("c"));
        }
        using var again = Open();
        again.Find("c")!.State.ShouldBe(JournalState.Pending);
        again.Find("a")!.State.ShouldBe(JournalState.Completed);
    }

    [Fact]
    public void Damage_is_counted_and_does_not_stop_reading()
    {
        using (var journal = Open())
            journal.Begin(Intent("a"));
        File.AppendAllText(Path, "garbage\n{\"id\":99,\"state\":\"completed\"}\n{\"id\":\"x\"}\n[]\n{\"id\":1,\"time\":\"2026-01-02T03:04:05Z\",\"state\":\"completed\",\"result\":{}}\n");
        using var again = Open();
        again.UnreadableLines.ShouldBe(4);
        again.Find("a")!.State.ShouldBe(JournalState.Completed);
    }

    [Fact]
    public void Secrets_never_reach_the_file()
    {
        using (var journal = Open())
        {
            var intent = new JournalIntent("k", "Create a key", "iam", "CreateLoginProfile", "111122223333", "us-east-1",
                new JsonObject { ["UserName"] = "ann", ["Password"] = "hunter2-in" });
            var entry = journal.Begin(intent);
            journal.Complete(entry.Id, new JsonObject { ["AccessKey"] = new JsonObject { ["AccessKeyId"] = "AKIA", ["SecretAccessKey"] = "hunter2-out" } });
            journal.ReadBack(entry.Id, new JsonArray(new JsonObject { ["SecretString"] = "hunter2-back" }));
            journal.Begin(new JournalIntent("p", "Put a parameter", "ssm", "PutParameter", "111122223333", "us-east-1",
                new JsonObject { ["Name"] = "n", ["Type"] = "SecureString", ["Value"] = "hunter2-parameter" }));
        }
        var text = File.ReadAllText(Path);
        text.ShouldNotContain("hunter2");
        text.ShouldContain("AKIA");
    }

    [Fact]
    public async Task Intent_is_on_disk_before_the_call_is_made()
    {
        var before = 0;
        using var aws = new FakeAws(_time, _ =>
        {
            before = ReadLines().Length;
            return new JsonObject { ["CreateAccountStatus"] = new JsonObject { ["Id"] = "car-1" } };
        });
        using var connection = new AwsConnection(new AwsConnectionOptions { Handler = aws, Time = _time, Random = new Random(1) });
        using var journal = Open();
        var client = new AwsClient(connection, _ => ValueTask.FromResult(FakeAws.Keys), "eu-west-1");
        await journal.CallAsync(
            client, "accounts/dev", "Create account dev", "111122223333", "organizations", "CreateAccount",
            new JsonObject { ["Email"] = "dev@example.com", ["AccountName"] = "dev" }, _token);
        before.ShouldBe(1);
        ReadLines().Length.ShouldBe(2);
        journal.Find("accounts/dev")!.State.ShouldBe(JournalState.Completed);
    }

    [Fact]
    public async Task Refused_call_is_failed_and_unanswered_call_stays_pending()
    {
        object answer = new ServiceError("AccessDeniedException", "no", 400);
        using var aws = new FakeAws(_time, _ => answer);
        using var connection = new AwsConnection(new AwsConnectionOptions { Handler = aws, Time = _time, Random = new Random(1) });
        using var journal = Open();
        var client = new AwsClient(connection, _ => ValueTask.FromResult(FakeAws.Keys), "eu-west-1");
        Task Call(string key) => journal.CallAsync(client, key, "Leave", "111122223333", "organizations", "LeaveOrganization", null, _token);
        await Should.ThrowAsync<AwsApiException>(() => Call("one"));
        answer = new HttpRequestException("reset");
        await Should.ThrowAsync<AwsApiException>(() => Call("two"));
        (journal.Find("one")!.State, journal.Find("two")!.State).ShouldBe((JournalState.Failed, JournalState.Pending));
    }

    [Fact]
    public void Journal_has_one_writer()
    {
        using var journal = Open();
        Should.Throw<IOException>(() => Open().Dispose());
        journal.Begin(Intent("a"));
        CallJournal.Read(Path).Count.ShouldBe(1);
        CallJournal.Read(Path + ".absent").ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private CallJournal Open() => CallJournal.Open(Path, _time);

    private string[] ReadLines()
    {
        using var reader = new StreamReader(new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static JournalIntent Intent(string key) =>
        new(key, "Create account", "organizations", "CreateAccount", "111122223333", "us-east-1", new JsonObject { ["AccountName"] = key });
}
