using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Detection.Baselines;
using Landward.Model;

namespace Landward.Cli.Detection;

/// <summary>Options of <c>landward detect</c> about what principals usually do, and what it says about that.</summary>
internal static class BaselineOptions
{
    private static readonly Option<string?> FilePath = new("--baseline") { Description = "What runs learned about principals: read before the run, written after it.", HelpName = "FILE" };
    private static readonly Option<string[]> Accept = new("--accept") { Description = "ARN pattern of a principal: what raised findings is normal for it from now on; may be repeated.", HelpName = "ARN" };

    private static readonly Option<TimeSpan> Learn = new("--learn")
    {
        Description = "How long a principal is learned before it is judged, such as 14d.",
        HelpName = "TIME",
        DefaultValueFactory = _ => BaselineHistory.DefaultWindow,
        CustomParser = result =>
        {
            if (BaselineWindow.TryParse(result.Tokens[0].Value, out var window))
                return window;
            result.AddError($"`{result.Tokens[0].Value}` is no value for '--learn': it is a whole number with m, h or d, at most a year, such as 14d.");
            return BaselineHistory.DefaultWindow;
        },
    };

    public static void AddTo(Command command)
    {
        foreach (var option in new Option[] { FilePath, Learn, Accept })
            command.Add(option);
    }

    /// <summary>What earlier runs learned; null, with a diagnostic, when the file cannot be used: then it is not written either.</summary>
    public static (BaselineHistory? History, TimeSpan Window, ImmutableArray<Diagnostic> Diagnostics) Read(Invocation invocation)
    {
        var (history, diagnostics) = invocation.Get(FilePath) is { } path ? BaselineFile.Read(path) : (BaselineHistory.Empty, []);
        foreach (var pattern in history is null ? [] : invocation.Get(Accept) ?? [])
            invocation.Terminal.Progress($"{history!.Accept(pattern):N0} values of {pattern} accepted as normal.");
        return (history, invocation.Get(Learn), diagnostics);
    }

    /// <summary>Keeps what the run learned.</summary>
    public static ImmutableArray<Diagnostic> Write(Invocation invocation, BaselineHistory? before, BaselineHistory? after) =>
        before is not null && after is not null && invocation.Get(FilePath) is { } path ? BaselineFile.Write(path, after) : [];

    /// <summary>How much is known, so that silence is not taken for safety.</summary>
    public static void Show(Invocation invocation, BaselineHistory? history)
    {
        if (history?.Since is not { } since)
            return;
        var window = invocation.Get(Learn);
        var learned = history.Learned(window);
        var known = string.Create(CultureInfo.InvariantCulture, $"{history.PrincipalCount:N0} principals since {since:yyyy-MM-dd}");
        invocation.Terminal.Progress(learned > 0
            ? $"Baselines: {known}, {learned:N0} of them learned for {Text(window)}."
            : $"Baselines: {known}, all still being learned ({Text(window)}), so nothing was unusual. {(invocation.Get(FilePath) is null ? "Keep what is learned with --baseline FILE." : "It is kept for the next run.")}");
    }

    public static JsonObject? Json(Invocation invocation, BaselineHistory? history) => history is null ? null : new JsonObject
    {
        ["principals"] = history.PrincipalCount,
        ["learned"] = history.Learned(invocation.Get(Learn)),
        ["since"] = history.Since?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["through"] = history.Through?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["learnHours"] = invocation.Get(Learn).TotalHours,
    };

    private static string Text(TimeSpan window) =>
        window.TotalDays >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{window.TotalDays:0.#} days") : string.Create(CultureInfo.InvariantCulture, $"{window.TotalHours:0.##} hours");
}
