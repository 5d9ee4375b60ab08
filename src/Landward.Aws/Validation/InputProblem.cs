namespace Landward.Aws.Validation;

public enum InputProblemKind
{
    Missing,
    Length,
    Range,
    Pattern,
    Enum,
}

/// <summary>One value that its shape does not allow.</summary>
/// <param name="Path">Members in lower camel case, list positions from 1: <c>tags.1.member.key</c>.</param>
/// <param name="Value">The value as text; null when it is missing, masked when the model calls it sensitive.</param>
/// <param name="Constraint">AWS's wording: <c>Member must have length less than or equal to 128</c>.</param>
public sealed record InputProblem(string Path, InputProblemKind Kind, string? Value, string Constraint);
