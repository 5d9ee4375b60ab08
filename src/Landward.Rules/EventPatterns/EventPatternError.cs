namespace Landward.Rules.EventPatterns;

/// <summary>Why a text is no event pattern, in the words of EventBridge's <c>InvalidEventPatternException</c>.</summary>
/// <param name="Reason">What stands after "Reason: ".</param>
public sealed record EventPatternError(string Reason)
{
    public string Message => $"Event pattern is not valid. Reason: {Reason}";

    public override string ToString() => Message;
}
