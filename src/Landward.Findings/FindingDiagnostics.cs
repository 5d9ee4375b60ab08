namespace Landward.Findings;

/// <summary>Codes of this assembly's diagnostics, explained in docs/diagnostics.md.</summary>
internal static class FindingDiagnostics
{
    public const string InvalidAsff = "LW6010";
    public const string NotAccepted = "LW6011";
    public const string ImportFailed = "LW6012";
    public const string TooLarge = "LW6013";
}
