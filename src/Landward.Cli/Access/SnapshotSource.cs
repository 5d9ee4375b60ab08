using System.CommandLine;
using Landward.Access;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.LandingZone.Organizations;

namespace Landward.Cli.Access;

/// <summary>Where the snapshot of an access command comes from: the target itself, a directory of exported files, or the spec.</summary>
internal static class SnapshotSource
{
    private static readonly Option<DirectoryInfo?> Directory = new("--directory") { Description = "Read files exported with the AWS CLI instead of the target.", HelpName = "DIR" };
    private static readonly Option<bool> FromSpec = new("--from-spec") { Description = "Read the organization that the spec describes, before it is applied." };

    /// <summary>Gives the command the options that choose the source.</summary>
    public static void AddOptions(Command command)
    {
        command.Add(Directory);
        command.Add(FromSpec);
        command.Validators.Add(result =>
        {
            if (result.GetValue(FromSpec) && result.GetValue(Directory) is not null)
                result.AddError("--directory and --from-spec exclude each other.");
        });
    }

    /// <summary>A source other than the live target was chosen.</summary>
    public static bool IsChosen(Invocation invocation) => invocation.Get(Directory) is not null || invocation.Get(FromSpec);

    /// <summary>The snapshot of the source that was asked for. What could not be read stands in <see cref="AccessSnapshot.Unread"/>.</summary>
    /// <param name="options">What to read of a live target; null for everything. Regions that are not named are the home Region.</param>
    /// <exception cref="DiagnosticException">The source cannot be read at all.</exception>
    public static async Task<AccessSnapshot> ReadAsync(Invocation invocation, LiveSnapshotOptions? options, CancellationToken cancel)
    {
        if (invocation.Get(Directory) is { } directory)
            return FromDirectory(invocation, directory);
        if (invocation.Get(FromSpec))
            return SpecSnapshot.Read(invocation);
        await using var connection = await Connection.OpenAsync(invocation, Workspace.Find(invocation), cancel);
        var organization = await OrganizationReader.ReadAsync(connection.Sessions, connection.HomeRegion, connection.Clock, cancel);
        var reader = new LiveSnapshotReader(connection.Sessions, connection.ManagementAccount, connection.HomeRegion, organization, invocation.Time);
        return await reader.ReadAsync((options ?? new LiveSnapshotOptions()) with { Regions = options is { Regions.Length: > 0 } ? options.Regions : [connection.HomeRegion] }, cancel);
    }

    private static AccessSnapshot FromDirectory(Invocation invocation, DirectoryInfo directory)
    {
        var (snapshot, diagnostics) = DirectorySnapshotReader.Read(directory.FullName);
        if (snapshot is null)
            throw new DiagnosticException(diagnostics);
        // What is wrong with one file makes the answer partial; it does not stop it.
        invocation.Terminal.Show(diagnostics);
        return snapshot;
    }
}
