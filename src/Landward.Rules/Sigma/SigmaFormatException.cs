namespace Landward.Rules.Sigma;

/// <summary>The kinds of problems a rule can have; each has its diagnostic code.</summary>
internal enum SigmaProblem
{
    Shape,
    Modifier,
    Condition,
    Value,
    Placeholder,
    Limit,
    Unsupported,
}

/// <summary>Unwinds the parsers of one rule; becomes a diagnostic at the seam, and the other rules go on.</summary>
internal sealed class SigmaFormatException(SigmaProblem problem, string message, Model.SourceSpan? span = null) : FormatException(message)
{
    public SigmaProblem Problem => problem;

    public Model.SourceSpan? Span => span;
}
