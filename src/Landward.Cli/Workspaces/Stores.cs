using Landward.Findings;
using Landward.Storage;

namespace Landward.Cli.Workspaces;

/// <summary>Opens the stores of a home directory.</summary>
internal static class Stores
{
    public static Database OpenFindings(Workspace workspace) =>
        Database.Open(new StoreLocation.SqliteFile(workspace.FindingStore), DatabaseOptions.Default, FindingStore.Schema);
}
