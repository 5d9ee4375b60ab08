using System.Collections.Immutable;
using Landward.Cli.Output;

namespace Landward.Cli.Demo;

/// <summary>Times the demo's stages and titles them.</summary>
internal sealed class DemoStages(Terminal terminal, bool show, TimeProvider time)
{
    private readonly List<(string Stage, TimeSpan Time)> _times = [];

    public ImmutableArray<(string Stage, TimeSpan Time)> Times => [.. _times];

    public async Task<T> RunAsync<T>(string stage, string title, Func<Task<T>> work)
    {
        Say(string.Empty);
        Say(terminal.Paint($"{_times.Count + 1}. {title}", Paint.Bold));
        var started = time.GetTimestamp();
        var result = await work();
        _times.Add((stage, time.GetElapsedTime(started)));
        return result;
    }

    /// <summary>A line of the story; nothing when the result is one JSON document.</summary>
    public void Say(string text)
    {
        if (show)
            terminal.Line(text);
    }
}
