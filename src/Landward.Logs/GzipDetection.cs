using System.IO.Compression;

namespace Landward.Logs;

/// <summary>
/// Tells gzip from plain by the first two bytes, whatever the file is called (RFC 1952, section 2.3.1). That a truncated stream throws
/// instead of ending early is the runtime switch UseStrictValidation, set for every program in Directory.Build.props.
/// </summary>
internal static class GzipDetection
{
    /// <summary>The uncompressed content of a source. What is compressed twice is uncompressed once.</summary>
    public static async ValueTask<Stream> OpenAsync(LogSource source, CancellationToken cancellationToken)
    {
        var stream = await source.Open(cancellationToken);
        if (source.IsUncompressed)
            return stream;
        var peeked = new PeekedStream(stream, source.IsSynchronous);
        try
        {
            await peeked.PeekAsync(2, cancellationToken);
        }
        catch
        {
            await peeked.DisposeAsync();
            throw;
        }
        return peeked.First.StartsWith<byte>([0x1F, 0x8B]) ? new GZipStream(peeked, CompressionMode.Decompress) : peeked;
    }
}
