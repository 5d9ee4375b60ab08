namespace Landward.Logs;

/// <summary>A log to read: a file, an object in a bucket, anything that opens as a stream.</summary>
/// <param name="Origin">The name that evidence cites: a path or <c>s3://bucket/key</c>. Sources are read in the order of their origins.</param>
/// <param name="Open">Opens the stream, plain or gzip; called once, the reader disposes it.</param>
/// <param name="Expected">
/// False for a file that was merely found in a directory and does not look like a log: it is passed over silently when its content
/// is no JSON.
/// </param>
public sealed record LogSource(string Origin, Func<CancellationToken, Task<Stream>> Open, bool Expected = true)
{
    /// <summary>Whether reads are best done on the thread that wants the bytes: those of files on disk are.</summary>
    internal bool IsSynchronous { get; init; }

    /// <summary>How long the file was when it was found, so that its end need not be asked for; null when that is not known.</summary>
    internal long? Length { get; init; }

    public static LogSource File(string path, bool expected = true) => File(path, expected, null);

    internal static LogSource File(string path, bool expected, long? length) =>
        new(path, _ => Task.FromResult(OpenFile(path)), expected) { IsSynchronous = true, Length = length };

    private static Stream OpenFile(string path) => new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        // The reader has a buffer of its own.
        BufferSize = 0,
    });
}
