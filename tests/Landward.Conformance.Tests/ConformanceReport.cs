namespace Landward.Conformance.Tests;

/// <summary>Third-party cases from the directory <c>LANDWARD_CASES</c>, and one line per suite about how many of them agree.</summary>
internal static class ConformanceReport
{
    /// <summary>The directory of the case files, or null when the suites are to be skipped.</summary>
    public static string? CasesDirectory =>
        Environment.GetEnvironmentVariable("LANDWARD_CASES") is { Length: > 0 } directory && Directory.Exists(directory) ? directory : null;

    /// <summary>The path of a case file or folder; skips the running test when there is none.</summary>
    public static string Require(string name)
    {
        if (CasesDirectory is null)
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(name)}: skipped, LANDWARD_CASES names no directory");
        Assert.SkipWhen(CasesDirectory is null, "LANDWARD_CASES names no directory");
        return Path.Combine(CasesDirectory!, name);
    }

    /// <summary>Prints <c>suite: passed/total</c> and writes the ids of the others beside the test program.</summary>
    public static void Write(string suite, IReadOnlyCollection<(string Id, bool Passed)> results)
    {
        // The runner leaves its color codes at the start of the next line: begin a new one.
        Console.WriteLine();
        Console.WriteLine($"{suite}: {results.Count(result => result.Passed)}/{results.Count}");
        var failures = Path.Combine(AppContext.BaseDirectory, $"{suite}.failures.txt");
        File.WriteAllLines(failures, results.Where(result => !result.Passed).Select(result => result.Id));
    }
}
