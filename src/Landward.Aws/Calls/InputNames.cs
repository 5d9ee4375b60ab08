using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Aws;

/// <summary>
/// Refuses inputs with members the operation does not have. The codecs leave such members out, and a misspelt member that is silently
/// dropped could mean a policy without its condition.
/// </summary>
internal static class InputNames
{
    private const int MaxDepth = 64;

    public static void Check(OperationDescription operation, JsonObject input)
    {
        foreach (var member in operation.Input.Members)
        {
            if (member.IsRequired && input[member.Name] is null)
                throw new ArgumentException($"{operation} needs `{member.Name}`.", nameof(input));
        }
        Check(operation, operation.Input, input, 0);
    }

    private static void Check(OperationDescription operation, Shape shape, JsonObject value, int depth)
    {
        if (depth > MaxDepth)
            throw new ArgumentException($"The input of {operation} is nested too deeply.", nameof(value));
        foreach (var (name, node) in value)
        {
            var member = shape.FindMember(name) ?? throw new ArgumentException(
                $"`{name}` is no member of {shape.Name} ({operation}).{Model.Suggestion.DidYouMean(name, shape.Members.Select(known => known.Name))}", nameof(value));
            if (node is not null)
                Check(operation, member.Shape, node, depth + 1);
        }
    }

    private static void Check(OperationDescription operation, Shape shape, JsonNode node, int depth)
    {
        switch (shape.Type, node)
        {
            case (ShapeType.Structure, JsonObject value) when !shape.IsDocument:
                Check(operation, shape, value, depth);
                break;
            case (ShapeType.List, JsonArray list):
                foreach (var item in list)
                {
                    if (item is not null)
                        Check(operation, shape.Element!.Shape, item, depth + 1);
                }
                break;
            case (ShapeType.Map, JsonObject map):
                foreach (var (_, item) in map)
                {
                    if (item is not null)
                        Check(operation, shape.Value!.Shape, item, depth + 1);
                }
                break;
        }
    }
}
