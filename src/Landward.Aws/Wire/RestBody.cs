using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>The bodies of REST messages: a payload member, or the members without another place, as JSON or XML.</summary>
internal static class RestBody
{
    private const string S3 = "s3";

    public static void Read(ServiceDescription service, ReadOnlyMemory<byte> body, Shape shape, Utf8JsonWriter writer)
    {
        if (shape.Payload is { } payload)
            ReadPayload(service, body, payload, writer);
        else if (shape.BodyMembers.IsEmpty || JsonBodyReader.IsBlank(body.Span))
            return;
        else if (service.Protocol == WireProtocol.RestJson)
            JsonBodyReader.ReadMembers(body.Span, shape, writer);
        else
            ReadXml(XmlTree.Parse(body), shape, writer);
    }

    /// <summary>The body of a request and its content type; no content type means no body.</summary>
    public static (ReadOnlyMemory<byte> Body, string? ContentType) WriteInput(ServiceDescription service, OperationDescription operation, JsonObject input)
    {
        var shape = operation.Input;
        if (shape.Payload is { } payload)
            return input[payload.Name] is { } node ? WritePayload(service, node, payload) : (default, null);
        if (shape.BodyMembers.IsEmpty)
            return (default, null);
        if (service.Protocol == WireProtocol.RestJson)
            return (WriteJson(input, shape), "application/json");
        if (!shape.BodyMembers.Any(member => input[member.Name] is not null))
            return (default, null);
        return (WriteXml(operation.XmlRoot ?? shape.Name, operation.XmlNamespace ?? service.XmlNamespace, input, shape), "application/xml");
    }

    /// <summary>The body of an answer and its content type.</summary>
    public static (ReadOnlyMemory<byte> Body, string? ContentType) WriteOutput(ServiceDescription service, OperationDescription operation, JsonObject output)
    {
        var shape = operation.Output;
        if (shape.Payload is { } payload)
            return output[payload.Name] is { } node ? WritePayload(service, node, payload) : (default, null);
        if (service.Protocol == WireProtocol.RestJson)
            return operation.HasOutput ? (WriteJson(output, shape), "application/json") : (default, null);
        if (shape.BodyMembers.IsEmpty)
            return (default, null);
        if (service.Name == S3 && operation.Name == "GetBucketLocation")
            return (WriteLocation(service, output), "application/xml");
        return (WriteXml(S3Roots.Of(service, operation), service.XmlNamespace, output, shape), "application/xml");
    }

    private static void ReadPayload(ServiceDescription service, ReadOnlyMemory<byte> body, Member payload, Utf8JsonWriter writer)
    {
        switch (payload.Shape.Type)
        {
            case ShapeType.Blob:
                writer.WriteBase64String(payload.Name, body.Span);
                break;
            case ShapeType.String:
                if (!body.IsEmpty)
                    writer.WriteString(payload.Name, Encoding.UTF8.GetString(body.Span));
                break;
            default:
                if (JsonBodyReader.IsBlank(body.Span))
                    return;
                writer.WritePropertyName(payload.Name);
                if (service.Protocol == WireProtocol.RestJson)
                    JsonBodyReader.ReadValue(body.Span, payload, writer);
                else
                    XmlBodyReader.ReadValue(XmlTree.Parse(body), payload, writer);
                break;
        }
    }

    private static void ReadXml(XmlTree root, Shape shape, Utf8JsonWriter writer)
    {
        // GetBucketLocation's only member is the text of the root element itself.
        if (shape.Name == "GetBucketLocationOutput" && root.Child("LocationConstraint") is null)
        {
            if (root.Text.Length > 0)
                writer.WriteString("LocationConstraint", root.Text);
            return;
        }
        // Answers that are one member under its own name as the root element, without wrapping.
        XmlBodyReader.ReadMembers(root, shape, writer);
    }

    private static (ReadOnlyMemory<byte> Body, string? ContentType) WritePayload(ServiceDescription service, JsonNode node, Member payload)
    {
        switch (payload.Shape.Type)
        {
            case ShapeType.Blob:
                return (Blob(node, payload), "application/octet-stream");
            case ShapeType.String:
                return (Encoding.UTF8.GetBytes(ScalarText.Write(node, payload, TimestampFormat.Iso8601)), "text/plain");
            default:
                if (service.Protocol == WireProtocol.RestJson)
                {
                    using var json = CanonicalJson.Rent();
                    JsonBodyWriter.WriteValue(node, payload, json.Writer);
                    return (json.ToBytes(), "application/json");
                }
                using (var xml = new XmlBodyWriter())
                {
                    xml.Start(payload.LocationName ?? payload.Shape.Name, payload.XmlNamespace ?? service.XmlNamespace);
                    xml.WriteMembers(JsonBodyWriter.Object(node, payload), payload.Shape);
                    xml.End();
                    return (xml.ToBytes(), "application/xml");
                }
        }
    }

    private static byte[] Blob(JsonNode node, Member payload)
    {
        var text = node is JsonValue value && value.TryGetValue<string>(out var found) ? found : null;
        try
        {
            return Convert.FromBase64String(text ?? throw new ArgumentException($"{payload} is a base64 string.", nameof(node)));
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"{payload} is not valid base64.", nameof(node), e);
        }
    }

    private static byte[] WriteJson(JsonObject value, Shape shape)
    {
        using var json = CanonicalJson.Rent();
        json.Writer.WriteStartObject();
        JsonBodyWriter.WriteMembers(value, shape, json.Writer);
        json.Writer.WriteEndObject();
        return json.ToBytes();
    }

    private static ReadOnlyMemory<byte> WriteXml(string root, string? ns, JsonObject value, Shape shape)
    {
        using var xml = new XmlBodyWriter();
        xml.Start(root, ns);
        xml.WriteMembers(value, shape);
        xml.End();
        return xml.ToBytes();
    }

    private static ReadOnlyMemory<byte> WriteLocation(ServiceDescription service, JsonObject output)
    {
        using var xml = new XmlBodyWriter();
        xml.Start("LocationConstraint", service.XmlNamespace);
        if (output["LocationConstraint"] is JsonValue location)
            xml.Text(ScalarText.Text(location));
        xml.End();
        return xml.ToBytes();
    }
}
