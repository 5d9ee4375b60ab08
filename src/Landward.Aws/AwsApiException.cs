namespace Landward.Aws;

/// <summary>A call that AWS refused, or that got no answer after all retries.</summary>
public sealed class AwsApiException : Exception
{
    /// <summary>The code when no answer came: the connection failed or the request timed out.</summary>
    public const string NoAnswer = "NoAnswer";

    public AwsApiException(string service, string operation, string code, string message, int statusCode, string? requestId, Exception? inner = null)
        : base(message, inner)
    {
        Service = service;
        Operation = operation;
        Code = code;
        StatusCode = statusCode;
        RequestId = requestId;
    }

    public string Service { get; }
    public string Operation { get; }

    /// <summary>The error's code on the wire, such as <c>NoSuchEntity</c> or <c>AccessDeniedException</c>.</summary>
    public string Code { get; }

    /// <summary>HTTP status; 0 when no answer came.</summary>
    public int StatusCode { get; }

    public string? RequestId { get; }

    /// <summary>Further members of the error, such as <c>Reason</c> of a ConstraintViolationException.</summary>
    public IReadOnlyDictionary<string, string> Members { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The call was refused for lack of permission, whatever the service calls that.</summary>
    public bool IsAccessDenied => Code is "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "AuthorizationError" or "Client.UnauthorizedOperation";

    /// <summary>Service, operation, code, message and request id on one line.</summary>
    public string Describe() =>
        $"{Service}:{Operation} answered {Code}: {Message}{(RequestId is null ? string.Empty : $" (request id {RequestId})")}";
}
