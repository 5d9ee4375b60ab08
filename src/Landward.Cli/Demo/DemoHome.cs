using Landward.Cli.CommandLine;
using Landward.Cli.Workspaces;
using Landward.LandingZone;
using Landward.Model;
using Landward.Sandbox.Hosting;

namespace Landward.Cli.Demo;

/// <summary>The demo's own home: made afresh every time, kept afterwards for looking around.</summary>
internal static class DemoHome
{
    private const string Marker = "made-by-landward-demo";

    /// <summary>Empties a home that an earlier demo made, and only such a one, and writes the reference organization into it.</summary>
    public static Workspace Prepare(string home)
    {
        if (SandboxLocator.FindLive(home) is { } live)
            throw Refused($"Process {live.ProcessId} serves the sandbox of `{home}` at {live.Endpoint}. Stop it (`landward sandbox stop --home {home}`) or choose another --home.");
        if (Directory.Exists(home) && Directory.EnumerateFileSystemEntries(home).Any())
        {
            if (!File.Exists(Path.Combine(home, Marker)))
                throw Refused($"`{home}` holds something that no demo made. The demo starts from nothing; choose another --home.");
            Directory.Delete(home, recursive: true);
        }
        Workspace.MakeDirectory(home);
        File.WriteAllText(Path.Combine(home, Marker), "The next demo in this directory deletes it and starts afresh.\n");
        var organization = Path.Combine(home, "organization");
        Blueprints.Write("reference", organization);
        return new Workspace(Path.Combine(organization, Workspace.SpecName), home);
    }

    private static DiagnosticException Refused(string detail) => new(Diagnostic.Error("LW9011", "the demo's home cannot be used", detail));
}
