using System.Text.Json.Nodes;
using Landward.Aws.Wire;

namespace Landward.Aws;

/// <summary>The lines of a journal. The first of an entry has its intent; later ones, of the same id, its outcome.</summary>
internal static class JournalLines
{
    public static JsonObject Begin(JournalEntry entry) => new()
    {
        ["id"] = entry.Id,
        ["time"] = Timestamps.Canonical(entry.Time),
        ["key"] = entry.Intent.Key,
        ["intent"] = entry.Intent.Intent,
        ["service"] = entry.Intent.Service,
        ["operation"] = entry.Intent.Operation,
        ["account"] = entry.Intent.Account,
        ["region"] = entry.Intent.Region,
        ["input"] = entry.Intent.Input.DeepClone(),
    };

    public static JsonObject Outcome(JournalEntry entry, DateTimeOffset time)
    {
        var line = new JsonObject
        {
            ["id"] = entry.Id,
            ["time"] = Timestamps.Canonical(time),
            ["state"] = entry.State.ToString().ToLowerInvariant(),
        };
        if (entry.Result is not null)
            line["result"] = entry.Result.DeepClone();
        if (entry.ErrorCode is not null)
            line["error"] = new JsonObject { ["code"] = entry.ErrorCode, ["message"] = entry.ErrorMessage, ["requestId"] = entry.RequestId };
        if (entry.ReadBack is not null)
            line["readBack"] = entry.ReadBack.DeepClone();
        return line;
    }

    /// <summary>The entry that a line begins, or null when the line is an outcome.</summary>
    public static JournalEntry? ReadBegin(JsonObject json, long id)
    {
        if (json["intent"] is null)
            return null;
        if (!Timestamps.TryParse((string?)json["time"], out var time))
            throw new FormatException("The line has no time.");
        var intent = new JournalIntent(
            Text(json, "key"), Text(json, "intent"), Text(json, "service"), Text(json, "operation"), Text(json, "account"), Text(json, "region"),
            (JsonObject)(json["input"] as JsonObject ?? []).DeepClone());
        return new JournalEntry(id, time, intent);
    }

    public static JournalEntry ReadOutcome(JsonObject json, JournalEntry entry) => entry with
    {
        State = Enum.Parse<JournalState>(Text(json, "state"), ignoreCase: true),
        Result = (json["result"] as JsonObject)?.DeepClone() as JsonObject,
        ErrorCode = (string?)json["error"]?["code"],
        ErrorMessage = (string?)json["error"]?["message"],
        RequestId = (string?)json["error"]?["requestId"],
        ReadBack = json["readBack"]?.DeepClone(),
    };

    private static string Text(JsonObject json, string name) => (string?)json[name] ?? throw new FormatException($"The line has no {name}.");
}
