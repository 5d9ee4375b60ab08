namespace Landward.Sandbox.Services.AccessAnalyzer;

/// <summary>
/// IAM Access Analyzer: analyzers and archive rules. Findings are not served: an empty list would claim an analysis that the
/// sandbox has not made.
/// </summary>
internal static class AccessAnalyzerService
{
    public static void AddTo(ServiceRegistry registry)
    {
        Analyzers.AddTo(registry);
        ArchiveRules.AddTo(registry);
    }
}
