using System.Buffers.Text;

namespace Landward.Aws.Wire;

/// <summary>
/// The chunked content encoding that S3 clients sign or check piece by piece: <c>hex-size[;chunk-signature=...]\r\n data \r\n</c>, a
/// chunk of size zero, then trailing headers. Source: "Signature calculations: transferring payload in multiple chunks", S3 API Reference.
/// </summary>
internal static class AwsChunked
{
    /// <summary>The body with the chunk framing removed, when it has any.</summary>
    public static ReadOnlyMemory<byte> Body(WireRequest request) => IsChunked(request) ? Decode(request.Body.Span) : request.Body;

    public static bool IsChunked(WireRequest request) =>
        request.Headers["x-amz-content-sha256"]?.StartsWith("STREAMING-", StringComparison.Ordinal) == true
        || request.Headers["Content-Encoding"]?.Contains("aws-chunked", StringComparison.OrdinalIgnoreCase) == true;

    /// <exception cref="WireFormatException">The framing is broken.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> body)
    {
        var decoded = new byte[body.Length];
        var length = 0;
        while (true)
        {
            var lineEnd = body.IndexOf("\r\n"u8);
            if (lineEnd is < 1 or > 4096)
                throw Broken();
            var line = body[..lineEnd];
            var semicolon = line.IndexOf((byte)';');
            var sizeText = semicolon < 0 ? line : line[..semicolon];
            if (sizeText.Length > 8 || !Utf8Parser.TryParse(sizeText, out int size, out var used, 'x') || used != sizeText.Length || size < 0)
                throw Broken();
            body = body[(lineEnd + 2)..];
            if (size == 0)
                return decoded.AsSpan(0, length).ToArray();
            if (body.Length - 2 < size || body[size] != '\r' || body[size + 1] != '\n')
                throw Broken();
            body[..size].CopyTo(decoded.AsSpan(length));
            length += size;
            body = body[(size + 2)..];
        }
    }

    private static WireFormatException Broken() =>
        new("IncompleteBody", "The request body terminated unexpectedly or its chunks are malformed.");
}
