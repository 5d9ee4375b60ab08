namespace Landward.Findings.SecurityHub;

/// <summary>Limits of the AWS Security Finding Format and of BatchImportFindings. Source: Security Hub API Reference and User Guide, 2026.</summary>
internal static class AsffLimits
{
    public const int Id = 512;
    public const int GeneratorId = 512;
    public const int Title = 256;
    public const int Description = 1024;
    public const int Resources = 32;
    public const int Types = 50;
    public const int ProductFields = 50;
    public const int ProductFieldValue = 2048;
    public const int FindingBytes = 240 * 1024;
    public const int BatchBytes = 6 * 1024 * 1024;
    public const int BatchFindings = 100;
}
