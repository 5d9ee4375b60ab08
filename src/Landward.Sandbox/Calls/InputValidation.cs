using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Aws.Routing;
using Landward.Aws.Wire;

namespace Landward.Sandbox.Calls;

/// <summary>
/// The constraints of the service description that every service checks before anything else: required members, lengths, ranges
/// and enumerations.
/// </summary>
internal static class InputValidation
{
    // S3 says what is missing in its own ways, member by member.
    private static readonly HashSet<string> NotValidated = new(StringComparer.Ordinal) { "s3" };

    public static ServiceError? FirstViolation(RoutedCall call, JsonObject input)
    {
        if (NotValidated.Contains(call.Service.Name) || Structure(call.Operation!.Input, input, string.Empty) is not { } violation)
            return null;
        if (call.Protocol == WireProtocol.Ec2)
        {
            return violation.IsMissing
                ? new ServiceError("MissingParameter", $"The request must contain the parameter {violation.Member}", 400)
                : null;
        }
        return new ServiceError(Code(call), $"1 validation error detected: {violation.Text}", 400);
    }

    private static string Code(RoutedCall call) => call.Service.Name switch
    {
        "organizations" or "securityhub" => "InvalidInputException",
        "guardduty" => "BadRequestException",
        "logs" or "secretsmanager" => "InvalidParameterException",
        "sns" => "InvalidParameter",
        "sqs" => "MissingParameter",
        _ => call.Protocol == WireProtocol.Query ? "ValidationError" : "ValidationException",
    };

    private static Violation? Structure(Shape shape, JsonObject value, string path)
    {
        foreach (var member in shape.Members)
        {
            var here = path.Length == 0 ? LowerCamel(member.Name) : $"{path}.{LowerCamel(member.Name)}";
            if (value[member.Name] is not { } node)
            {
                if (member.IsRequired && !member.IsIdempotencyToken)
                    return new Violation(member.Name, true, $"Value null at '{here}' failed to satisfy constraint: Member must not be null");
                continue;
            }
            if (Value(member.Shape, node, here) is { } violation)
                return violation;
        }
        return null;
    }

    private static Violation? Value(Shape shape, JsonNode node, string path)
    {
        switch (shape.Type, node)
        {
            case (ShapeType.Structure, JsonObject members) when !shape.IsDocument:
                return Structure(shape, members, path);
            case (ShapeType.List, JsonArray list):
                if (OutOfLength(shape, list.Count, path, $"'[{shape.Element?.Shape.Name}]'") is { } wrongCount)
                    return wrongCount;
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } element && shape.Element is { } of && Value(of.Shape, element, $"{path}.{i + 1}.member") is { } wrong)
                        return wrong;
                }
                return null;
            case (ShapeType.String, JsonValue text):
                return Text(shape, text.ToString(), path);
            case (ShapeType.Integer or ShapeType.Long, JsonValue number) when number.GetValueKind() == JsonValueKind.Number && number.TryGetValue<double>(out var amount):
                return OutOfRange(shape, amount, path);
            default:
                return null;
        }
    }

    private static Violation? Text(Shape shape, string text, string path)
    {
        if (!shape.Enum.IsEmpty && !shape.Enum.Contains(text, StringComparer.Ordinal))
            return Wrong(path, text, $"Member must satisfy enum value set: [{string.Join(", ", shape.Enum)}]");
        // What is secret is not repeated: the message goes into the event too.
        return OutOfLength(shape, text.Length, path, shape.IsSensitive ? null : $"'{Shortened(text)}'");
    }

    private static Violation? OutOfLength(Shape shape, int length, string path, string? value)
    {
        var shown = value is null ? "Value" : $"Value {value}";
        if (shape.Min is { } min && length < min)
            return new Violation(path, false, $"{shown} at '{path}' failed to satisfy constraint: Member must have length greater than or equal to {min}");
        return shape.Max is { } max && length > max
            ? new Violation(path, false, $"{shown} at '{path}' failed to satisfy constraint: Member must have length less than or equal to {max}")
            : null;
    }

    private static Violation? OutOfRange(Shape shape, double amount, string path)
    {
        if (shape.Min is { } min && amount < min)
            return Wrong(path, $"{amount}", $"Member must have value greater than or equal to {min}");
        return shape.Max is { } max && amount > max ? Wrong(path, $"{amount}", $"Member must have value less than or equal to {max}") : null;
    }

    private static Violation Wrong(string path, string value, string constraint) =>
        new(path, false, $"Value '{Shortened(value)}' at '{path}' failed to satisfy constraint: {constraint}");

    private static string Shortened(string text) => text.Length <= 200 ? text : text[..200] + "...";

    private static string LowerCamel(string name) => Trails.ApiNames.LowerCamel(name);

    private sealed record Violation(string Member, bool IsMissing, string Text);
}
