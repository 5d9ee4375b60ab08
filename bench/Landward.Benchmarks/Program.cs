using Landward.Benchmarks;
using Landward.Benchmarks.Decisions;
using Landward.Benchmarks.Detection;
using Landward.Benchmarks.Flow;
using Landward.Benchmarks.Impact;
using Landward.Benchmarks.Scan;
using Landward.Benchmarks.Start;

// Their figures, with the commands, are in docs/benchmarks.md.
var benchmarks = new Dictionary<string, Func<TextWriter, CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["sandbox"] = SandboxBesideMoto.RunAsync,
    ["decisions"] = DecisionsBesideIamSimulate.RunAsync,
    ["who-can"] = WhoCanBenchmark.RunAsync,
    ["impact"] = ImpactOfOnePolicy.RunAsync,
    ["scan"] = ScanBesideInflaters.RunAsync,
    ["detect"] = (output, cancel) => DetectBesidePeers.RunAsync(args[1..], output, cancel),
    ["flow"] = FlowBesidePeers.RunAsync,
    ["proofs"] = InclusionProofs.RunAsync,
    ["start"] = FreshProcesses.RunAsync,
};
if (args is not [var name, ..] || !benchmarks.TryGetValue(name, out var run))
{
    await Console.Error.WriteLineAsync($"Usage: dotnet run --project bench/Landward.Benchmarks -c Release -- {string.Join('|', benchmarks.Keys)}");
    return 64;
}
await run(Console.Out, CancellationToken.None);
return 0;
