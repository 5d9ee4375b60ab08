using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Model;

namespace Landward.Cli.Access.Simulation;

/// <summary>
/// Decides requests line by line, in order: a line is read, decided and written before the next one is read. A line that is no
/// request gives an error record and stops nothing.
/// </summary>
internal sealed class SimulationBatch(BatchRequestReader requests, Func<SimulatedRequest, SimulationAnswer> decide, Terminal terminal)
{
    /// <summary>In characters.</summary>
    private const int MaxLineLength = 256 * 1024;

    /// <returns>How many lines were requests and how many were not.</returns>
    public async Task<(long Decided, long Wrong)> RunAsync(TextReader input, CancellationToken cancel)
    {
        var lines = new BoundedLineReader(input, MaxLineLength);
        var (number, decided, wrong) = (0L, 0L, 0L);
        while (true)
        {
            var (line, tooLong) = await lines.ReadAsync(cancel);
            if (line is null && !tooLong)
                return (decided, wrong);
            number++;
            if (line is not null && string.IsNullOrWhiteSpace(line))
                continue;
            var record = line is null ? Error(number, [TooLong()]) : Decide(number, line);
            terminal.Record(record);
            if (record.ContainsKey("error"))
                wrong++;
            else
                decided++;
        }
    }

    private JsonObject Decide(long number, string line)
    {
        try
        {
            var answer = decide(requests.Read(line));
            var record = new JsonObject { ["line"] = number, ["id"] = answer.Asked.Id };
            foreach (var (name, value) in SimulationRenderer.Json(answer))
                record[name] = value?.DeepClone();
            return record;
        }
        catch (DiagnosticException wrong)
        {
            return Error(number, wrong.Diagnostics);
        }
    }

    private static Diagnostic TooLong() =>
        Diagnostic.Error("LW2062", "a line of a batch is no request", $"The line has more than {MaxLineLength} characters.");

    private static JsonObject Error(long number, IReadOnlyList<Diagnostic> diagnostics) => new()
    {
        ["line"] = number,
        ["error"] = new JsonObject { ["code"] = diagnostics[0].Code, ["summary"] = diagnostics[0].Summary, ["detail"] = diagnostics[0].Detail },
    };
}
