using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>Put and copy objects.</summary>
internal static class ObjectWrites
{
    private static readonly string[] SystemMetadata =
        ["ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Expires", "WebsiteRedirectLocation", "Metadata"];

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "PutObject", PutObject);
        registry.Add("s3", "CopyObject", CopyObject);
    }

    private static JsonObject PutObject(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var objects = new ObjectTable(call, Buckets.Name(bucket));
        CheckPreconditions(objects.Find(input.RequiredText("Key")), input);
        var content = Convert.FromBase64String(input.Text("Body") ?? string.Empty);
        var document = NewDocument(call, bucket, input, input, content);
        ObjectChecksums.Verify(input, content, document);
        if (ObjectTags.FromHeader(input.Text("Tagging")) is { } tags)
            document[StateLayout.Tags] = tags;
        document[StateLayout.S3.BlobId] = objects.PutContent(content);
        Put(call, bucket, objects, document, "ObjectCreated:Put");
        var output = document.CopyMembers(new JsonObject(), "ETag", "VersionId", "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled");
        return document.CopyMembers(output, [.. ObjectChecksums.Members]);
    }

    private static JsonObject CopyObject(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var (sourceBucket, sourceKey, sourceVersion) = ParseSource(input.RequiredText("CopySource", "InvalidArgument"));
        var sources = new ObjectTable(call, Buckets.Name(call.RequireBucket(sourceBucket)));
        var source = sources.Require(sourceKey, sourceVersion);
        if (ObjectTable.IsDeleteMarker(source))
            throw S3Errors.InvalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.");
        if (input.Text("CopySourceIfMatch") is { } match && Unquoted(match) != Unquoted(source.Text("ETag")))
            throw S3Errors.PreconditionFailed();
        if (input.Text("CopySourceIfNoneMatch") is { } noneMatch && Unquoted(noneMatch) == Unquoted(source.Text("ETag")))
            throw S3Errors.PreconditionFailed();
        var replaces = input.Text("MetadataDirective") == "REPLACE";
        var key = input.RequiredText("Key");
        if (!replaces && sourceBucket == Buckets.Name(bucket) && sourceKey == key && sourceVersion is null
            && input.Text("StorageClass") is null && input.Text("ServerSideEncryption") is null && input.Text("TaggingDirective") != "REPLACE")
            throw S3Errors.InvalidRequest("This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");

        var objects = new ObjectTable(call, Buckets.Name(bucket));
        CheckPreconditions(objects.Find(key), input);
        var content = sources.Content(source);
        var document = NewDocument(call, bucket, input, replaces ? input : source, content);
        source.CopyMembers(document, [.. ObjectChecksums.Members]);
        var tags = input.Text("TaggingDirective") == "REPLACE" ? ObjectTags.FromHeader(input.Text("Tagging")) : source[StateLayout.Tags]?.DeepClone();
        if (tags is not null)
            document[StateLayout.Tags] = tags;
        document[StateLayout.S3.BlobId] = objects.PutContent(content);
        var sourceVersionId = source.Text("VersionId");
        Put(call, bucket, objects, document, "ObjectCreated:Copy");
        var output = new JsonObject
        {
            ["CopyObjectResult"] = document.CopyMembers(new JsonObject { ["ETag"] = document.Text("ETag"), ["LastModified"] = document.Text("LastModified") }, [.. ObjectChecksums.Members]),
        };
        if (sourceVersionId is not null)
            output["CopySourceVersionId"] = sourceVersionId;
        return document.CopyMembers(output, "VersionId", "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled");
    }

    /// <summary>If-None-Match: * and If-Match of conditional writes.</summary>
    internal static void CheckPreconditions(JsonObject? existing, JsonObject input)
    {
        if (input.Text("IfNoneMatch") == "*" && existing is not null)
            throw S3Errors.PreconditionFailed();
        if (input.Text("IfMatch") is { } match)
        {
            if (existing is null)
                throw S3Errors.NoSuchKey(input.RequiredText("Key"));
            if (Unquoted(match) != Unquoted(existing.Text("ETag")))
                throw S3Errors.PreconditionFailed();
        }
    }

    /// <summary>A new object's document: metadata, encryption and retention, with the bucket's defaults filled in.</summary>
    internal static JsonObject NewDocument(CallContext call, JsonObject bucket, JsonObject input, JsonObject metadata, byte[] content)
    {
        var key = input.RequiredText("Key");
        if (key.Length is 0 || System.Text.Encoding.UTF8.GetByteCount(key) > 1024)
            throw new AwsErrorException("KeyTooLongError", "Your key is too long", 400);
        if (input.Text("ACL") is { } acl && acl is not ("private" or "bucket-owner-full-control") && BucketConfigurations.Ownership(bucket) == "BucketOwnerEnforced")
            throw new AwsErrorException("AccessControlListNotSupported", "The bucket does not allow ACLs", 400);
        var document = new JsonObject
        {
            ["Key"] = key,
            ["Size"] = content.LongLength,
            ["ETag"] = ObjectChecksums.ETag(content),
            ["LastModified"] = call.Now.Timestamp(),
            ["StorageClass"] = input.Text("StorageClass") ?? "STANDARD",
        };
        metadata.CopyMembers(document, SystemMetadata);
        document["ContentType"] ??= "binary/octet-stream";
        Encrypt(bucket, input, document);
        Retain(call, bucket, input, document);
        return document;
    }

    internal static void Put(CallContext call, JsonObject bucket, ObjectTable objects, JsonObject document, string eventName)
    {
        objects.Put(document, bucket.Text(BucketConfigurations.Versioning));
        BucketNotifications.Notify(call, bucket, document, eventName);
    }

    internal static string? Unquoted(string? etag) => etag?.Trim('"');

    private static void Encrypt(JsonObject bucket, JsonObject input, JsonObject document)
    {
        var defaults = bucket.Structure(BucketConfigurations.Encryption)?.Structures("Rules").FirstOrDefault();
        var applied = defaults?.Structure("ApplyServerSideEncryptionByDefault");
        var algorithm = input.Text("ServerSideEncryption") ?? applied?.Text("SSEAlgorithm") ?? "AES256";
        document["ServerSideEncryption"] = algorithm;
        if (algorithm == "AES256")
            return;
        if ((input.Text("SSEKMSKeyId") ?? applied?.Text("KMSMasterKeyID")) is { } key)
            document["SSEKMSKeyId"] = key;
        if ((input.Flag("BucketKeyEnabled") ?? defaults?.Flag("BucketKeyEnabled")) == true)
            document["BucketKeyEnabled"] = true;
    }

    private static void Retain(CallContext call, JsonObject bucket, JsonObject input, JsonObject document)
    {
        var objectLock = bucket.Structure(BucketConfigurations.ObjectLock);
        if (objectLock is null)
        {
            if (input.Text("ObjectLockMode") is not null || input.Text("ObjectLockLegalHoldStatus") is not null)
                throw S3Errors.InvalidRequest("Bucket is missing Object Lock Configuration");
            return;
        }
        input.CopyMembers(document, "ObjectLockMode", "ObjectLockRetainUntilDate", "ObjectLockLegalHoldStatus");
        if (document["ObjectLockMode"] is null && objectLock.Structure("Rule")?.Structure("DefaultRetention") is { } retention)
        {
            var until = retention.Number("Years") is { } years ? call.Now.AddYears((int)years) : call.Now.AddDays(retention.Number("Days") ?? 0);
            document["ObjectLockMode"] = retention.Text("Mode");
            document["ObjectLockRetainUntilDate"] = until.Timestamp();
        }
    }

    // Form: [/]bucket/key[?versionId=...], percent-encoded.
    internal static (string Bucket, string Key, string? VersionId) ParseSource(string source)
    {
        var text = source.TrimStart('/');
        string? version = null;
        var query = text.LastIndexOf("?versionId=", StringComparison.Ordinal);
        if (query >= 0)
        {
            version = Uri.UnescapeDataString(text[(query + "?versionId=".Length)..]);
            text = text[..query];
        }
        text = Uri.UnescapeDataString(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < text.Length - 1
            ? (text[..slash], text[(slash + 1)..], version)
            : throw S3Errors.InvalidArgument("Invalid copy source object key");
    }
}
