using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Sandbox.Trails;

/// <summary>
/// A call's input and output as CloudTrail writes them: lower-camel names, secrets hidden, S3 and EC2 in their own ways.
/// Sources: "CloudTrail record contents", CloudTrail User Guide; samples in the guides of S3, EC2 and IAM.
/// </summary>
internal static class RequestParameters
{
    private const int LargestBytes = 100 * 1024;

    public static JsonObject? OfRequest(ServiceDescription service, OperationDescription operation, JsonObject input, string region)
    {
        if (input.Count == 0 && service.Name != "s3")
            return null;
        var parameters = service.Name switch
        {
            "s3" => S3RequestParameters.Convert(operation, input, region),
            "ec2" => Ec2Parameters.OfRequest(operation, input),
            "sns" => WithoutMessage(Structure(operation.Input, input)),
            "lambda" => WithoutCode(Structure(operation.Input, input)),
            _ => Structure(operation.Input, input),
        };
        return Bounded(parameters);
    }

    /// <summary>Null for reads and for calls that answer nothing.</summary>
    public static JsonObject? OfResponse(ServiceDescription service, OperationDescription operation, JsonObject output, bool readOnly, string requestId)
    {
        if (service.Name is "s3" or "s3control" || (readOnly && service.Name != "sts") || operation.Name == "GetCallerIdentity")
            return null;
        if (service.Name == "ec2")
            return Bounded(Ec2Parameters.OfResponse(operation, output, requestId));
        if (output.Count == 0)
            return null;
        var elements = Structure(operation.Output, output, isResponse: true, pretty: service.Name is "iam" or "sts");
        return Bounded(service.Name == "lambda" ? WithoutCode(elements) : elements);
    }

    public static JsonObject Structure(Shape shape, JsonObject value, bool isResponse = false, bool pretty = false)
    {
        var result = new JsonObject();
        foreach (var (name, node) in value)
        {
            if (node is null)
                continue;
            // Secrets are absent from answers and replaced in requests.
            if (isResponse && name is "SecretAccessKey")
                continue;
            var member = shape.FindMember(name);
            result[ApiNames.LowerCamel(name)] = SensitiveMembers.Contains(member, name)
                ? SensitiveMembers.Hidden
                : Value(member?.Shape, node, isResponse, pretty);
        }
        return result;
    }

    /// <summary>Code and environment variables are left out. Source: "Logging Lambda API calls using CloudTrail", Lambda Developer Guide.</summary>
    private static JsonObject WithoutCode(JsonObject parameters)
    {
        parameters.Remove("environment");
        (parameters["code"] as JsonObject)?.Remove("zipFile");
        (parameters["content"] as JsonObject)?.Remove("zipFile");
        return parameters;
    }

    /// <summary>What is published stays between publisher and subscribers. Source: "Logging API calls using CloudTrail", SNS Developer Guide.</summary>
    private static JsonObject WithoutMessage(JsonObject parameters)
    {
        foreach (var entry in (parameters["publishBatchRequestEntries"] as JsonArray ?? []).OfType<JsonObject>().Append(parameters))
        {
            foreach (var name in (ReadOnlySpan<string>)["message", "subject", "messageAttributes"])
            {
                if (entry[name] is not null)
                    entry[name] = SensitiveMembers.Hidden;
            }
        }
        return parameters;
    }

    private static JsonNode? Value(Shape? shape, JsonNode? node, bool isResponse, bool pretty) => node switch
    {
        JsonObject map when shape?.Type == ShapeType.Map => Map(shape, map, isResponse, pretty),
        JsonObject structure when shape is { Type: ShapeType.Structure } => Structure(shape, structure, isResponse, pretty),
        JsonArray list => new JsonArray([.. list.Select(element => Value(shape?.Element?.Shape, element, isResponse, pretty))]),
        JsonValue when shape?.Type == ShapeType.Blob => null,
        JsonValue text when pretty && shape?.Type == ShapeType.Timestamp && DateTimeOffset.TryParse(text.ToString(), out var time) =>
            time.UtcDateTime.ToString("MMM d, yyyy h:mm:ss tt"),
        _ => node?.DeepClone(),
    };

    private static JsonObject Map(Shape shape, JsonObject map, bool isResponse, bool pretty)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map)
            result[key] = Value(shape.Value?.Shape, value, isResponse, pretty);
        return result;
    }

    /// <summary>CloudTrail leaves out parameters above 100 KB.</summary>
    private static JsonObject? Bounded(JsonObject parameters) =>
        JsonText.Bytes(parameters).Length <= LargestBytes ? parameters : null;
}
