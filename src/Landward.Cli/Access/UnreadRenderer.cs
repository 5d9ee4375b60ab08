using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Cli.Output;

namespace Landward.Cli.Access;

/// <summary>What an answer had to do without.</summary>
internal static class UnreadRenderer
{
    private const int Shown = 10;

    public static JsonArray Json(ImmutableArray<UnreadSource> unread) => new([.. unread.Select(source => (JsonNode)new JsonObject
    {
        ["account"] = source.Account,
        ["region"] = source.Region,
        ["what"] = source.What,
        ["resource"] = source.Resource,
        ["reason"] = source.Reason,
    })]);

    /// <summary>On stderr, even when quiet: a partial answer must not look whole.</summary>
    public static void Show(Terminal terminal, ImmutableArray<UnreadSource> unread)
    {
        if (unread.IsEmpty)
            return;
        terminal.Error($"The answer is partial: {unread.Length:N0} sources could not be read.");
        foreach (var source in unread.Take(Shown))
            terminal.Error($"  {source.Account} {source.Region} {source.What}{(source.Resource is null ? string.Empty : " of " + source.Resource)}: {source.Reason}");
        if (unread.Length > Shown)
            terminal.Error($"  and {unread.Length - Shown:N0} more (-o json lists them)");
    }
}
