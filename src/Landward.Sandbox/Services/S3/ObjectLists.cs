using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>ListObjects, ListObjectsV2 and ListObjectVersions.</summary>
internal static class ObjectLists
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "ListObjects", ListObjects);
        registry.Add("s3", "ListObjectsV2", ListObjectsV2);
        registry.Add("s3", "ListObjectVersions", ListObjectVersions);
    }

    private static JsonObject ListObjects(CallContext call, JsonObject input)
    {
        var output = List(call, input, input.Text("Marker"), withOwner: true, out var page);
        output["Marker"] = KeyListing.Shown(input.Text("Marker") ?? string.Empty, input.Text("EncodingType"));
        if (page.IsTruncated && input.Text("Delimiter") is { Length: > 0 })
            output["NextMarker"] = KeyListing.Shown(page.LastEntry!, input.Text("EncodingType"));
        return output;
    }

    private static JsonObject ListObjectsV2(CallContext call, JsonObject input)
    {
        var token = input.Text("ContinuationToken");
        var output = List(call, input, token is null ? input.Text("StartAfter") : KeyListing.FromToken(token), input.Flag("FetchOwner") == true, out var page);
        output["KeyCount"] = page.Items.Count + page.CommonPrefixes.Count;
        if (token is not null)
            output["ContinuationToken"] = token;
        if (input.Text("StartAfter") is { } startAfter)
            output["StartAfter"] = KeyListing.Shown(startAfter, input.Text("EncodingType"));
        if (page.IsTruncated)
            output["NextContinuationToken"] = KeyListing.Token(page.LastEntry!);
        return output;
    }

    private static JsonObject List(
        CallContext call, JsonObject input, string? after, bool withOwner, out KeyListing.Page<KeyValuePair<string, JsonObject>> page)
    {
        var bucket = call.RequireBucket(input);
        var encoding = input.Text("EncodingType");
        var maximum = KeyListing.Maximum(input.Number("MaxKeys"));
        page = KeyListing.Cut(
            new ObjectTable(call, Buckets.Name(bucket)).Current(input.Text("Prefix") ?? string.Empty), entry => entry.Key, input.Text("Prefix") ?? string.Empty, input.Text("Delimiter"), after, maximum);
        var output = Envelope(bucket, input, page.IsTruncated, maximum, page.CommonPrefixes);
        var contents = page.Items.Select(entry =>
        {
            var item = entry.Value.CopyMembers(new JsonObject { ["Key"] = KeyListing.Shown(entry.Key, encoding) }, "LastModified", "ETag", "Size", "StorageClass");
            if (withOwner)
                item["Owner"] = Buckets.OwnerStructure(Buckets.Owner(bucket));
            return (JsonNode?)item;
        }).ToJsonArray();
        if (contents.Count > 0)
            output["Contents"] = contents;
        return output;
    }

    private static JsonObject ListObjectVersions(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var encoding = input.Text("EncodingType");
        var maximum = KeyListing.Maximum(input.Number("MaxKeys"));
        // An entry's place in the list is its key and its rank inside the key, so that a page may end between two versions.
        var ranked = Ranked(new ObjectTable(call, Buckets.Name(bucket)).Versions()).ToList();
        var marker = input.Text("KeyMarker");
        var remaining = ranked.AsEnumerable();
        if (marker is not null)
        {
            var version = input.Text("VersionIdMarker");
            var rank = ranked.Where(entry => entry.Key == marker && ObjectTable.VersionOf(entry.Version) == version).Select(entry => (int?)entry.Rank).FirstOrDefault() ?? int.MaxValue;
            remaining = ranked.Where(entry => string.CompareOrdinal(entry.Key, marker) > 0 || (entry.Key == marker && entry.Rank > rank));
            if (input.Text("Delimiter") is { Length: > 0 } delimiter && marker.EndsWith(delimiter, StringComparison.Ordinal))
                remaining = remaining.Where(entry => !entry.Key.StartsWith(marker, StringComparison.Ordinal));
        }
        var page = KeyListing.Cut(
            remaining, entry => entry.Key + "\0" + entry.Rank.ToString("D8", System.Globalization.CultureInfo.InvariantCulture),
            input.Text("Prefix") ?? string.Empty, input.Text("Delimiter"), after: null, maximum);

        var output = Envelope(bucket, input, page.IsTruncated, maximum, page.CommonPrefixes);
        output["KeyMarker"] = KeyListing.Shown(marker ?? string.Empty, encoding);
        output["VersionIdMarker"] = input.Text("VersionIdMarker") ?? string.Empty;
        if (page.IsTruncated)
        {
            if (page.Items.Count > 0 && page.LastEntry!.Contains('\0', StringComparison.Ordinal))
            {
                output["NextKeyMarker"] = KeyListing.Shown(page.Items[^1].Key, encoding);
                output["NextVersionIdMarker"] = ObjectTable.VersionOf(page.Items[^1].Version);
            }
            else
            {
                output["NextKeyMarker"] = KeyListing.Shown(page.LastEntry!, encoding);
            }
        }
        var owner = Buckets.OwnerStructure(Buckets.Owner(bucket));
        foreach (var markers in page.Items.ToLookup(entry => ObjectTable.IsDeleteMarker(entry.Version)))
        {
            output[markers.Key ? "DeleteMarkers" : "Versions"] = markers.Select(entry => (JsonNode?)entry.Version.CopyMembers(
                new JsonObject
                {
                    ["Key"] = KeyListing.Shown(entry.Key, encoding),
                    ["VersionId"] = ObjectTable.VersionOf(entry.Version),
                    ["IsLatest"] = entry.IsLatest,
                    ["Owner"] = owner.DeepClone(),
                },
                "LastModified", "ETag", "Size", "StorageClass")).ToJsonArray();
        }
        return output;
    }

    private static IEnumerable<(string Key, int Rank, JsonObject Version, bool IsLatest)> Ranked(IEnumerable<(JsonObject Version, bool IsLatest)> versions)
    {
        var rank = 0;
        foreach (var (version, isLatest) in versions)
        {
            rank = isLatest ? 0 : rank + 1;
            yield return (version.RequiredText("Key"), rank, version, isLatest);
        }
    }

    private static JsonObject Envelope(JsonObject bucket, JsonObject input, bool isTruncated, int maximum, IReadOnlyList<string> commonPrefixes)
    {
        var encoding = input.Text("EncodingType");
        var output = new JsonObject
        {
            ["Name"] = Buckets.Name(bucket),
            ["Prefix"] = KeyListing.Shown(input.Text("Prefix") ?? string.Empty, encoding),
            ["MaxKeys"] = maximum,
            ["IsTruncated"] = isTruncated,
        };
        if (input.Text("Delimiter") is { Length: > 0 } delimiter)
            output["Delimiter"] = KeyListing.Shown(delimiter, encoding);
        if (encoding is not null)
            output["EncodingType"] = encoding;
        if (commonPrefixes.Count > 0)
            output["CommonPrefixes"] = commonPrefixes.Select(prefix => (JsonNode?)new JsonObject { ["Prefix"] = KeyListing.Shown(prefix, encoding) }).ToJsonArray();
        return output;
    }
}
