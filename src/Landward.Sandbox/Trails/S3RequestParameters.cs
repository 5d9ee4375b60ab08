using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Sandbox.Trails;

/// <summary>
/// S3's way: <c>bucketName</c>, <c>Host</c>, the sub-resource as a key with an empty value, headers and query parameters under
/// their wire names, the body under its element's name and a bucket policy parsed.
/// </summary>
internal static class S3RequestParameters
{
    public static JsonObject Convert(OperationDescription operation, JsonObject input, string region)
    {
        var result = new JsonObject();
        var bucket = input["Bucket"]?.ToString();
        if (bucket is not null)
            result["bucketName"] = bucket;
        result["Host"] = bucket is null ? $"s3.{region}.amazonaws.com" : $"{bucket}.s3.{region}.amazonaws.com";
        foreach (var name in operation.Uri.Query.Where(key => key.Value is null).Select(key => key.Name))
            result[name] = string.Empty;
        foreach (var (name, node) in input)
        {
            if (node is null || name == "Bucket")
                continue;
            var member = operation.Input.FindMember(name);
            if (SensitiveMembers.Contains(member, name))
                result[name] = SensitiveMembers.Hidden;
            else if (name == "Policy" && operation.Name == "PutBucketPolicy")
                result["bucketPolicy"] = Parsed(node.ToString());
            else if (member is null || member.Shape.Type == ShapeType.Blob || member.IsStreaming)
                continue;
            else if (member.Location == MemberLocation.Uri)
                result[ApiNames.LowerCamel(name)] = node.DeepClone();
            else
                result[member.WireName] = node.DeepClone();
        }
        return result;
    }

    private static JsonNode Parsed(string policy)
    {
        try
        {
            return JsonNode.Parse(policy) ?? policy;
        }
        catch (JsonException)
        {
            return policy;
        }
    }
}
