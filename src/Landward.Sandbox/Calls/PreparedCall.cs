using System.Text.Json.Nodes;
using Landward.Aws.Routing;
using Landward.Aws.Signing;
using Landward.Aws.Wire;

namespace Landward.Sandbox.Calls;

/// <summary>
/// A request after everything that needs no state: claimed by a service, its signature checked, its input decoded. Made outside
/// the engine's gate, so that requests prepare in parallel.
/// </summary>
internal sealed record PreparedCall(WireRequest Request, RoutedCall Routed, CredentialScope? Scope, SignatureResult Signature)
{
    public JsonObject Input { get; private init; } = [];

    /// <summary>Why the input could not be decoded; null when it could.</summary>
    public WireFormatException? Malformed { get; private init; }

    /// <summary>Where the request says it comes from.</summary>
    public required string SourceAddress { get; init; }

    public string Region => Scope?.Region ?? "us-east-1";

    public string UserAgent => Request.Headers["User-Agent"] ?? "-";

    public string Host => Request.Headers["Host"] ?? "-";

    public PreparedCall WithInput()
    {
        if (Routed.Operation is null)
            return this;
        try
        {
            return this with { Input = ServerCodec.DecodeInput(Routed, Request) };
        }
        catch (WireFormatException error)
        {
            return this with { Malformed = error };
        }
    }
}
