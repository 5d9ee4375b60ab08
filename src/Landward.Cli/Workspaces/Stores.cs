using Landward.Findings;
using Landward.Response.Alerts;
using Landward.Response.Playbooks;
using Landward.Storage;

namespace Landward.Cli.Workspaces;

/// <summary>Opens the store of a home directory: findings, alerts and playbook runs in one file.</summary>
internal static class Stores
{
    /// <summary>Null when there is none: a command that only looks makes no home.</summary>
    public static Database? OpenExisting(Workspace workspace) => Path.Exists(workspace.Store) ? Open(workspace) : null;

    public static Database Open(Workspace workspace) => Database.Open(
        new StoreLocation.SqliteFile(workspace.Store), DatabaseOptions.Default, FindingStore.Schema, AlertStore.Schema, PlaybookEngine.Schema);
}
