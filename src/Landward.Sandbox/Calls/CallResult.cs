using System.Text.Json.Nodes;
using Landward.Aws.Wire;
using Landward.Sandbox.Authorization;

namespace Landward.Sandbox.Calls;

/// <summary>How a call ended: an output already encoded, or an error.</summary>
internal sealed record CallResult(JsonObject? Output, WireResponse? Response, ServiceError? Error, AuthorizationAnswer? Authorization)
{
    public static CallResult Failed(ServiceError error, AuthorizationAnswer? authorization) => new(null, null, error, authorization);
}
