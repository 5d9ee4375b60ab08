using System.Text.Json.Nodes;

namespace Landward.Sandbox.State;

/// <summary>
/// The authoritative in-memory documents of the sandbox. Documents are never changed in place: a change is a new document put
/// through a <see cref="StateTransaction"/>, and a transaction is applied whole or not at all.
/// </summary>
/// <remarks>Not thread-safe: the engine runs one call at a time (calls are microseconds; waiting for the disk happens outside).</remarks>
internal sealed class SandboxState
{
    private readonly Dictionary<ResourcePartition, DocumentSet> _partitions = [];
    private readonly Dictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    public StateTransaction Begin() => new(this);

    internal JsonObject? Find(ResourceKey key) =>
        _partitions.TryGetValue(key.Partition, out var documents) ? documents.Find(key.Id) : null;

    /// <summary>The partition's documents whose id begins with the prefix, in ordinal order of their ids.</summary>
    internal int Count(ResourcePartition partition) => _partitions.TryGetValue(partition, out var documents) ? documents.Count : 0;

    internal IEnumerable<KeyValuePair<string, JsonObject>> Documents(ResourcePartition partition, string idPrefix) =>
        _partitions.TryGetValue(partition, out var documents) ? documents.StartingWith(idPrefix) : [];

    internal IEnumerable<ResourcePartition> Partitions => _partitions.Keys;

    internal byte[]? FindBlob(string id) => _blobs.GetValueOrDefault(id);

    internal void Apply(StateChange change)
    {
        if (change.Document is null)
        {
            if (_partitions.TryGetValue(change.Key.Partition, out var existing))
            {
                existing.Remove(change.Key.Id);
                if (existing.Count == 0)
                    _partitions.Remove(change.Key.Partition);
            }
            return;
        }
        if (!_partitions.TryGetValue(change.Key.Partition, out var documents))
            _partitions[change.Key.Partition] = documents = new DocumentSet();
        documents.Put(change.Key.Id, change.Document);
    }

    internal void Apply(BlobChange change)
    {
        if (change.Content is null)
            _blobs.Remove(change.Id);
        else
            _blobs[change.Id] = change.Content;
    }
}

/// <summary>A document put (or removed, when null).</summary>
internal readonly record struct StateChange(ResourceKey Key, JsonObject? Document);

/// <summary>Binary content put (or removed, when null), such as the body of an S3 object.</summary>
internal readonly record struct BlobChange(string Id, byte[]? Content);
