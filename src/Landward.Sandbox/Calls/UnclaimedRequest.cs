using System.Security;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Aws.Wire;

namespace Landward.Sandbox.Calls;

/// <summary>
/// The answer to a request that no service claims. There is no protocol to follow, so it is the JSON one, which most services
/// read, or XML where the request says that its sender reads that.
/// </summary>
internal static class UnclaimedRequest
{
    // Services with an XML protocol that the catalogue has no description of.
    private static readonly HashSet<string> XmlServices = new(StringComparer.Ordinal) { "route53", "cloudfront" };

    public static bool SpeaksXml(WireRequest request, string? signingService) =>
        request.Headers["X-Amz-Target"] is null
        && ((signingService is not null && XmlServices.Contains(signingService))
            || request.Headers["Content-Type"]?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true);

    public static WireResponse Answer(string code, string message, int status, bool xml = false)
    {
        var headers = new WireHeaders { { "Content-Type", xml ? "text/xml" : "application/x-amz-json-1.1" }, { "x-amzn-ErrorType", code } };
        var body = xml
            ? $"<?xml version=\"1.0\" encoding=\"utf-8\"?><ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{SecurityElement.Escape(message)}</Message></Error></ErrorResponse>"
            : new JsonObject { ["__type"] = code, ["message"] = message }.ToJsonString();
        return new WireResponse(status, headers, Encoding.UTF8.GetBytes(body));
    }
}
