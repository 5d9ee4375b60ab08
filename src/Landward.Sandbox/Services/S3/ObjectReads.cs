using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>Get and head objects, with versions, ranges and conditions.</summary>
internal static class ObjectReads
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "GetObject", GetObject);
        registry.Add("s3", "HeadObject", HeadObject);
        registry.Add("s3", "GetObjectAttributes", GetObjectAttributes);
        registry.Add("s3", "GetObjectRetention", (call, input) => Locked(call, input, document => document["ObjectLockMode"] is null ? null
            : new JsonObject { ["Retention"] = new JsonObject { ["Mode"] = document.Text("ObjectLockMode"), ["RetainUntilDate"] = document.Text("ObjectLockRetainUntilDate") } }));
        registry.Add("s3", "GetObjectLegalHold", (call, input) => Locked(call, input, document => document["ObjectLockLegalHoldStatus"] is null ? null
            : new JsonObject { ["LegalHold"] = new JsonObject { ["Status"] = document.Text("ObjectLockLegalHoldStatus") } }));
    }

    private static JsonObject GetObject(CallContext call, JsonObject input)
    {
        var (objects, document) = Find(call, input);
        var content = objects.Content(document);
        var output = Headers(document, input);
        if (ByteRange.Parse(input.Text("Range"), content.LongLength) is { } range)
        {
            content = content.AsSpan((int)range.Start, (int)range.Length).ToArray();
            output["ContentRange"] = range.ContentRange;
            output["ContentLength"] = range.Length;
        }
        output["Body"] = Convert.ToBase64String(content);
        return output;
    }

    private static JsonObject HeadObject(CallContext call, JsonObject input)
    {
        var (_, document) = Find(call, input);
        var output = Headers(document, input);
        if (ByteRange.Parse(input.Text("Range"), document.Number("Size") ?? 0) is { } range)
        {
            output["ContentRange"] = range.ContentRange;
            output["ContentLength"] = range.Length;
        }
        return output;
    }

    private static JsonObject GetObjectAttributes(CallContext call, JsonObject input)
    {
        var (_, document) = Find(call, input);
        var wanted = input.Texts("ObjectAttributes");
        var output = document.CopyMembers(new JsonObject(), "LastModified", "VersionId");
        if (wanted.Contains("ETag"))
            output["ETag"] = ObjectWrites.Unquoted(document.Text("ETag"));
        if (wanted.Contains("ObjectSize"))
            output["ObjectSize"] = document.Number("Size");
        if (wanted.Contains("StorageClass"))
            output["StorageClass"] = document.Text("StorageClass");
        if (wanted.Contains("Checksum"))
            output["Checksum"] = document.CopyMembers(new JsonObject(), [.. ObjectChecksums.Members]);
        return output;
    }

    private static JsonObject Locked(CallContext call, JsonObject input, Func<JsonObject, JsonObject?> answer)
    {
        if (call.RequireBucket(input).Structure(BucketConfigurations.ObjectLock) is null)
            throw S3Errors.InvalidRequest("Bucket is missing Object Lock Configuration");
        return answer(Find(call, input).Document)
            ?? throw new AwsErrorException("NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration", 404);
    }

    private static (ObjectTable Objects, JsonObject Document) Find(CallContext call, JsonObject input)
    {
        var objects = new ObjectTable(call, Buckets.Name(call.RequireBucket(input)));
        var document = objects.Require(input.RequiredText("Key"), input.Text("VersionId"));
        if (ObjectTable.IsDeleteMarker(document))
            throw new AwsErrorException("MethodNotAllowed", "The specified method is not allowed against this resource.", 405);
        CheckConditions(document, input);
        return (objects, document);
    }

    private static void CheckConditions(JsonObject document, JsonObject input)
    {
        var etag = ObjectWrites.Unquoted(document.Text("ETag"));
        // HTTP dates have whole seconds, so the comparison does too.
        var modified = DateTimeOffset.FromUnixTimeSeconds(document.Time("LastModified")?.ToUnixTimeSeconds() ?? 0);
        if (input.Text("IfMatch") is { } match && match != "*" && ObjectWrites.Unquoted(match) != etag)
            throw S3Errors.PreconditionFailed();
        if (input.Text("IfMatch") is null && input.Time("IfUnmodifiedSince") is { } unmodified && modified > unmodified)
            throw S3Errors.PreconditionFailed();
        if (input.Text("IfNoneMatch") is { } noneMatch)
        {
            if (noneMatch == "*" || ObjectWrites.Unquoted(noneMatch) == etag)
                throw new AwsErrorException("NotModified", "Not Modified", 304);
        }
        else if (input.Time("IfModifiedSince") is { } since && modified <= since)
        {
            throw new AwsErrorException("NotModified", "Not Modified", 304);
        }
    }

    private static JsonObject Headers(JsonObject document, JsonObject input)
    {
        var output = new JsonObject { ["AcceptRanges"] = "bytes", ["ContentLength"] = document.Number("Size") };
        document.CopyMembers(
            output,
            "ETag", "LastModified", "VersionId", "ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Expires",
            "WebsiteRedirectLocation", "Metadata", "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "ObjectLockMode",
            "ObjectLockRetainUntilDate", "ObjectLockLegalHoldStatus");
        if (document.Text("StorageClass") is { } storageClass && storageClass != "STANDARD")
            output["StorageClass"] = storageClass;
        if (document[StateLayout.Tags] is JsonArray { Count: > 0 } tags)
            output["TagCount"] = tags.Count;
        if (input.Text("ChecksumMode") == "ENABLED" && input.Text("Range") is null)
            document.CopyMembers(output, [.. ObjectChecksums.Members]);
        foreach (var member in (string[])["CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType"])
        {
            if (input.Text("Response" + member) is { } asked)
                output[member] = asked;
        }
        return output;
    }
}

/// <summary>The part of an object a Range header asks for.</summary>
internal readonly record struct ByteRange(long Start, long Length, long Total)
{
    public string ContentRange => string.Create(CultureInfo.InvariantCulture, $"bytes {Start}-{Start + Length - 1}/{Total}");

    /// <summary>Null without a range or with one that is not understood (it is ignored); InvalidRange when it cannot be satisfied.</summary>
    public static ByteRange? Parse(string? header, long total)
    {
        if (header is null || !header.StartsWith("bytes=", StringComparison.Ordinal) || header["bytes=".Length..].Split('-', 2) is not [var first, var last])
            return null;
        long? from = long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : null;
        long? to = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var end) ? end : null;
        if ((from is null && first.Length > 0) || (to is null && last.Length > 0) || (from is null && to is null) || to < from)
            return null;
        if (from is null)
        {
            var length = Math.Min(to!.Value, total);
            return length > 0 ? new ByteRange(total - length, length, total) : throw Unsatisfiable();
        }
        if (from >= total)
            throw Unsatisfiable();
        return new ByteRange(from.Value, Math.Min(to ?? (total - 1), total - 1) - from.Value + 1, total);
    }

    private static AwsErrorException Unsatisfiable() => new("InvalidRange", "The requested range is not satisfiable", 416);
}
