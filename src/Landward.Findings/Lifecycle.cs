namespace Landward.Findings;

/// <summary>Where the investigation of a finding stands. Labels are those of the AWS Security Finding Format.</summary>
public enum WorkflowStatus
{
    New,
    Notified,
    Suppressed,
    Resolved,
}

/// <summary>Whether the finding still describes the present.</summary>
public enum RecordState
{
    Active,
    Archived,
}

/// <summary>The result of the check behind a finding.</summary>
public enum ComplianceStatus
{
    Passed,
    Warning,
    Failed,
    NotAvailable,
}

/// <summary>Whether somebody confirmed the finding.</summary>
public enum VerificationState
{
    Unknown,
    TruePositive,
    FalsePositive,
    BenignPositive,
}

public static class LifecycleLabels
{
    private static readonly string[] Workflows = ["NEW", "NOTIFIED", "SUPPRESSED", "RESOLVED"];
    private static readonly string[] RecordStates = ["ACTIVE", "ARCHIVED"];
    private static readonly string[] Compliances = ["PASSED", "WARNING", "FAILED", "NOT_AVAILABLE"];
    private static readonly string[] Verifications = ["UNKNOWN", "TRUE_POSITIVE", "FALSE_POSITIVE", "BENIGN_POSITIVE"];

    public static string Label(this WorkflowStatus status) => Workflows[(int)status];

    public static string Label(this RecordState state) => RecordStates[(int)state];

    public static string Label(this ComplianceStatus status) => Compliances[(int)status];

    public static string Label(this VerificationState state) => Verifications[(int)state];

    public static bool TryParse(string? label, out WorkflowStatus status) => Find(Workflows, label, out status);

    public static bool TryParse(string? label, out RecordState state) => Find(RecordStates, label, out state);

    public static bool TryParse(string? label, out ComplianceStatus status) => Find(Compliances, label, out status);

    public static bool TryParse(string? label, out VerificationState state) => Find(Verifications, label, out state);

    private static bool Find<T>(string[] labels, string? label, out T value)
        where T : struct, Enum
    {
        var index = Array.IndexOf(labels, label);
        value = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }
}
