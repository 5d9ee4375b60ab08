using Landward.Aws.Descriptions;
using Landward.Aws.Wire;

namespace Landward.Sandbox.Authorization;

/// <summary>The error a denied caller gets: code and status differ by service and protocol.</summary>
internal static class DenialErrors
{
    public static ServiceError Of(ServiceDescription service, WireProtocol protocol, string message) => (service.Name, protocol) switch
    {
        (_, WireProtocol.Ec2) => new ServiceError("UnauthorizedOperation", $"You are not authorized to perform this operation. {message}", 403),
        ("sns", _) => new ServiceError("AuthorizationError", message, 403),
        ("sqs", _) => new ServiceError("AccessDenied", message, 403),
        (_, WireProtocol.Query or WireProtocol.RestXml) => new ServiceError("AccessDenied", message, 403),
        (_, WireProtocol.RestJson) => new ServiceError("AccessDeniedException", message, 403),
        _ => new ServiceError("AccessDeniedException", message, 400),
    };
}
