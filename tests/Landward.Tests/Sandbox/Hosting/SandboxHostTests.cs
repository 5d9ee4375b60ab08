using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Sandbox.Hosting;
using Landward.Tests.Storage;
using Microsoft.Data.Sqlite;

namespace Landward.Tests.Sandbox.Hosting;

public sealed class SandboxHostTests
{
    [Fact]
    public async Task A_stored_sandbox_goes_on_where_it_ended_with_the_same_keys()
    {
        using var folder = new TemporaryFolder();
        AwsCredentials administrator;
        await using (var first = await StartAsync(folder.Path))
        {
            administrator = first.Administrator;
            await CallAsync(first, administrator, "iam", "CreateUser", new JsonObject { ["UserName"] = "kept" });
        }

        await using var second = await StartAsync(folder.Path);

        second.Administrator.ShouldBe(administrator);
        await CallAsync(second, administrator, "iam", "GetUser", new JsonObject { ["UserName"] = "kept" });
        var events = await CallAsync(second, administrator, "cloudtrail", "LookupEvents", region: "us-east-1");
        ((JsonArray)events["Events"]!).Select(item => item!["EventName"]!.ToString()).ShouldContain("CreateUser");
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_files_at_that_moment()
    {
        using var folder = new TemporaryFolder();
        using var copy = new TemporaryFolder();
        await using (var running = await StartAsync(folder.Path))
        {
            for (var number = 0; number < 20; number++)
                await CallAsync(running, running.Administrator, "iam", "CreateUser", new JsonObject { ["UserName"] = $"user-{number}" });
            // What a killed process leaves behind: the files as they are, nothing closed.
            Directory.CreateDirectory(Path.Combine(copy.Path, "sandbox"));
            foreach (var file in Directory.GetFiles(Path.Combine(folder.Path, "sandbox")).Where(file => Path.GetFileName(file) is not "owner"))
            {
                using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var target = File.Create(Path.Combine(copy.Path, "sandbox", Path.GetFileName(file)));
                await source.CopyToAsync(target);
            }
        }

        await using var survivor = await StartAsync(copy.Path);

        var users = await CallAsync(survivor, survivor.Administrator, "iam", "ListUsers");
        ((JsonArray)users["Users"]!).Count.ShouldBe(21);
        survivor.Engine.Read(parts => parts.Log.Since(0).Count(item => item.EventName == "CreateUser")).ShouldBe(20);
    }

    [Fact]
    public async Task A_second_owner_is_told_who_the_first_one_is()
    {
        using var folder = new TemporaryFolder();
        await using var first = await StartAsync(folder.Path);

        var refused = await Should.ThrowAsync<SandboxException>(() => StartAsync(folder.Path));

        refused.Diagnostic.Code.ShouldBe("LW5002");
        refused.Diagnostic.Detail.ShouldContain(first.Endpoint.ToString());
        SandboxLocator.FindLive(folder.Path).ShouldNotBeNull().Endpoint.ShouldBe(first.Endpoint);
    }

    [Fact]
    public async Task The_lock_file_of_a_killed_owner_is_taken_over()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "sandbox"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "sandbox", "lock.json"),
            """{"pid":1,"endpoint":"http://127.0.0.1:1","token":"x","started":"2026-01-01T00:00:00Z","managementAccount":"1","accessKeyId":"a","secretAccessKey":"b"}""");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "sandbox", "owner"), string.Empty);
        SandboxLocator.FindLive(folder.Path).ShouldBeNull();

        await using var host = await StartAsync(folder.Path);

        SandboxLocator.FindLive(folder.Path).ShouldNotBeNull().ProcessId.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_a_diagnostic()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("not-a-directory");
        await File.WriteAllTextAsync(file, string.Empty);

        var refused = await Should.ThrowAsync<SandboxException>(() => StartAsync(file));

        refused.Diagnostic.Code.ShouldBe("LW5001");
    }

    [Fact]
    public async Task Other_users_cannot_reach_its_files()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        var sandbox = Directory.CreateDirectory(Path.Combine(folder.Path, "sandbox")).FullName;
        File.SetUnixFileMode(sandbox, (UnixFileMode)0b111_101_101);

        await using var running = await StartAsync(folder.Path);

        File.GetUnixFileMode(sandbox).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task What_cannot_say_where_it_answers_does_not_go_on_answering()
    {
        using var folder = new TemporaryFolder();
        // The lock file cannot be put where a directory is.
        Directory.CreateDirectory(Path.Combine(folder.Path, "sandbox", "lock.json"));
        var port = FreePort();

        (await Should.ThrowAsync<SandboxException>(() => SandboxHost.StartAsync(new SandboxOptions(folder.Path) { Port = port }, TestContext.Current.CancellationToken)))
            .Diagnostic.Code.ShouldBe("LW5001");

        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        Should.NotThrow(probe.Start);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    [Fact]
    public async Task A_read_only_directory_is_a_diagnostic()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        var sandbox = Directory.CreateDirectory(Path.Combine(folder.Path, "sandbox")).FullName;
        File.SetUnixFileMode(sandbox, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            (await Should.ThrowAsync<SandboxException>(() => StartAsync(folder.Path))).Diagnostic.Code.ShouldBe("LW5001");
        }
        finally
        {
            File.SetUnixFileMode(sandbox, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_store_that_is_no_database_or_of_a_newer_version_is_refused_unchanged()
    {
        using var folder = new TemporaryFolder();
        await using (var host = await StartAsync(folder.Path))
        {
        }
        var database = Path.Combine(folder.Path, "sandbox", "sandbox.db");
        using (var connection = new SqliteConnection($"Data Source={database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE schema_version SET version = 99 WHERE component = 'sandbox'";
            command.ExecuteNonQuery().ShouldBe(1);
        }

        (await Should.ThrowAsync<SandboxException>(() => StartAsync(folder.Path))).Diagnostic.Code.ShouldBe("LW6004");

        await File.WriteAllTextAsync(database, new string('x', 8192));
        (await Should.ThrowAsync<SandboxException>(() => StartAsync(folder.Path))).Diagnostic.Code.ShouldBe("LW6003");
        (await File.ReadAllTextAsync(database)).ShouldBe(new string('x', 8192));
    }

    [Fact]
    public async Task A_sandbox_without_its_master_key_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using (var host = await StartAsync(folder.Path))
        {
        }
        File.Delete(Path.Combine(folder.Path, "sandbox", "master.key"));

        var refused = await Should.ThrowAsync<SandboxException>(() => StartAsync(folder.Path));

        refused.Diagnostic.Code.ShouldBe("LW5003");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_diagnostic_and_the_sandbox_stays_free()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        await using var first = await StartAsync(other.Path);

        var refused = await Should.ThrowAsync<SandboxException>(() =>
            SandboxHost.StartAsync(new SandboxOptions(folder.Path) { Port = first.Endpoint.Port }, TestContext.Current.CancellationToken));

        refused.Diagnostic.Code.ShouldBe("LW5004");
        await using var second = await StartAsync(folder.Path);
    }

    [Fact]
    public async Task Files_with_secrets_are_their_owner_s_only()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        await using var host = await StartAsync(folder.Path);

        foreach (var name in new[] { "master.key", "credentials.json", "lock.json" })
            File.GetUnixFileMode(Path.Combine(folder.Path, "sandbox", name)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task The_clock_s_changes_outlive_the_process()
    {
        using var folder = new TemporaryFolder();
        DateTimeOffset stepped;
        await using (var first = await StartAsync(folder.Path))
        {
            await first.Engine.ChangeClockAsync(clock => clock.Step(TimeSpan.FromDays(3)));
            stepped = first.Engine.Clock.GetUtcNow();
        }

        await using var second = await StartAsync(folder.Path);

        second.Engine.Clock.GetUtcNow().ShouldBeGreaterThanOrEqualTo(stepped);
    }

    private static Task<SandboxHost> StartAsync(string home) => SandboxHost.StartAsync(new SandboxOptions(home), TestContext.Current.CancellationToken);

    private static async Task<JsonObject> CallAsync(
        SandboxHost host, AwsCredentials credentials, string service, string operation, JsonObject? input = null, string region = "eu-west-1")
    {
        using var connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = host.Endpoint, MaxAttempts = 1 });
        var client = new AwsClient(connection, _ => ValueTask.FromResult(credentials), region);
        return await client.CallAsync(service, operation, input, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_could_not_be_stored_is_not_there_for_those_who_call_next()
    {
        using var folder = new TemporaryFolder();
        await using var running = await StartAsync(folder.Path);
        await using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder.Path, "sandbox", "sandbox.db")};Pooling=False"))
        {
            // Nothing can be written while another program holds the file's lock.
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var error = await Should.ThrowAsync<AwsApiException>(() => CallAsync(running, running.Administrator, "iam", "CreateGroup", new JsonObject { ["GroupName"] = "lost" }));
            error.Code.ShouldBe("InternalFailure");
        }

        ((JsonArray)(await CallAsync(running, running.Administrator, "iam", "ListGroups"))["Groups"]!).ShouldBeEmpty();
        await CallAsync(running, running.Administrator, "iam", "CreateGroup", new JsonObject { ["GroupName"] = "lost" });
    }
}
