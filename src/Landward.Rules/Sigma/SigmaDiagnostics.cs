using Landward.Model;

namespace Landward.Rules.Sigma;

internal static class SigmaDiagnostics
{
    public static Diagnostic Of(SigmaFormatException exception, string rule, SourceSpan fallback)
    {
        var (code, summary) = exception.Problem switch
        {
            SigmaProblem.Shape => ("LW3002", "a rule lacks a part or has one of the wrong shape"),
            SigmaProblem.Modifier => ("LW3003", "a modifier is unknown or stands where it may not"),
            SigmaProblem.Condition => ("LW3004", "a condition is not valid"),
            SigmaProblem.Value => ("LW3005", "a value of a rule is not allowed"),
            SigmaProblem.Placeholder => ("LW3006", "a placeholder names no list"),
            SigmaProblem.Limit => ("LW3007", "a rule is too large"),
            SigmaProblem.Unsupported => ("LW3008", "a rule uses something that is not supported"),
            _ => throw new ArgumentOutOfRangeException(nameof(exception), exception.Problem, null),
        };
        return Diagnostic.Error(code, summary, $"Rule `{rule}`: {exception.Message} The rule was left out.", exception.Span ?? fallback);
    }
}
