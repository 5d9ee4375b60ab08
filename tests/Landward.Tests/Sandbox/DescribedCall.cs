using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Tests.Sandbox;

/// <summary>Whether input and output of a call have the members and types the service description declares.</summary>
internal static class DescribedCall
{
    public static void Check(string service, string operation, JsonObject input, JsonObject output)
    {
        var description = ServiceCatalog.Default.Get(service).FindOperation(operation).ShouldNotBeNull($"{service} has no operation {operation}");
        Check(description.Input, input, $"{service}:{operation} input");
        Check(description.Output, output, $"{service}:{operation} output");
    }

    private static void Check(Shape shape, JsonNode? node, string path)
    {
        if (node is null || shape.IsDocument)
            return;
        switch (shape.Type)
        {
            case ShapeType.Structure:
                var members = node.ShouldBeOfType<JsonObject>(path);
                foreach (var (name, value) in members)
                    Check(shape.FindMember(name).ShouldNotBeNull($"{path}.{name} is not in the description").Shape, value, $"{path}.{name}");
                shape.Members.Where(member => member.IsRequired && !members.ContainsKey(member.Name)).Select(member => member.Name)
                    .ShouldBeEmpty($"{path} lacks required members");
                break;
            case ShapeType.List:
                foreach (var element in node.ShouldBeOfType<JsonArray>(path))
                    Check(shape.Element!.Shape, element, path + "[]");
                break;
            case ShapeType.Map:
                foreach (var (key, value) in node.ShouldBeOfType<JsonObject>(path))
                    Check(shape.Value!.Shape, value, $"{path}[{key}]");
                break;
            default:
                CheckScalar(shape, node, path);
                break;
        }
    }

    private static void CheckScalar(Shape shape, JsonNode node, string path)
    {
        var kind = node.GetValueKind();
        var expected = shape.Type switch
        {
            ShapeType.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            ShapeType.Integer or ShapeType.Long or ShapeType.Float or ShapeType.Double => kind == JsonValueKind.Number,
            ShapeType.Timestamp => kind == JsonValueKind.String && DateTimeOffset.TryParse(node.ToString(), out _),
            _ => kind == JsonValueKind.String && (shape.Enum.IsEmpty || shape.Enum.Contains(node.ToString()) || IsMisdescribed(shape, node)),
        };
        expected.ShouldBeTrue($"{path} is {node.ToJsonString()}, no {shape.Type} of the description");
    }

    /// <summary>IAM answers the boundary type <c>Policy</c>, as its guide says; its model lists another word.</summary>
    private static bool IsMisdescribed(Shape shape, JsonNode node) => shape.Name == "PermissionsBoundaryAttachmentType" && node.ToString() == "Policy";
}
