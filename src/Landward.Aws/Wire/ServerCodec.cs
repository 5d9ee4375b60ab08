using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Aws.Routing;

namespace Landward.Aws.Wire;

/// <summary>The service's side of the protocol: decodes requests, encodes answers and errors.</summary>
public static class ServerCodec
{

    /// <summary>The members of the request's input under their model names. Members the model lacks are dropped.</summary>
    /// <exception cref="WireFormatException">The request does not follow the protocol; answer it with the exception's code and status 400.</exception>
    public static JsonObject DecodeInput(RoutedCall call, WireRequest request)
    {
        var operation = call.Operation ?? throw new ArgumentException("The call has no known operation.", nameof(call));
        var shape = operation.Input;
        using var json = CanonicalJson.Rent();
        json.Writer.WriteStartObject();
        switch (call.Protocol)
        {
            case WireProtocol.Json:
                JsonBodyReader.ReadMembers(request.Body.Span, shape, json.Writer);
                break;
            case WireProtocol.Query or WireProtocol.Ec2:
                new QueryBodyReader(call.Protocol, json.Writer).ReadMembers(call.Form ?? RequestRouter.ReadForm(request), shape);
                break;
            default:
                HttpBindingReader.ReadRequest(request, call.Labels, shape, json.Writer);
                RestBody.Read(call.Service, AwsChunked.Body(request), shape, json.Writer);
                break;
        }
        json.Writer.WriteEndObject();
        return json.ToObject();
    }

    /// <summary>The answer to a successful call. Members the model lacks are not sent.</summary>
    /// <exception cref="ArgumentException">A value has the wrong JSON type for its member.</exception>
    public static WireResponse EncodeOutput(RoutedCall call, JsonObject output, string requestId)
    {
        var operation = call.Operation ?? throw new ArgumentException("The call has no known operation.", nameof(call));
        return call.Protocol switch
        {
            WireProtocol.Json => Json(call, operation, output, requestId),
            WireProtocol.Query => Query(call, operation, output, requestId),
            WireProtocol.Ec2 => Ec2(call, operation, output, requestId),
            _ => Rest(call, operation, output, requestId),
        };
    }

    /// <summary>An error in the call's protocol; works for unknown operations too.</summary>
    public static WireResponse EncodeError(RoutedCall call, ServiceError error, string requestId) => ErrorWriter.Write(call, error, requestId);

    private static WireResponse Json(RoutedCall call, OperationDescription operation, JsonObject output, string requestId)
    {
        var headers = new WireHeaders
        {
            { "x-amzn-RequestId", requestId },
            { "Content-Type", "application/x-amz-json-" + call.Service.JsonVersion },
        };
        if (!operation.HasOutput)
            return new WireResponse(200, headers, default);
        using var json = CanonicalJson.Rent();
        json.Writer.WriteStartObject();
        JsonBodyWriter.WriteMembers(output, operation.Output, json.Writer);
        json.Writer.WriteEndObject();
        return new WireResponse(200, headers, json.ToBytes());
    }

    private static WireResponse Query(RoutedCall call, OperationDescription operation, JsonObject output, string requestId)
    {
        using var xml = new XmlBodyWriter();
        xml.Start(operation.Name + "Response", call.Service.XmlNamespace);
        if (operation.HasOutput)
        {
            if (operation.ResultWrapper is { } wrapper)
                xml.Start(wrapper);
            xml.WriteMembers(output, operation.Output);
            if (operation.ResultWrapper is not null)
                xml.End();
        }
        xml.Start("ResponseMetadata");
        xml.Leaf("RequestId", requestId);
        xml.End();
        xml.End();
        return new WireResponse(200, new WireHeaders { { "x-amzn-RequestId", requestId }, { "Content-Type", "text/xml" } }, xml.ToBytes());
    }

    private static WireResponse Ec2(RoutedCall call, OperationDescription operation, JsonObject output, string requestId)
    {
        using var xml = new XmlBodyWriter();
        xml.Start(operation.Name + "Response", call.Service.XmlNamespace + "/");
        xml.Leaf("requestId", requestId);
        if (operation.HasOutput)
            xml.WriteMembers(output, operation.Output);
        else
            xml.Leaf("return", "true");
        xml.End();
        return new WireResponse(200, new WireHeaders { { "x-amzn-RequestId", requestId }, { "Content-Type", "text/xml;charset=UTF-8" } }, xml.ToBytes());
    }

    private static WireResponse Rest(RoutedCall call, OperationDescription operation, JsonObject output, string requestId)
    {
        var headers = RestHeaders(call, requestId);
        var written = new WireHeaders();
        HttpBindingWriter.Headers(output, operation.Output, written);
        var isHead = operation.Method == "HEAD";
        foreach (var (name, value) in written)
        {
            // The body's own length counts, except where there is no body to measure.
            if (isHead || !string.Equals(name, "Content-Length", StringComparison.OrdinalIgnoreCase))
                headers.Add(name, value);
        }
        var status = Status(call, operation, output);
        if (isHead || status is 204 or 304)
            return new WireResponse(status, headers, default);
        var (body, contentType) = RestBody.WriteOutput(call.Service, operation, output);
        if (contentType is not null && headers["Content-Type"] is null)
            headers.Add("Content-Type", contentType);
        return new WireResponse(status, headers, body);
    }

    internal static WireHeaders RestHeaders(RoutedCall call, string requestId) => call.Service.Protocol == WireProtocol.RestXml
        ? new WireHeaders { { "x-amz-request-id", requestId }, { "x-amz-id-2", requestId } }
        : new WireHeaders { { "x-amzn-RequestId", requestId } };

    private static int Status(RoutedCall call, OperationDescription operation, JsonObject output)
    {
        foreach (var member in operation.Output.HttpMembers)
        {
            if (member.Location == MemberLocation.StatusCode && output[member.Name] is JsonValue status && int.TryParse(ScalarText.Text(status), out var code))
                return code;
        }
        // A part of an object is 206; the model only says 200.
        return call.Service.Name == "s3" && output["ContentRange"] is not null ? 206 : operation.Status;
    }
}
