using System.Globalization;
using Landward.Sandbox.Hosting;

namespace Landward.Benchmarks;

/// <summary>
/// The sandbox and a moto server answer the same signed calls of the same client in the same run, in turns: one connection for the
/// latency, eight for the rate. The sandbox also checks signatures, decides policies, records CloudTrail events and stores
/// its state on disk; moto, as its users run it, does none of these.
/// </summary>
internal static class SandboxBesideMoto
{
    // An organization holds 2,000 organizational units, a quota the sandbox keeps: warm-up and both runs stay below it.
    private const int Calls = 900;
    private const int Connections = 8;

    public static async Task RunAsync(TextWriter output, CancellationToken cancel)
    {
        var home = Directory.CreateTempSubdirectory("landward-bench-").FullName;
        try
        {
            await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions(home), cancel);
            var ours = new Target("landward", sandbox.Endpoint, sandbox.Administrator);
            using var moto = MotoServer.TryStart();
            List<Target> targets = moto is null ? [ours] : [ours, new Target("moto", moto.Endpoint, new Aws.AwsCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))];
            if (moto is null)
                await output.WriteLineAsync("moto is not installed here (python3 -m moto.server): the sandbox is measured alone.");
            else
                await moto.WaitAsync(cancel);
            await output.WriteLineAsync("| Call | Server | p50 ms | p99 ms | calls/s, 1 connection | calls/s, 8 connections |");
            await output.WriteLineAsync("|---|---|---|---|---|---|");
            foreach (var target in targets)
                await target.PrepareAsync(cancel);
            foreach (var workload in new[] { Workload.ListRoots, Workload.CreateOrganizationalUnit })
            {
                foreach (var target in targets)
                    await output.WriteLineAsync(await MeasureAsync(target, workload, cancel));
            }
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static async Task<string> MeasureAsync(Target target, Workload workload, CancellationToken cancel)
    {
        await target.TimesAsync(workload, Calls / 10, 1, cancel);
        var (single, singleTime) = await target.TimesAsync(workload, Calls, 1, cancel);
        var (_, parallelTime) = await target.TimesAsync(workload, Calls, Connections, cancel);
        Array.Sort(single);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {workload} | {target.Name} | {single[Calls / 2].TotalMilliseconds:0.00} | {single[Calls * 99 / 100].TotalMilliseconds:0.00} | {Calls / singleTime.TotalSeconds:0} | {Calls / parallelTime.TotalSeconds:0} |");
    }
}

internal enum Workload
{
    ListRoots,
    CreateOrganizationalUnit,
}
