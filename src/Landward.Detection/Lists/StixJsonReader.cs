using System.Text.Json;

namespace Landward.Detection;

/// <summary>STIX 2.x: the indicators of a bundle that are in force.</summary>
internal static class StixJsonReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowTrailingCommas = true };

    /// <summary>Throws <see cref="JsonException"/> where the document is not well-formed.</summary>
    /// <param name="now">Indicators that were valid until before are left out.</param>
    public static void Read(Stream json, ListDraft draft, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(json, Options);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("objects", out var objects))
            root = objects;
        if (root.ValueKind != JsonValueKind.Array)
            throw new JsonException("there is no list of objects.");
        foreach (var item in root.EnumerateArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.ValueKind == JsonValueKind.Object && Text(item, "type") == "indicator")
                ReadIndicator(item, draft, now);
        }
    }

    private static void ReadIndicator(JsonElement indicator, ListDraft draft, DateTimeOffset now)
    {
        if (Date(indicator, "modified") is { } modified)
            draft.State(modified);
        var revoked = indicator.TryGetProperty("revoked", out var flag) && flag.ValueKind == JsonValueKind.True;
        var values = Text(indicator, "pattern_type") is null or "stix" && Text(indicator, "pattern") is { } pattern ? StixPattern.Read(pattern) : [];
        if (revoked || Date(indicator, "valid_until") <= now || values.Count == 0)
        {
            draft.Skip();
            return;
        }
        foreach (var value in values)
        {
            if (!draft.TryAdd(value))
                draft.Skip();
        }
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Date(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var date) ? date : null;
}
