namespace Landward.Aws.Wire;

/// <summary>An HTTP request as it stands on the wire.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="RawPath">The path, still percent-encoded, starting with a slash.</param>
/// <param name="RawQuery">The query string, still percent-encoded, without the question mark; empty when there is none.</param>
public sealed record WireRequest(string Method, string RawPath, string RawQuery, WireHeaders Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The largest body a server should read for any AWS request; S3 parts beyond it are refused.</summary>
    public const int MaxBodyBytes = 64 * 1024 * 1024;
}

/// <summary>An HTTP response as it stands on the wire.</summary>
public sealed record WireResponse(int Status, WireHeaders Headers, ReadOnlyMemory<byte> Body);
