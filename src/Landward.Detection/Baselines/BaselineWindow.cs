namespace Landward.Detection.Baselines;

/// <summary>Learning windows as users write them.</summary>
public static class BaselineWindow
{
    /// <summary><c>14d</c>, <c>36h</c>, <c>90m</c>: more than nothing and at most a year.</summary>
    public static bool TryParse(string text, out TimeSpan window) => BaselineQuestionParser.TryDuration(text, out window);
}
