using System.Text.Json;
using System.Xml;
using Landward.Aws.Descriptions;
using Landward.Aws.Routing;

namespace Landward.Aws.Wire;

/// <summary>Writes errors in the shape each protocol gives them.</summary>
internal static class ErrorWriter
{
    public static WireResponse Write(RoutedCall call, ServiceError error, string requestId)
    {
        var shape = call.Service.FindError(error.Code);
        var status = error.Status ?? ErrorStatus.Of(call, error.Code, shape);
        if (call.Method == "HEAD")
            return new WireResponse(status, ServerCodec.RestHeaders(call, requestId), default);
        return call.Protocol switch
        {
            WireProtocol.Json => Json(call, error, shape, status, requestId),
            WireProtocol.RestJson => RestJson(error, shape, status, requestId),
            WireProtocol.Query => Query(call, error, shape, status, requestId),
            WireProtocol.Ec2 => Ec2(error, shape, status, requestId),
            _ => RestXml(call, error, shape, status, requestId),
        };
    }

    private static WireResponse Json(RoutedCall call, ServiceError error, Shape? shape, int status, string requestId)
    {
        var headers = new WireHeaders
        {
            { "x-amzn-RequestId", requestId },
            { "Content-Type", "application/x-amz-json-" + call.Service.JsonVersion },
        };
        var name = shape?.Name ?? error.Code;
        if (call.Service.IsQueryCompatible)
            headers.Add("x-amzn-query-error", $"{shape?.Error?.Code ?? error.Code};{(status >= 500 ? "Receiver" : "Sender")}");
        return new WireResponse(status, headers, Body(name, error, shape));
    }

    private static WireResponse RestJson(ServiceError error, Shape? shape, int status, string requestId)
    {
        var headers = new WireHeaders
        {
            { "x-amzn-RequestId", requestId },
            { "x-amzn-ErrorType", shape?.Name ?? error.Code },
            { "Content-Type", "application/json" },
        };
        return new WireResponse(status, headers, Body(null, error, shape));
    }

    private static byte[] Body(string? type, ServiceError error, Shape? shape)
    {
        using var json = CanonicalJson.Rent();
        json.Writer.WriteStartObject();
        if (type is not null)
            json.Writer.WriteString("__type", type);
        // Models spell the member `message` or `Message`; SDKs read both.
        var messageMember = shape?.Members.FirstOrDefault(member => member.Name.Equals("message", StringComparison.OrdinalIgnoreCase));
        json.Writer.WriteString(messageMember?.WireName ?? (type is null ? "message" : "Message"), error.Message);
        foreach (var (name, value) in error.Members)
        {
            var member = shape?.FindMember(name);
            if (member == messageMember && member is not null)
                continue;
            json.Writer.WritePropertyName(member?.WireName ?? name);
            WriteMember(json.Writer, member, value);
        }
        json.Writer.WriteEndObject();
        return json.ToBytes();
    }

    private static void WriteMember(Utf8JsonWriter writer, Member? member, string value)
    {
        if (member is not null && member.Shape.Type is ShapeType.Integer or ShapeType.Long or ShapeType.Boolean or ShapeType.Double or ShapeType.Float)
            ScalarText.Read(value, member!, writer);
        else
            writer.WriteStringValue(value);
    }

    private static WireResponse Query(RoutedCall call, ServiceError error, Shape? shape, int status, string requestId)
    {
        using var xml = new XmlBodyWriter();
        xml.Start("ErrorResponse", call.Service.XmlNamespace);
        xml.Start("Error");
        xml.Leaf("Type", status >= 500 ? "Receiver" : "Sender");
        xml.Leaf("Code", shape?.Error?.Code ?? error.Code);
        xml.Leaf("Message", Readable(error.Message));
        Members(xml, error);
        xml.End();
        xml.Leaf("RequestId", requestId);
        xml.End();
        return new WireResponse(status, new WireHeaders { { "x-amzn-RequestId", requestId }, { "Content-Type", "text/xml" } }, xml.ToBytes());
    }

    private static WireResponse Ec2(ServiceError error, Shape? shape, int status, string requestId)
    {
        using var xml = new XmlBodyWriter();
        xml.Start("Response");
        xml.Start("Errors");
        xml.Start("Error");
        xml.Leaf("Code", shape?.Error?.Code ?? error.Code);
        xml.Leaf("Message", Readable(error.Message));
        Members(xml, error);
        xml.End();
        xml.End();
        xml.Leaf("RequestID", requestId);
        xml.End();
        return new WireResponse(status, new WireHeaders { { "x-amzn-RequestId", requestId }, { "Content-Type", "text/xml;charset=UTF-8" } }, xml.ToBytes());
    }

    private static WireResponse RestXml(RoutedCall call, ServiceError error, Shape? shape, int status, string requestId)
    {
        var headers = ServerCodec.RestHeaders(call, requestId);
        if (status == 304)
            return new WireResponse(status, headers, default);
        headers.Add("Content-Type", "application/xml");
        using var xml = new XmlBodyWriter();
        var isS3 = call.Service.Name == "s3";
        if (!isS3)
            xml.Start("ErrorResponse", call.Service.XmlNamespace);
        xml.Start("Error");
        if (!isS3)
            xml.Leaf("Type", status >= 500 ? "Receiver" : "Sender");
        xml.Leaf("Code", shape?.Error?.Code ?? error.Code);
        xml.Leaf("Message", Readable(error.Message));
        Members(xml, error);
        if (isS3)
        {
            xml.Leaf("RequestId", requestId);
            xml.Leaf("HostId", requestId);
        }
        xml.End();
        if (!isS3)
        {
            xml.Leaf("RequestId", requestId);
            xml.End();
        }
        return new WireResponse(status, headers, xml.ToBytes());
    }

    /// <summary>Messages quote what callers sent: control characters, which no XML parser takes, become replacement characters.</summary>
    private static string Readable(string message)
    {
        if (message.All(character => XmlConvert.IsXmlChar(character) || char.IsSurrogate(character)))
            return message;
        return string.Create(message.Length, message, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = XmlConvert.IsXmlChar(text[i]) || char.IsSurrogate(text[i]) ? text[i] : '\uFFFD';
        });
    }

    private static void Members(XmlBodyWriter xml, ServiceError error)
    {
        foreach (var (name, value) in error.Members)
            xml.Leaf(name, value);
    }
}
