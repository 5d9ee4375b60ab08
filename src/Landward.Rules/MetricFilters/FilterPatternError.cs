namespace Landward.Rules.MetricFilters;

/// <summary>Why a text is no filter pattern.</summary>
/// <param name="Message">What CloudWatch Logs answers, with the code <c>InvalidParameterException</c>.</param>
/// <param name="Position">The character, from 0, at which the pattern stops making sense.</param>
/// <param name="Reason">What is wrong there, in a sentence's words without the full stop.</param>
public sealed record FilterPatternError(string Message, int Position, string Reason)
{
    /// <summary>The answer to a pattern with a mistake of form.</summary>
    public const string Invalid = "Invalid metric filter pattern";

    public override string ToString() => $"{Message}: {Reason} (at character {Position + 1})";
}
