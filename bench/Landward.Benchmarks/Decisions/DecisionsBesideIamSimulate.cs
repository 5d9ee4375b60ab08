using System.Diagnostics;
using System.Globalization;
using Landward.Policy;

namespace Landward.Benchmarks.Decisions;

/// <summary>
/// Decisions a second of processor time and bytes allocated for each, beside iam-simulate in the same run, on the same policies
/// and requests; and whether the two agree.
/// </summary>
internal static class DecisionsBesideIamSimulate
{
    private const int Seconds = 5;
    private const int Rounds = 20_000;

    public static async Task RunAsync(TextWriter output, CancellationToken cancel)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Decisions", "workload.json");
        var workload = DecisionWorkload.Read(path);
        var peer = await IamSimulate.TryRunAsync(path, Seconds, output, cancel);
        var decide = Measure(workload, static (request, policies) => PolicyEvaluator.Decide(request, policies).IsAllowed);
        var explain = Measure(workload, static (request, policies) => PolicyEvaluator.Evaluate(request, policies).IsAllowed);
        await output.WriteLineAsync("| Engine | decisions/s of one core | bytes/decision |");
        await output.WriteLineAsync("|---|---|---|");
        await output.WriteLineAsync(Row("Landward, decision", decide));
        await output.WriteLineAsync(Row("Landward, decision with every gate explained", explain));
        if (peer is null)
            return;
        await output.WriteLineAsync(Text($"| iam-simulate, without its validation | {peer.UnvalidatedPerSecond:0} | - |"));
        await output.WriteLineAsync(Text($"| iam-simulate, with its validation | {peer.ValidatedPerSecond:0} | - |"));
        await output.WriteLineAsync(Text($"Landward decides {decide.PerSecond / peer.UnvalidatedPerSecond:0} times as often as iam-simulate without its validation, {decide.PerSecond / peer.ValidatedPerSecond:0} times as often as with it."));
        await output.WriteLineAsync(Agreement(workload, peer));
    }

    private static (double PerSecond, double Bytes) Measure(DecisionWorkload workload, Func<AuthorizationRequest, PolicySet, bool> decide)
    {
        for (var warmUp = 0; warmUp < 3; warmUp++)
        {
            Repeat(workload, decide, Rounds);
            Thread.Yield();
        }
        var process = Process.GetCurrentProcess();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var cpu = process.TotalProcessorTime;
        var decisions = 0L;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < Seconds)
            decisions += Repeat(workload, decide, Rounds);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - bytes;
        process.Refresh();
        return (decisions / (process.TotalProcessorTime - cpu).TotalSeconds, (double)allocated / decisions);
    }

    private static int Repeat(DecisionWorkload workload, Func<AuthorizationRequest, PolicySet, bool> decide, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var request in workload.Requests)
                decide(request, workload.Policies);
        }
        return rounds * workload.Requests.Length;
    }

    private static string Agreement(DecisionWorkload workload, IamSimulate peer)
    {
        var differences = workload.Requests.Zip(peer.Answers)
            .Where(pair => Name(PolicyEvaluator.Decide(pair.First, workload.Policies).Outcome) != pair.Second)
            .Select(pair => $"{pair.First.Action} on {pair.First.Resource}: {PolicyEvaluator.Decide(pair.First, workload.Policies).Outcome}, iam-simulate {pair.Second}")
            .ToArray();
        return differences.Length == 0 ? $"Both answer all {peer.Answers.Length} requests alike." : $"They differ: {string.Join("; ", differences)}";
    }

    private static string Name(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Allowed => "Allowed",
        DecisionOutcome.ExplicitDeny => "ExplicitlyDenied",
        _ => "ImplicitlyDenied",
    };

    private static string Row(string engine, (double PerSecond, double Bytes) measured) => Text($"| {engine} | {measured.PerSecond:0} | {measured.Bytes:0.##} |");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
