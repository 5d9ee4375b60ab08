using Landward.Cli.CommandLine;
using Landward.Model;

namespace Landward.Cli.Workspaces;

/// <summary>Where the spec is and where state is kept.</summary>
/// <param name="SpecPath">Null when there is no spec to be found.</param>
/// <param name="Home">The state directory; it need not exist yet.</param>
internal sealed record Workspace(string? SpecPath, string Home)
{
    public const string SpecName = "landward.yaml";
    private const string HomeName = ".landward";

    public string ApplyJournal => Path.Combine(Home, "journal", "apply.jsonl");
    public string PlaybookJournal => Path.Combine(Home, "journal", "playbooks.jsonl");
    public string Store => Path.Combine(Home, "landward.db");

    /// <summary>The spec, or a diagnostic that says where it was looked for.</summary>
    public string RequireSpec() => SpecPath ?? throw new DiagnosticException(Diagnostic.Error(
        "LW9001",
        "there is no spec",
        $"No `{SpecName}` was found in `{Directory.GetCurrentDirectory()}` or above, and neither --file nor LANDWARD_FILE names one. Write one with:\n    landward init"));

    /// <summary>--file, else $LANDWARD_FILE, else the nearest landward.yaml upward; --home, else .landward beside the spec, else here.</summary>
    public static Workspace Find(Invocation invocation)
    {
        var spec = invocation.Get(GlobalOptions.File)?.FullName ?? FromEnvironment() ?? Upward(Directory.GetCurrentDirectory());
        if (spec is not null)
            invocation.Terminal.Detail($"Spec: {spec}");
        var home = invocation.Get(GlobalOptions.Home)?.FullName
            ?? Path.Combine(spec is null ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(spec)!, HomeName);
        invocation.Terminal.Detail($"Home: {home}");
        return new Workspace(spec, home);
    }

    /// <summary>Makes a directory to write in; what keeps it from being made is the user's to mend.</summary>
    public static void MakeDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(Diagnostic.Error(
                "LW9015", "a directory cannot be written", $"`{path}` cannot be made: {refused.Message} Choose another directory, or change its permissions."));
        }
    }

    private static string? FromEnvironment() =>
        Environment.GetEnvironmentVariable("LANDWARD_FILE") is { Length: > 0 } path ? Path.GetFullPath(path) : null;

    private static string? Upward(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, SpecName);
            if (File.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
