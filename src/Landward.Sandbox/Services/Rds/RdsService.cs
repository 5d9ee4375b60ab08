namespace Landward.Sandbox.Services.Rds;

/// <summary>RDS: records of DB instances, DB clusters and their snapshots, with the accounts snapshots are shared with. No engine runs.</summary>
internal static class RdsService
{
    public static void AddTo(ServiceRegistry registry)
    {
        Databases.AddTo(registry, DatabaseKind.Instance);
        Databases.AddTo(registry, DatabaseKind.Cluster);
        DatabaseSnapshots.AddTo(registry, DatabaseKind.Instance);
        DatabaseSnapshots.AddTo(registry, DatabaseKind.Cluster);
    }
}
