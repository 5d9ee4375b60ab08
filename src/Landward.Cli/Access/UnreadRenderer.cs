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
        var groups = unread.GroupBy(source => (source.What, source.Reason)).ToArray();
        foreach (var group in groups.Take(Shown))
            terminal.Error($"  {group.Key.What} in {Places(group)}: {group.Key.Reason}");
        if (groups.Length > Shown)
            terminal.Error($"  and {groups.Length - Shown:N0} more kinds (-o json lists them)");
    }

    private static string Places(IEnumerable<UnreadSource> sources)
    {
        var places = sources.Select(source => source.Resource ?? $"{source.Account} {source.Region}".Trim()).Distinct(StringComparer.Ordinal).ToArray();
        return places.Length <= 2 ? string.Join(", ", places) : $"{places[0]} and {places.Length - 1:N0} more";
    }
}
