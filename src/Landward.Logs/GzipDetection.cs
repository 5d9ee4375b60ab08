using System.IO.Compression;

namespace Landward.Logs;

/// <summary>
/// Tells gzip from plain by the first two bytes, whatever the file is called (RFC 1952, section 2.3.1). That a truncated stream throws
/// instead of ending early is the runtime switch UseStrictValidation, set for every program in Directory.Build.props.
/// </summary>
internal static class GzipDetection
{
    /// <summary>The uncompressed content of the stream.</summary>
    public static async Task<Stream> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        var first = new byte[2];
        var count = await stream.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellationToken);
        var replayed = new ReplayedStream(first.AsMemory(0, count), stream);
        return count == 2 && first[0] == 0x1F && first[1] == 0x8B
            ? new GZipStream(replayed, CompressionMode.Decompress)
            : replayed;
    }
}
