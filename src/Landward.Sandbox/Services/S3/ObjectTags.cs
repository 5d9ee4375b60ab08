using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>Tags of objects, and the rules tag sets keep.</summary>
internal static class ObjectTags
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "PutObjectTagging", (call, input) =>
        {
            var tags = input.Structure("Tagging")?.Structures("TagSet").ToList() ?? throw S3Errors.MalformedXml();
            Check(tags, maximum: 10);
            return Change(call, input, tags.Select(tag => tag.DeepClone()).ToJsonArray());
        });
        registry.Add("s3", "DeleteObjectTagging", (call, input) => Change(call, input, null));
        registry.Add("s3", "GetObjectTagging", (call, input) =>
        {
            var document = new ObjectTable(call, Buckets.Name(call.RequireBucket(input))).Require(input.RequiredText("Key"), input.Text("VersionId"));
            return WithVersion(document, new JsonObject { ["TagSet"] = document[StateLayout.Tags]?.DeepClone() ?? new JsonArray() });
        });
    }

    public static void Check(IReadOnlyList<JsonObject> tags, int maximum)
    {
        if (tags.Count > maximum)
            throw new AwsErrorException("BadRequest", $"Object tags cannot be greater than {maximum}", 400);
        if (tags.Any(tag => tag.Text("Key") is not { Length: >= 1 and <= 128 } || tag.Text("Value") is not { Length: <= 256 }))
            throw new AwsErrorException("InvalidTag", "The TagKey or TagValue you have provided is invalid", 400);
        if (tags.Select(tag => tag.Text("Key")).Distinct(StringComparer.Ordinal).Count() != tags.Count)
            throw new AwsErrorException("InvalidTag", "Cannot provide multiple Tags with the same key", 400);
        if (tags.Any(tag => tag.RequiredText("Key").StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
            throw new AwsErrorException("InvalidTag", "System tags cannot be added/updated by requester", 400);
    }

    /// <summary>Tags from the x-amz-tagging header, which has the form of a query string.</summary>
    public static JsonArray? FromHeader(string? header)
    {
        if (string.IsNullOrEmpty(header))
            return null;
        var tags = header.Split('&').Select(pair => pair.Split('=', 2))
            .Select(pair => new JsonObject { ["Key"] = Decode(pair[0]), ["Value"] = pair.Length > 1 ? Decode(pair[1]) : string.Empty })
            .ToList();
        Check(tags, maximum: 10);
        return tags.ToJsonArray();
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static JsonObject Change(CallContext call, JsonObject input, JsonArray? tags)
    {
        var objects = new ObjectTable(call, Buckets.Name(call.RequireBucket(input)));
        var document = objects.Require(input.RequiredText("Key"), input.Text("VersionId"));
        objects.Update(document, changed =>
        {
            changed.Remove(StateLayout.Tags);
            if (tags is not null)
                changed[StateLayout.Tags] = tags;
        });
        return WithVersion(document, []);
    }

    private static JsonObject WithVersion(JsonObject document, JsonObject output) => document.CopyMembers(output, "VersionId");
}
