using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.S3;

/// <summary>Objects uploaded in parts.</summary>
internal static class MultipartUploads
{
    private const string Upload = "multipart-upload";
    private const int MinimumPartSize = 5 * 1024 * 1024;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "CreateMultipartUpload", CreateMultipartUpload);
        registry.Add("s3", "UploadPart", UploadPart);
        registry.Add("s3", "CompleteMultipartUpload", CompleteMultipartUpload);
        registry.Add("s3", "AbortMultipartUpload", AbortMultipartUpload);
        registry.Add("s3", "ListParts", ListParts);
        registry.Add("s3", "ListMultipartUploads", ListMultipartUploads);
    }

    private static ResourceTable Uploads(CallContext call) =>
        call.TableOf(StateLayout.S3.Service, StateLayout.AnyAccount, ResourceKey.Global, Upload);

    private static JsonObject CreateMultipartUpload(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var id = call.Ids.LowerAlphanumeric(64);
        var request = input.Copy();
        request.Remove("SSECustomerKey");
        var document = ObjectWrites.NewDocument(call, bucket, input, input, []);
        Uploads(call).Put(id, new JsonObject
        {
            ["UploadId"] = id,
            ["Bucket"] = Buckets.Name(bucket),
            ["Key"] = input.Text("Key"),
            ["Initiated"] = call.Now.Timestamp(),
            ["Request"] = request,
            ["Parts"] = new JsonObject(),
        });
        return document.CopyMembers(
            new JsonObject { ["Bucket"] = Buckets.Name(bucket), ["Key"] = input.Text("Key"), ["UploadId"] = id },
            "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled");
    }

    private static JsonObject UploadPart(CallContext call, JsonObject input)
    {
        var upload = Require(call, input);
        if (input.Number("PartNumber") is not ({ } number and >= 1 and <= 10_000))
            throw S3Errors.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive");
        var content = Convert.FromBase64String(input.Text("Body") ?? string.Empty);
        var part = new JsonObject
        {
            ["PartNumber"] = number,
            ["ETag"] = ObjectChecksums.ETag(content),
            ["Size"] = content.LongLength,
            ["LastModified"] = call.Now.Timestamp(),
        };
        ObjectChecksums.Verify(input, content, part);
        var blob = $"s3/{upload.Text("Bucket")}/{call.Ids.Uuid()}";
        call.State.PutBlob(blob, content);
        part[StateLayout.S3.BlobId] = blob;
        var name = PartName(number);
        if (upload.Structure("Parts")?.Structure(name)?.Text(StateLayout.S3.BlobId) is { } replaced)
            call.State.RemoveBlob(replaced);
        Uploads(call).Update(upload.RequiredText("UploadId"), changed => changed["Parts"]![name] = part);
        return part.CopyMembers(new JsonObject(), ["ETag", .. ObjectChecksums.Members]);
    }

    private static JsonObject CompleteMultipartUpload(CallContext call, JsonObject input)
    {
        var upload = Require(call, input);
        var bucket = call.RequireBucket(input);
        var asked = input.Structure("MultipartUpload")?.Structures("Parts").ToList();
        if (asked is not { Count: > 0 })
            throw S3Errors.MalformedXml();
        using var content = new MemoryStream();
        using var digests = new MemoryStream();
        long previous = 0;
        for (var index = 0; index < asked.Count; index++)
        {
            var number = asked[index].Number("PartNumber") ?? throw S3Errors.MalformedXml();
            if (number <= previous)
                throw new AwsErrorException("InvalidPartOrder", "The list of parts was not in ascending order. The parts list must be specified in order by part number.", 400);
            previous = number;
            var part = upload.Structure("Parts")?.Structure(PartName(number));
            if (part is null || ObjectWrites.Unquoted(part.Text("ETag")) != ObjectWrites.Unquoted(asked[index].Text("ETag")))
                throw new AwsErrorException("InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.", 400);
            if (index < asked.Count - 1 && part.Number("Size") < MinimumPartSize)
                throw new AwsErrorException("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400);
            var bytes = call.State.FindBlob(part.RequiredText(StateLayout.S3.BlobId)) ?? [];
            content.Write(bytes);
            digests.Write(ObjectChecksums.Md5(bytes));
        }

        var request = upload.RequiredStructure("Request");
        var objects = new ObjectTable(call, Buckets.Name(bucket));
        ObjectWrites.CheckPreconditions(objects.Find(upload.RequiredText("Key")), input);
        var whole = content.ToArray();
        var document = ObjectWrites.NewDocument(call, bucket, request, request, whole);
        // The entity tag of a multipart object: MD5 of the parts' MD5s, dash, number of parts.
        document["ETag"] = string.Create(CultureInfo.InvariantCulture, $"\"{Convert.ToHexStringLower(ObjectChecksums.Md5(digests.ToArray()))}-{asked.Count}\"");
        if (ObjectTags.FromHeader(request.Text("Tagging")) is { } tags)
            document[StateLayout.Tags] = tags;
        document[StateLayout.S3.BlobId] = objects.PutContent(whole);
        Forget(call, upload);
        ObjectWrites.Put(call, bucket, objects, document, "ObjectCreated:CompleteMultipartUpload");
        return document.CopyMembers(
            new JsonObject { ["Bucket"] = Buckets.Name(bucket), ["Key"] = document.Text("Key"), ["Location"] = $"https://{Buckets.Name(bucket)}.s3.{Buckets.Region(bucket)}.amazonaws.com/{KeyListing.Shown(document.RequiredText("Key"), "url")}" },
            "ETag", "VersionId", "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled");
    }

    private static JsonObject AbortMultipartUpload(CallContext call, JsonObject input)
    {
        Forget(call, Require(call, input));
        return [];
    }

    private static JsonObject ListParts(CallContext call, JsonObject input)
    {
        var upload = Require(call, input);
        var parts = upload.RequiredStructure("Parts").OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => (JsonObject)part.Value!)
            .Where(part => part.Number("PartNumber") > (input.Number("PartNumberMarker") ?? 0)).ToList();
        var maximum = (int)Math.Clamp(input.Number("MaxParts") ?? 1000, 0, 1000);
        var page = parts.Take(maximum).ToList();
        var output = new JsonObject
        {
            ["Bucket"] = upload.Text("Bucket"),
            ["Key"] = upload.Text("Key"),
            ["UploadId"] = upload.Text("UploadId"),
            ["MaxParts"] = maximum,
            ["IsTruncated"] = parts.Count > page.Count,
            ["StorageClass"] = "STANDARD",
            ["Parts"] = page.Select(part => (JsonNode?)part.CopyMembers(new JsonObject(), ["PartNumber", "LastModified", "ETag", "Size", .. ObjectChecksums.Members])).ToJsonArray(),
        };
        if (parts.Count > page.Count && page.Count > 0)
            output["NextPartNumberMarker"] = page[^1].Number("PartNumber");
        return output;
    }

    private static JsonObject ListMultipartUploads(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var prefix = input.Text("Prefix") ?? string.Empty;
        var uploads = Uploads(call).List().Select(entry => entry.Value)
            .Where(upload => upload.Text("Bucket") == Buckets.Name(bucket) && upload.RequiredText("Key").StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(upload => upload.Text("Key"), StringComparer.Ordinal)
            .Take(1000)
            .Select(upload => (JsonNode?)upload.CopyMembers(new JsonObject { ["StorageClass"] = "STANDARD" }, "UploadId", "Key", "Initiated"))
            .ToJsonArray();
        return new JsonObject { ["Bucket"] = Buckets.Name(bucket), ["Prefix"] = prefix, ["IsTruncated"] = false, ["Uploads"] = uploads };
    }

    private static JsonObject Require(CallContext call, JsonObject input)
    {
        var bucket = Buckets.Name(call.RequireBucket(input));
        return Uploads(call).Find(input.RequiredText("UploadId")) is { } upload && upload.Text("Bucket") == bucket && upload.Text("Key") == input.Text("Key")
            ? upload
            : throw new AwsErrorException("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", 404);
    }

    private static void Forget(CallContext call, JsonObject upload)
    {
        foreach (var (_, part) in upload.RequiredStructure("Parts"))
        {
            if (((JsonObject)part!).Text(StateLayout.S3.BlobId) is { } blob)
                call.State.RemoveBlob(blob);
        }
        Uploads(call).Remove(upload.RequiredText("UploadId"));
    }

    private static string PartName(long number) => number.ToString("D5", CultureInfo.InvariantCulture);
}
