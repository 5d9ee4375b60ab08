using Landward.Findings;
using Landward.Response.Alerts;
using Landward.Response.Playbooks;
using Landward.Storage;

namespace Landward.Cli.Workspaces;

/// <summary>Opens the store of a home directory: findings, alerts and playbook runs in one file.</summary>
internal static class Stores
{
    public static Database Open(Workspace workspace) => Database.Open(
        new StoreLocation.SqliteFile(workspace.Store), DatabaseOptions.Default, FindingStore.Schema, AlertStore.Schema, PlaybookEngine.Schema);
}
