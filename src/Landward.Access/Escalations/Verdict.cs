namespace Landward.Access.Escalations;

/// <summary>Whether a call is allowed: never, under conditions on facts that nobody knows, or always.</summary>
internal enum Verdict : byte
{
    No,
    Conditional,
    Yes,
}

internal static class Verdicts
{
    public static Verdict Min(Verdict left, Verdict right) => left < right ? left : right;

    public static Verdict Max(Verdict left, Verdict right) => left > right ? left : right;
}
