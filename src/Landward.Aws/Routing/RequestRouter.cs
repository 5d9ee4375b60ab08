using Landward.Aws.Descriptions;
using Landward.Aws.Signing;
using Landward.Aws.Wire;

namespace Landward.Aws.Routing;

/// <summary>
/// Finds the service and operation of a request: by <c>X-Amz-Target</c>; by the form parameters <c>Action</c> and <c>Version</c>; else by
/// method and path among the operations of the service the request is signed for. Many services share paths, so the signature decides.
/// </summary>
public static class RequestRouter
{
    private const string S3 = "s3";
    private const string S3Control = "s3control";
    private const int MaxFormBytes = 8 * 1024 * 1024;

    /// <summary>
    /// The call, or null when the request belongs to no known service. A known service without a fitting operation gives a call
    /// whose <see cref="RoutedCall.Operation"/> is null, so that the error can be answered in the service's protocol.
    /// </summary>
    /// <param name="request">The request as received.</param>
    /// <param name="signingService">The service of the signature's scope; null reads it from the request.</param>
    /// <exception cref="WireFormatException">The form of a query request is malformed.</exception>
    public static RoutedCall? Route(WireRequest request, string? signingService = null)
    {
        signingService ??= CredentialScope.Find(request)?.Service;
        if (request.Headers["X-Amz-Target"] is { } target)
            return ByTarget(request, target);
        return ByForm(request, signingService) ?? ByPath(request, signingService);
    }

    private static RoutedCall? ByTarget(WireRequest request, string target)
    {
        var dot = target.LastIndexOf('.');
        if (dot < 0 || ServiceIndex.Default.ByTarget(target[..dot]) is not { } name)
            return null;
        var service = ServiceCatalog.Default.Get(name);
        var operation = target[(dot + 1)..];
        return new RoutedCall(service, service.FindOperation(operation), operation, WireProtocol.Json, request.Method);
    }

    internal static QueryForm ReadForm(WireRequest request)
    {
        if (request.Body.Length > MaxFormBytes)
            throw WireFormatException.Form("The request body is too large.");
        return request.Method == "GET" ? QueryForm.Parse(System.Text.Encoding.UTF8.GetBytes(request.RawQuery)) : QueryForm.Parse(request.Body.Span);
    }

    private static RoutedCall? ByForm(WireRequest request, string? signingService)
    {
        var isForm = request.Headers["Content-Type"]?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        if (!isForm && !(request.Method == "GET" && request.RawQuery.Contains("Action=", StringComparison.Ordinal)))
            return null;
        if (request.Headers["x-amz-content-sha256"] is not null && signingService == S3)
            return null;
        var form = ReadForm(request);
        if (form.Child("Action")?.Value is not { Length: > 0 } action)
            return null;
        var candidates = signingService is not null
            ? ServiceIndex.Default.BySigningName(signingService).Where(entry => entry.SpeaksForm)
            : ServiceIndex.Default.ByVersion(form.Child("Version")?.Value ?? string.Empty);
        RoutedCall? unknown = null;
        foreach (var entry in candidates)
        {
            var service = ServiceCatalog.Default.Get(entry.Service);
            var protocol = service.Protocols.Contains(WireProtocol.Ec2) ? WireProtocol.Ec2 : WireProtocol.Query;
            service = service.For(protocol);
            var call = new RoutedCall(service, service.FindOperation(action), action, protocol, request.Method) { Form = form };
            if (call.Operation is not null)
                return call;
            unknown ??= call;
        }
        return unknown;
    }

    private static RoutedCall? ByPath(WireRequest request, string? signingService)
    {
        if (signingService is null or S3 or S3Control or "s3express")
            return ByS3Path(request);
        RoutedCall? unknown = null;
        foreach (var entry in ServiceIndex.Default.BySigningName(signingService))
        {
            var service = ServiceCatalog.Default.Get(entry.Service);
            if (!entry.SpeaksRest)
            {
                unknown ??= Unknown(service, request);
                continue;
            }
            if (RestRoutes.Of(service).Match(request, request.RawPath) is { } match)
                return Known(service, match, request);
            unknown ??= Unknown(service, request);
        }
        return unknown;
    }

    private static RoutedCall ByS3Path(WireRequest request)
    {
        // Every path of S3 Control starts with its version.
        if (request.RawPath.StartsWith("/v20180820/", StringComparison.Ordinal))
        {
            var control = ServiceCatalog.Default.Get(S3Control);
            if (RestRoutes.Of(control).Match(request, request.RawPath) is { } found)
                return Known(control, found, request);
            if (request.Headers["x-amz-account-id"] is not null)
                return Unknown(control, request);
        }
        var s3 = ServiceCatalog.Default.Get(S3);
        var path = S3Host.Bucket(request.Headers["Host"]) is { } bucket ? "/" + bucket + request.RawPath : request.RawPath;
        return RestRoutes.Of(s3).Match(request, path) is { } match ? Known(s3, match, request) : Unknown(s3, request);
    }

    private static RoutedCall Known(
        ServiceDescription service, (OperationDescription Operation, Dictionary<string, string> Labels) match, WireRequest request) =>
        new(service, match.Operation, match.Operation.Name, service.Protocol, request.Method) { Labels = match.Labels };

    private static RoutedCall Unknown(ServiceDescription service, WireRequest request) =>
        new(service, null, $"{request.Method} {request.RawPath}", service.Protocol, request.Method);
}
