using Landward.Aws;
using Landward.Sandbox.Hosting;

namespace Landward.EndToEnd.Tests;

/// <summary>kill -9 anywhere in apply; the next apply does the rest and makes nothing twice.</summary>
public sealed class InterruptedApplyTests
{
    /// <summary>How many finished changes apply may report before it is killed: a few random points, many when LANDWARD_KILLS says so.</summary>
    public static TheoryData<int> Kills
    {
        get
        {
            var seed = int.TryParse(Environment.GetEnvironmentVariable("LANDWARD_SEED"), out var given) ? given : Environment.TickCount;
            var count = int.TryParse(Environment.GetEnvironmentVariable("LANDWARD_KILLS"), out var kills) ? kills : 3;
            Console.Error.WriteLine($"kill points: LANDWARD_SEED={seed} LANDWARD_KILLS={count}");
            var random = new Random(seed);
            return [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 235)).Distinct()];
        }
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task A_killed_apply_is_completed_by_the_next_one(int changesBeforeTheKill)
    {
        using var directory = new TemporaryDirectory();
        (await LandwardProcess.RunAsync(directory.Path, "init")).ExitCode.ShouldBe(0);
        using (var apply = LandwardProcess.Start(directory.Path, "apply", "--yes"))
        {
            for (var done = 0; done < changesBeforeTheKill && await apply.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is not null; done++)
            {
            }
            apply.Kill(entireProcessTree: true);
            await apply.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        var again = await LandwardProcess.RunAsync(directory.Path, "apply", "--yes", "-o", "json");
        again.ExitCode.ShouldBe(0, again.Error + again.Output);
        var plan = await LandwardProcess.RunAsync(directory.Path, "plan", "--detailed-exitcode", "-o", "json");
        plan.ExitCode.ShouldBe(0, plan.Output);
        var names = await AccountNamesAsync(directory.Path);
        names.ShouldBe(names.Distinct(), ignoreOrder: true);
        names.Count.ShouldBe(9);
    }

    private static async Task<List<string>> AccountNamesAsync(string directory)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var host = await SandboxHost.StartAsync(new SandboxOptions(Path.Combine(directory, ".landward")), cancel);
        using var connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = host.Endpoint });
        var accounts = await new AwsClient(connection, _ => ValueTask.FromResult(host.Administrator), "eu-west-1").ListAsync("organizations", "ListAccounts", null, "Accounts", cancel);
        return [.. accounts.Select(account => (string)account["Name"]!)];
    }
}
