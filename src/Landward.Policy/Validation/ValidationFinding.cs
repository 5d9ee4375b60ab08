using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>The weight of a finding, the heaviest first.</summary>
public enum ValidationFindingType
{
    /// <summary>A part of the policy does not work.</summary>
    Error,

    /// <summary>The policy allows access that is overly permissive.</summary>
    SecurityWarning,

    /// <summary>The policy does not follow the practice of writing policies.</summary>
    Warning,

    /// <summary>The policy could say the same better.</summary>
    Suggestion,
}

/// <summary>What a check says about a policy, in the shape of ValidatePolicy's answer.</summary>
/// <param name="IssueCode">AWS's code; <c>LANDWARD_...</c> for a check that AWS does not have.</param>
/// <param name="FindingDetails">What is wrong and what to do, in Landward's words.</param>
/// <param name="LearnMoreLink">The section of AWS's check reference; Landward's documentation for its own checks.</param>
public sealed record ValidationFinding(
    ValidationFindingType FindingType,
    string IssueCode,
    string FindingDetails,
    string LearnMoreLink,
    ImmutableArray<ValidationLocation> Locations);

/// <summary>A place in the policy: the way to it and where it stands in the text.</summary>
public sealed record ValidationLocation(ImmutableArray<ValidationPathElement> Path, ValidationSpan Span);

/// <summary>One step of the way to a place.</summary>
public abstract record ValidationPathElement
{
    /// <summary>Into the value of a member.</summary>
    public sealed record Value(string Name) : ValidationPathElement;

    /// <summary>Into an item of a list, counted from 0.</summary>
    public sealed record Index(int Position) : ValidationPathElement;

    /// <summary>The name of a member itself.</summary>
    public sealed record Key(string Name) : ValidationPathElement;

    /// <summary>Some characters of a string's value.</summary>
    public sealed record Substring(int Start, int Length) : ValidationPathElement;
}

/// <summary>A piece of the text; the end is exclusive. A string's span holds its quotes.</summary>
public readonly record struct ValidationSpan(ValidationPosition Start, ValidationPosition End);

/// <param name="Line">Starting at 1.</param>
/// <param name="Column">Starting at 0, in UTF-16 code units.</param>
/// <param name="Offset">Starting at 0, in UTF-16 code units.</param>
public readonly record struct ValidationPosition(int Line, int Column, int Offset);
