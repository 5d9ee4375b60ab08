using System.Text.Json.Nodes;

namespace Landward.Sandbox.Calls;

/// <summary>Counts what was called, and what was called in vain. Used under the engine's gate.</summary>
internal sealed class CallCoverage
{
    // Names of operations that do not exist come from callers: a bound keeps them from filling the memory.
    private const int MostNames = 10_000;

    private readonly SortedDictionary<string, long> _served = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _missing = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _refused = new(StringComparer.Ordinal);

    public void Served(string service, string operation) => Count(_served, $"{service}:{operation}");

    /// <summary>An operation the sandbox does not implement.</summary>
    public void Missing(string service, string operation) => Count(_missing, $"{service}:{operation}");

    /// <summary>A caller that was not authenticated, by error code.</summary>
    public void Refused(string code) => Count(_refused, code);

    public JsonObject ToJson() => new()
    {
        ["served"] = Json(_served),
        ["notImplemented"] = Json(_missing),
        ["notAuthenticated"] = Json(_refused),
    };

    public void Clear()
    {
        _served.Clear();
        _missing.Clear();
        _refused.Clear();
    }

    private static void Count(SortedDictionary<string, long> counts, string name)
    {
        var key = name.Length <= 200 ? name : name[..200];
        if (counts.TryGetValue(key, out var count))
            counts[key] = count + 1;
        else if (counts.Count < MostNames)
            counts[key] = 1;
    }

    private static JsonObject Json(SortedDictionary<string, long> counts) =>
        new(counts.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
}
