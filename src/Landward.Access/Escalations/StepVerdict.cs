namespace Landward.Access.Escalations;

/// <summary>Whether a call is allowed: never, under conditions on facts that nobody knows, or always.</summary>
internal enum StepVerdict : byte
{
    No,
    Conditional,
    Yes,
}

internal static class StepVerdicts
{
    public static StepVerdict Min(StepVerdict left, StepVerdict right) => left < right ? left : right;

    public static StepVerdict Max(StepVerdict left, StepVerdict right) => left > right ? left : right;
}
