using System.Text.Json.Nodes;
using Landward.Aws.Wire;

namespace Landward.Sandbox.Calls;

/// <summary>The answer to a request that no service claims: there is no protocol to follow, so it is the JSON one.</summary>
internal static class UnclaimedRequest
{
    public static WireResponse Answer(string code, string message, int status)
    {
        var body = new JsonObject { ["__type"] = code, ["message"] = message };
        var headers = new WireHeaders { { "Content-Type", "application/x-amz-json-1.1" }, { "x-amzn-ErrorType", code } };
        return new WireResponse(status, headers, System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()));
    }
}
