using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Sandbox.Trails;

/// <summary>
/// S3's way: <c>bucketName</c>, <c>Host</c>, the sub-resource as a key with an empty value, headers and query parameters under
/// their wire names, the body as the XML document it is (a lone element is no list) and a bucket policy parsed.
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
                result[member.WireName] = AsXml(member.Shape, node);
        }
        return result;
    }

    /// <summary>The value with the names and the nesting of its XML form, as S3 records it.</summary>
    private static JsonNode AsXml(Shape shape, JsonNode node)
    {
        if (shape.Type != ShapeType.Structure || node is not JsonObject members)
            return node.DeepClone();
        var result = new JsonObject();
        foreach (var member in shape.Members)
        {
            if (members[member.Name] is not { } value)
                continue;
            if (member.Shape is { Type: ShapeType.List, Element: { } element } && value is JsonArray items)
            {
                var elements = Elements(element.Shape, items);
                result[member.WireName] = member.IsFlattened ? elements : new JsonObject { [element.LocationName ?? "member"] = elements };
            }
            else
            {
                result[member.WireName] = AsXml(member.Shape, value);
            }
        }
        return result;
    }

    private static JsonNode Elements(Shape shape, JsonArray items)
    {
        var elements = items.OfType<JsonNode>().Select(item => AsXml(shape, item)).ToList();
        return elements is [var only] ? only : new JsonArray([.. elements]);
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
