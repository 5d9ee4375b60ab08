using System.Text.Json.Nodes;

namespace Landward.Sandbox.State;

/// <summary>The documents of one partition in ordinal order of their ids. What begins with a prefix is found without a walk through the rest.</summary>
internal sealed class DocumentSet
{
    private static readonly Comparer<KeyValuePair<string, JsonObject>> ById =
        Comparer<KeyValuePair<string, JsonObject>>.Create(static (left, right) => string.CompareOrdinal(left.Key, right.Key));

    private readonly SortedSet<KeyValuePair<string, JsonObject>> _entries = new(ById);

    public int Count => _entries.Count;

    public JsonObject? Find(string id) => _entries.TryGetValue(Probe(id), out var entry) ? entry.Value : null;

    public void Put(string id, JsonObject document)
    {
        _entries.Remove(Probe(id));
        _entries.Add(KeyValuePair.Create(id, document));
    }

    public void Remove(string id) => _entries.Remove(Probe(id));

    /// <summary>The entries whose id begins with the prefix; all of them for an empty one.</summary>
    public IEnumerable<KeyValuePair<string, JsonObject>> StartingWith(string prefix)
    {
        if (prefix.Length == 0)
            return _entries;
        var from = Probe(prefix);
        return _entries.Count == 0 || ById.Compare(from, _entries.Max) > 0
            ? []
            : _entries.GetViewBetween(from, _entries.Max).TakeWhile(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal));
    }

    // The comparer looks at ids only.
    private static KeyValuePair<string, JsonObject> Probe(string id) => KeyValuePair.Create<string, JsonObject>(id, null!);
}
