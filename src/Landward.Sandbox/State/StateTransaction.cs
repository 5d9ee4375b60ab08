using System.Text.Json.Nodes;

namespace Landward.Sandbox.State;

/// <summary>
/// What one call reads and changes. Reads see the call's own changes. Nothing is visible to others, or stored, before
/// <see cref="Commit"/>.
/// </summary>
internal sealed class StateTransaction
{
    private readonly SandboxState _state;
    private readonly Dictionary<ResourceKey, JsonObject?> _changes = [];
    private readonly Dictionary<string, byte[]?> _blobs = new(StringComparer.Ordinal);

    internal StateTransaction(SandboxState state) => _state = state;

    public bool HasChanges => _changes.Count > 0 || _blobs.Count > 0;

    /// <summary>The document, not to be changed in place (use <see cref="JsonNode.DeepClone"/> first), or null.</summary>
    public JsonObject? Find(ResourceKey key) => _changes.TryGetValue(key, out var changed) ? changed : _state.Find(key);

    public void Put(ResourceKey key, JsonObject document) => _changes[key] = document;

    /// <summary>Removes the document; false when there was none.</summary>
    public bool Remove(ResourceKey key)
    {
        if (Find(key) is null)
            return false;
        _changes[key] = null;
        return true;
    }

    /// <summary>
    /// The partition's documents in ordinal order of their ids, the call's own changes included; only those whose id begins with
    /// the prefix, where there is one.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, JsonObject>> List(ResourcePartition partition, string idPrefix = "")
    {
        var stored = _state.Documents(partition, idPrefix);
        if (!_changes.Keys.Any(IsListed))
            return [.. stored];
        var merged = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (id, document) in stored)
            merged[id] = document;
        foreach (var (key, document) in _changes)
        {
            if (!IsListed(key))
                continue;
            if (document is null)
                merged.Remove(key.Id);
            else
                merged[key.Id] = document;
        }
        return [.. merged];

        bool IsListed(ResourceKey key) => key.Partition == partition && key.Id.StartsWith(idPrefix, StringComparison.Ordinal);
    }

    /// <summary>The partition's documents as <see cref="List"/> answers them, not copied: for looking through, before the call ends.</summary>
    public IEnumerable<KeyValuePair<string, JsonObject>> Scan(ResourcePartition partition) =>
        HasChangesIn(partition) ? List(partition) : _state.Documents(partition, string.Empty);

    /// <summary>How many documents the partition has, the call's own changes included.</summary>
    public int Count(ResourcePartition partition) =>
        HasChangesIn(partition) ? List(partition).Count : _state.Count(partition);

    private bool HasChangesIn(ResourcePartition partition) => _changes.Keys.Any(key => key.Partition == partition);

    /// <summary>The Regions in which any account has resources of the type.</summary>
    public IEnumerable<string> Regions(string service, string type) =>
        _state.Partitions.Concat(_changes.Keys.Select(key => key.Partition))
            .Where(partition => partition.Service == service && partition.Type == type)
            .Select(partition => partition.Region)
            .Distinct(StringComparer.Ordinal);

    public byte[]? FindBlob(string id) => _blobs.TryGetValue(id, out var changed) ? changed : _state.FindBlob(id);

    public void PutBlob(string id, byte[] content) => _blobs[id] = content;

    public void RemoveBlob(string id) => _blobs[id] = null;

    /// <summary>Applies every change to the state and returns them for the store.</summary>
    internal (IReadOnlyList<StateChange> Documents, IReadOnlyList<BlobChange> Blobs) Commit()
    {
        var documents = _changes.Select(pair => new StateChange(pair.Key, pair.Value)).ToList();
        var blobs = _blobs.Select(pair => new BlobChange(pair.Key, pair.Value)).ToList();
        documents.ForEach(_state.Apply);
        blobs.ForEach(_state.Apply);
        return (documents, blobs);
    }
}
