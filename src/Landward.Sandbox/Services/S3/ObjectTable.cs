using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.S3;

/// <summary>The current objects, versions and delete markers of one bucket, and their content.</summary>
internal sealed class ObjectTable
{
    public const string NullVersion = "null";

    private const string Sequence = "Sequence";
    private const string SequenceType = "object-sequence";

    private readonly CallContext _call;
    private readonly string _bucket;
    private readonly ResourceTable _current;
    private readonly ResourceTable _versions;

    public ObjectTable(CallContext call, string bucket)
    {
        _call = call;
        _bucket = bucket;
        _current = call.TableOf(StateLayout.S3.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.S3.ObjectType(bucket));
        _versions = call.TableOf(StateLayout.S3.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.S3.ObjectVersionType(bucket));
    }

    public bool HasCurrent => _current.List().Count > 0;

    public bool HasVersions => HasCurrent || _versions.List().Count > 0;

    /// <summary>The current objects whose key begins with the prefix, in the order of their keys.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonObject>> Current(string prefix) => _current.List(prefix);

    public JsonObject? Find(string key) => _current.Find(key);

    /// <summary>The current object or the version asked for; NoSuchKey or NoSuchVersion when there is none.</summary>
    public JsonObject Require(string key, string? versionId)
    {
        if (versionId is null)
            return Find(key) ?? throw S3Errors.NoSuchKey(key);
        return FindVersion(key, versionId) ?? throw S3Errors.NoSuchVersion();
    }

    public JsonObject? FindVersion(string key, string versionId)
    {
        if (_current.Find(key) is { } current && VersionOf(current) == versionId)
            return current;
        return _versions.Find(VersionKey(key, versionId));
    }

    /// <summary>All versions and delete markers, newest first inside each key; the flag says which is the latest.</summary>
    public IEnumerable<(JsonObject Version, bool IsLatest)> Versions()
    {
        var all = _current.List().Select(entry => (Version: entry.Value, IsCurrent: true))
            .Concat(_versions.List().Select(entry => (Version: entry.Value, IsCurrent: false)))
            .GroupBy(entry => entry.Version.RequiredText("Key"), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in all)
        {
            var first = true;
            foreach (var entry in group.OrderByDescending(entry => entry.IsCurrent).ThenByDescending(entry => Order(entry.Version)))
            {
                yield return (entry.Version, first);
                first = false;
            }
        }
    }

    /// <summary>Makes the document the current object, keeping or replacing what was there as the bucket's versioning says.</summary>
    public void Put(JsonObject document, string? versioning)
    {
        var key = document.RequiredText("Key");
        if (versioning is not null)
        {
            document["VersionId"] = versioning == "Enabled" ? _call.Ids.LowerAlphanumeric(32) : NullVersion;
            document[Sequence] = NextSequence();
        }
        SetAside(key, versioning);
        _current.Put(key, document);
    }

    /// <summary>Deletes without a version id: removes the object, or hides it under a delete marker. Returns the marker's version id.</summary>
    public string? Delete(string key, string? versioning)
    {
        if (versioning is null)
        {
            if (_current.Find(key) is { } unversioned)
                Drop(unversioned, () => _current.Remove(key));
            return null;
        }
        SetAside(key, versioning);
        _current.Remove(key);
        var versionId = versioning == "Enabled" ? _call.Ids.LowerAlphanumeric(32) : NullVersion;
        _versions.Put(VersionKey(key, versionId), new JsonObject
        {
            ["Key"] = key,
            ["VersionId"] = versionId,
            ["IsDeleteMarker"] = true,
            ["LastModified"] = _call.Now.Timestamp(),
            [Sequence] = NextSequence(),
        });
        return versionId;
    }

    /// <summary>Deletes one version for good; the newest that remains becomes current again unless it is a delete marker.</summary>
    public void DeleteVersion(string key, string versionId)
    {
        if (_current.Find(key) is { } current && VersionOf(current) == versionId)
            Drop(current, () => _current.Remove(key));
        else if (_versions.Find(VersionKey(key, versionId)) is { } version)
            Drop(version, () => _versions.Remove(VersionKey(key, versionId)));
        if (_current.Find(key) is null && VersionsOf(key).MaxBy(Order) is { } latest && !IsDeleteMarker(latest))
        {
            _versions.Remove(VersionKey(key, VersionOf(latest)));
            _current.Put(key, latest);
        }
    }

    /// <summary>Stores a changed copy of an object or version.</summary>
    public void Update(JsonObject document, Action<JsonObject> change)
    {
        var key = document.RequiredText("Key");
        if (ReferenceEquals(_current.Find(key), document))
            _current.Update(key, change);
        else
            _versions.Update(VersionKey(key, VersionOf(document)), change);
    }

    public byte[] Content(JsonObject document) => document.Text(StateLayout.S3.BlobId) is { } id ? _call.State.FindBlob(id) ?? [] : [];

    /// <summary>Stores content and returns its blob id.</summary>
    public string PutContent(byte[] content)
    {
        var id = $"s3/{_bucket}/{_call.Ids.Uuid()}";
        _call.State.PutBlob(id, content);
        return id;
    }

    /// <summary>Removes what is kept beside the objects of a bucket that is deleted.</summary>
    public void Forget() => SequenceTable.Remove(_bucket);

    public static string VersionOf(JsonObject document) => document.Text("VersionId") ?? NullVersion;

    public static bool IsDeleteMarker(JsonObject document) => document.Flag("IsDeleteMarker") == true;

    private ResourceTable SequenceTable => _call.TableOf(StateLayout.S3.Service, StateLayout.AnyAccount, ResourceKey.Global, SequenceType);

    private static long Order(JsonObject document) => document.Number(Sequence) ?? 0;

    private static string VersionKey(string key, string versionId) => key + "\0" + versionId;

    private IEnumerable<JsonObject> VersionsOf(string key) =>
        _versions.List(VersionKey(key, string.Empty)).Select(entry => entry.Value);

    // Enabled keeps what was current as a noncurrent version; Suspended and unversioned replace the version called null.
    private void SetAside(string key, string? versioning)
    {
        var replaced = versioning == "Enabled" ? null : NullVersion;
        if (replaced is not null && _versions.Find(VersionKey(key, replaced)) is { } old)
            Drop(old, () => _versions.Remove(VersionKey(key, replaced)));
        if (_current.Find(key) is not { } current)
            return;
        if (VersionOf(current) == replaced)
            Drop(current, () => _current.Remove(key));
        else
            _versions.Put(VersionKey(key, VersionOf(current)), current);
    }

    private void Drop(JsonObject document, Action remove)
    {
        if (document.Text(StateLayout.S3.BlobId) is { } blob)
            _call.State.RemoveBlob(blob);
        remove();
    }

    private long NextSequence()
    {
        var next = (SequenceTable.Find(_bucket)?.Number("Next") ?? 0) + 1;
        SequenceTable.Put(_bucket, new JsonObject { ["Next"] = next });
        return next;
    }
}
