using System.Globalization;
using System.Text.Json;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>Reads the errors of all protocols. An answer that is none of them becomes an error named after its status.</summary>
internal static class ErrorReader
{
    public static (ServiceError Error, string? RequestId) Read(ServiceDescription service, WireResponse response)
    {
        var requestId = ClientCodec.RequestId(response);
        try
        {
            if (JsonBodyReader.IsBlank(response.Body.Span))
                return (FromHeaders(response), requestId);
            if (service.Protocol is WireProtocol.Json or WireProtocol.RestJson)
                return (FromJson(service, response), requestId);
            return FromXml(response, requestId);
        }
        catch (WireFormatException)
        {
            // A proxy's page, for example: the status is all there is to know.
            return (ByStatus(response, $"HTTP status {response.Status}, and a body that is not in the service's protocol."), requestId);
        }
    }

    private static ServiceError FromHeaders(WireResponse response) =>
        response.Headers["x-amzn-errortype"] is { } type
            ? new ServiceError(Clean(type), response.Headers["x-amzn-error-message"] ?? string.Empty, response.Status)
            : ByStatus(response, $"HTTP status {response.Status} without a body.");

    // HEAD answers carry nothing but the status; these are the codes SDKs give them.
    private static ServiceError ByStatus(WireResponse response, string message) => new(response.Status switch
    {
        301 => "PermanentRedirect",
        304 => "NotModified",
        403 => "AccessDenied",
        404 => "NotFound",
        412 => "PreconditionFailed",
        503 => "ServiceUnavailable",
        _ => response.Status.ToString(CultureInfo.InvariantCulture),
    }, message, response.Status);

    private static ServiceError FromJson(ServiceDescription service, WireResponse response)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(response.Body);
        }
        catch (JsonException e)
        {
            throw WireFormatException.Json("The error is not valid JSON.", e);
        }
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw WireFormatException.Json("The error is not a JSON object.");
            var code = response.Headers["x-amzn-errortype"] ?? Text(root, "__type") ?? Text(root, "code") ?? Text(root, "Code");
            if (service.IsQueryCompatible && response.Headers["x-amzn-query-error"]?.Split(';')[0] is { Length: > 0 } queryCode)
                code = queryCode;
            var message = Text(root, "message") ?? Text(root, "Message") ?? Text(root, "errorMessage") ?? string.Empty;
            var members = root.EnumerateObject()
                .Where(member => member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                .Where(member => member.Name is not ("__type" or "message" or "Message" or "code"))
                .DistinctBy(member => member.Name)
                .ToDictionary(member => member.Name, member => member.Value.ToString(), StringComparer.Ordinal);
            return new ServiceError(code is null ? ByStatus(response, message).Code : Clean(code), message, response.Status) { Members = members };
        }
    }

    private static (ServiceError Error, string? RequestId) FromXml(WireResponse response, string? requestId)
    {
        var root = XmlTree.Parse(response.Body);
        var error = root.Name switch
        {
            "Error" => root,
            "Response" => root.Child("Errors")?.Child("Error"),
            _ => root.Child("Error"),
        };
        var id = requestId ?? (root.Child("RequestId") ?? root.Child("RequestID") ?? root.Child("requestId") ?? root.Child("ResponseMetadata")?.Child("RequestId"))?.Text;
        if (error?.Child("Code")?.Text is not { Length: > 0 } code)
            return (ByStatus(response, $"HTTP status {response.Status}."), id);
        var members = error.Children
            .Where(child => child.Children.Count == 0 && child.Name is not ("Code" or "Message" or "Type" or "RequestId" or "HostId"))
            .DistinctBy(child => child.Name)
            .ToDictionary(child => child.Name, child => child.Text, StringComparer.Ordinal);
        return (new ServiceError(code, error.Child("Message")?.Text ?? string.Empty, response.Status) { Members = members }, id);
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The name in <c>com.amazon.coral#Name:http://...</c>.</summary>
    private static string Clean(string code)
    {
        var colon = code.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? code : code[..colon];
        return name[(name.LastIndexOf('#') + 1)..].Trim();
    }
}
