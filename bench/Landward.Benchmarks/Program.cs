using Landward.Benchmarks;

// One benchmark so far: the sandbox beside moto. Its figures, with the command, are in docs/benchmarks.md.
if (args is not ["sandbox"])
{
    await Console.Error.WriteLineAsync("Usage: dotnet run --project bench/Landward.Benchmarks -c Release -- sandbox");
    return 64;
}
await SandboxBesideMoto.RunAsync(Console.Out, CancellationToken.None);
return 0;
