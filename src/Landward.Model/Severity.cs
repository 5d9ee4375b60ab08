namespace Landward.Model;

/// <summary>Severity of a finding, with Security Hub's labels and normalized numbers.</summary>
public enum Severity
{
    Informational = 0,
    Low = 1,
    Medium = 40,
    High = 70,
    Critical = 90,
}

public static class SeverityLabels
{
    /// <summary>The label of the AWS Security Finding Format: <c>INFORMATIONAL</c> ... <c>CRITICAL</c>.</summary>
    public static string Label(this Severity severity) => severity switch
    {
        Severity.Informational => "INFORMATIONAL",
        Severity.Low => "LOW",
        Severity.Medium => "MEDIUM",
        Severity.High => "HIGH",
        Severity.Critical => "CRITICAL",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, null),
    };

    public static bool TryParse(string? label, out Severity severity) =>
        Enum.TryParse(label, ignoreCase: true, out severity) && Enum.IsDefined(severity);
}
