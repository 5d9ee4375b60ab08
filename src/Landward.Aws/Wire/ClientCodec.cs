using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>The caller's side of a service's protocol: encodes inputs as requests, decodes answers and errors.</summary>
public static class ClientCodec
{
    private static readonly JsonObject Nothing = [];

    /// <summary>The unsigned request: method, path, query, protocol headers and body. Host and signature are the sender's.</summary>
    /// <exception cref="ArgumentException">A value has the wrong JSON type, or a part of the address is missing.</exception>
    public static WireRequest EncodeInput(ServiceDescription service, OperationDescription operation, JsonObject? input)
    {
        input ??= Nothing;
        return service.Protocol switch
        {
            WireProtocol.Json => Json(service, operation, input),
            WireProtocol.Query or WireProtocol.Ec2 => Form(service, operation, input),
            WireProtocol.RestJson or WireProtocol.RestXml => Rest(service, operation, input),
            _ => throw new InvalidOperationException($"Unknown protocol {service.Protocol}."),
        };
    }

    /// <summary>The members of a successful answer.</summary>
    /// <exception cref="WireFormatException">The answer is not in the service's protocol.</exception>
    public static JsonObject DecodeOutput(ServiceDescription service, OperationDescription operation, WireResponse response)
    {
        var shape = operation.Output;
        using var json = CanonicalJson.Rent();
        json.Writer.WriteStartObject();
        switch (service.Protocol)
        {
            // Some endpoints answer `null` where an operation answers nothing.
            case WireProtocol.Json when JsonBodyReader.IsNull(response.Body.Span):
                break;
            case WireProtocol.Json:
                JsonBodyReader.ReadMembers(response.Body.Span, shape, json.Writer);
                break;
            case WireProtocol.Query when operation.HasOutput && operation.ResultWrapper is { } wrapper:
                if (XmlTree.Parse(response.Body).Child(wrapper) is { } result)
                    XmlBodyReader.ReadMembers(result, shape, json.Writer);
                break;
            case WireProtocol.Query or WireProtocol.Ec2:
                if (operation.HasOutput && !response.Body.IsEmpty)
                    XmlBodyReader.ReadMembers(XmlTree.Parse(response.Body), shape, json.Writer);
                break;
            default:
                HttpBindingReader.ReadResponse(response, shape, json.Writer);
                RestBody.Read(service, response.Body, shape, json.Writer);
                break;
        }
        json.Writer.WriteEndObject();
        return json.ToObject();
    }

    /// <summary>The error of an answer with a status of 300 or above, and the request id when the answer names one.</summary>
    public static (ServiceError Error, string? RequestId) DecodeError(ServiceDescription service, WireResponse response) =>
        ErrorReader.Read(service, response);

    /// <summary>The id by which AWS knows the request, or null.</summary>
    public static string? RequestId(WireResponse response) =>
        response.Headers["x-amzn-requestid"] ?? response.Headers["x-amz-request-id"] ?? response.Headers["x-amzn-request-id"];

    private static WireRequest Json(ServiceDescription service, OperationDescription operation, JsonObject input)
    {
        using var json = CanonicalJson.Rent();
        json.Writer.WriteStartObject();
        JsonBodyWriter.WriteMembers(input, operation.Input, json.Writer);
        json.Writer.WriteEndObject();
        var headers = new WireHeaders
        {
            { "Content-Type", "application/x-amz-json-" + service.JsonVersion },
            { "X-Amz-Target", $"{service.TargetPrefix}.{operation.Name}" },
        };
        if (service.IsQueryCompatible)
            headers.Add("x-amzn-query-mode", "true");
        return new WireRequest("POST", "/", string.Empty, headers, json.ToBytes());
    }

    private static WireRequest Form(ServiceDescription service, OperationDescription operation, JsonObject input)
    {
        var form = new QueryBodyWriter(service.Protocol);
        form.Parameter("Action", operation.Name);
        form.Parameter("Version", service.ApiVersion);
        form.WriteMembers(input, operation.Input);
        var headers = new WireHeaders { { "Content-Type", "application/x-www-form-urlencoded; charset=utf-8" } };
        return new WireRequest("POST", "/", string.Empty, headers, form.ToBytes());
    }

    private static WireRequest Rest(ServiceDescription service, OperationDescription operation, JsonObject input)
    {
        var headers = new WireHeaders();
        HttpBindingWriter.Headers(input, operation.Input, headers);
        var (body, contentType) = RestBody.WriteInput(service, operation, input);
        if (contentType is not null && headers["Content-Type"] is null)
            headers.Add("Content-Type", contentType);
        return new WireRequest(
            operation.Method, HttpBindingWriter.Path(operation, input), HttpBindingWriter.Query(operation, input), headers, body);
    }
}
