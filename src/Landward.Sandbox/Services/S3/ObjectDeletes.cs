using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>Delete one or many objects, honouring retention and legal hold.</summary>
internal static class ObjectDeletes
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "DeleteObject", DeleteObject);
        registry.Add("s3", "DeleteObjects", DeleteObjects);
        registry.Add("s3", "PutObjectRetention", PutObjectRetention);
        registry.Add("s3", "PutObjectLegalHold", PutObjectLegalHold);
    }

    private static JsonObject DeleteObject(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var outcome = Delete(call, bucket, input.RequiredText("Key"), input.Text("VersionId"), input.Flag("BypassGovernanceRetention") == true);
        var output = new JsonObject();
        if (outcome.VersionId is not null)
            output["VersionId"] = outcome.VersionId;
        if (outcome.IsDeleteMarker)
            output["DeleteMarker"] = true;
        return output;
    }

    private static JsonObject DeleteObjects(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var request = input.Structure("Delete") ?? throw S3Errors.MalformedXml();
        var entries = request.Structures("Objects").ToList();
        if (entries.Count is 0 or > 1000)
            throw S3Errors.MalformedXml();
        var (deleted, errors) = (new JsonArray(), new JsonArray());
        foreach (var entry in entries)
        {
            var key = entry.RequiredText("Key", "MalformedXML");
            var version = entry.Text("VersionId");
            try
            {
                var outcome = Delete(call, bucket, key, version, input.Flag("BypassGovernanceRetention") == true);
                if (request.Flag("Quiet") == true)
                    continue;
                var item = new JsonObject { ["Key"] = key };
                if (version is not null)
                    item["VersionId"] = version;
                if (outcome.IsDeleteMarker)
                {
                    item["DeleteMarker"] = true;
                    item["DeleteMarkerVersionId"] = outcome.VersionId;
                }
                deleted.Add(item);
            }
            catch (AwsErrorException refused)
            {
                var item = new JsonObject { ["Key"] = key, ["Code"] = refused.Code, ["Message"] = refused.Message };
                if (version is not null)
                    item["VersionId"] = version;
                errors.Add(item);
            }
        }
        var output = new JsonObject();
        if (deleted.Count > 0)
            output["Deleted"] = deleted;
        if (errors.Count > 0)
            output["Errors"] = errors;
        return output;
    }

    private static (string? VersionId, bool IsDeleteMarker) Delete(CallContext call, JsonObject bucket, string key, string? versionId, bool bypass)
    {
        var objects = new ObjectTable(call, Buckets.Name(bucket));
        if (versionId is null)
        {
            var existing = objects.Find(key);
            var marker = objects.Delete(key, bucket.Text(BucketConfigurations.Versioning));
            if (existing is not null)
                BucketNotifications.Notify(call, bucket, existing, marker is null ? "ObjectRemoved:Delete" : "ObjectRemoved:DeleteMarkerCreated");
            return (marker, marker is not null);
        }
        if (objects.FindVersion(key, versionId) is not { } version)
            return (versionId, false);
        CheckRetention(call, version, bypass);
        objects.DeleteVersion(key, versionId);
        BucketNotifications.Notify(call, bucket, version, "ObjectRemoved:Delete");
        return (versionId, ObjectTable.IsDeleteMarker(version));
    }

    private static void CheckRetention(CallContext call, JsonObject version, bool bypass)
    {
        const string Protected = "Access Denied because object protected by object lock.";
        if (version.Text("ObjectLockLegalHoldStatus") == "ON")
            throw S3Errors.AccessDenied(Protected);
        if (version.Time("ObjectLockRetainUntilDate") > call.Now && !(version.Text("ObjectLockMode") == "GOVERNANCE" && bypass))
            throw S3Errors.AccessDenied(Protected);
    }

    private static JsonObject PutObjectRetention(CallContext call, JsonObject input)
    {
        var (objects, document) = RequireLocked(call, input);
        var retention = input.Structure("Retention") ?? throw S3Errors.MalformedXml();
        var shortens = document.Time("ObjectLockRetainUntilDate") > (retention.Time("RetainUntilDate") ?? DateTimeOffset.MinValue);
        if (shortens || document.Text("ObjectLockMode") == "COMPLIANCE" && retention.Text("Mode") != "COMPLIANCE")
            CheckRetention(call, document, input.Flag("BypassGovernanceRetention") == true);
        objects.Update(document, changed =>
        {
            changed.Remove("ObjectLockMode");
            changed.Remove("ObjectLockRetainUntilDate");
            if (retention.Text("Mode") is { } mode)
            {
                changed["ObjectLockMode"] = mode;
                changed["ObjectLockRetainUntilDate"] = (retention.Time("RetainUntilDate") ?? throw S3Errors.MalformedXml()).Timestamp();
            }
        });
        return [];
    }

    private static JsonObject PutObjectLegalHold(CallContext call, JsonObject input)
    {
        var (objects, document) = RequireLocked(call, input);
        var status = input.Structure("LegalHold")?.Text("Status");
        if (status is not ("ON" or "OFF"))
            throw S3Errors.MalformedXml();
        objects.Update(document, changed => changed["ObjectLockLegalHoldStatus"] = status);
        return [];
    }

    private static (ObjectTable Objects, JsonObject Document) RequireLocked(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        if (bucket.Structure(BucketConfigurations.ObjectLock) is null)
            throw S3Errors.InvalidRequest("Bucket is missing Object Lock Configuration");
        var objects = new ObjectTable(call, Buckets.Name(bucket));
        return (objects, objects.Require(input.RequiredText("Key"), input.Text("VersionId")));
    }
}
