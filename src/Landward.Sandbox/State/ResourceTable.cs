using System.Text.Json.Nodes;

namespace Landward.Sandbox.State;

/// <summary>One partition as a handler sees it: documents by id inside the call's transaction.</summary>
internal readonly struct ResourceTable(StateTransaction transaction, ResourcePartition partition)
{
    public JsonObject? Find(string id) => transaction.Find(partition.Key(id));

    public bool Contains(string id) => Find(id) is not null;

    public void Put(string id, JsonObject document) => transaction.Put(partition.Key(id), document);

    public bool Remove(string id) => transaction.Remove(partition.Key(id));

    public IReadOnlyList<KeyValuePair<string, JsonObject>> List() => transaction.List(partition);

    /// <summary>The documents whose id begins with the prefix.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonObject>> List(string idPrefix) => transaction.List(partition, idPrefix);

    /// <summary>The documents without a copy of the list: for looking through, before the call ends.</summary>
    public IEnumerable<KeyValuePair<string, JsonObject>> Scan() => transaction.Scan(partition);

    public int Count => transaction.Count(partition);

    /// <summary>Stores a changed copy of the document and returns it.</summary>
    public JsonObject Update(string id, Action<JsonObject> change)
    {
        var copy = (JsonObject)(Find(id) ?? throw new KeyNotFoundException(id)).DeepClone();
        change(copy);
        Put(id, copy);
        return copy;
    }
}
