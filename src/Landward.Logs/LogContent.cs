namespace Landward.Logs;

/// <summary>A log that was opened and looked at: its uncompressed content, from the first byte on, and its format.</summary>
public sealed class LogContent : IAsyncDisposable
{
    private readonly Stream _stream;

    private LogContent(LogSource source, LogFormat format, Stream stream) => (Source, Format, _stream) = (source, format, stream);

    /// <summary>
    /// The log as readers take it: opening gives the uncompressed content, or fails as the original did, so that the reader reports it.
    /// The reader that opens it disposes it; so does <see cref="DisposeAsync"/>.
    /// </summary>
    public LogSource Source { get; }

    public LogFormat Format { get; }

    /// <summary>Opens a source and looks at its first bytes. Only cancellation throws.</summary>
    /// <param name="text">What text is that looks like no format: a flow log, when the user said which fields those have.</param>
    public static async Task<LogContent> OpenAsync(LogSource source, CancellationToken cancellationToken, LogFormat text = LogFormat.CloudTrail)
    {
        LogStream content;
        try
        {
            content = await LogStream.OpenAsync(source, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new LogContent(source with { Open = _ => Task.FromException<Stream>(exception) }, LogFormat.CloudTrail, Stream.Null);
        }
        try
        {
            await content.PeekAsync(LogFormatDetection.Length, cancellationToken);
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
        var opened = Task.FromResult<Stream>(content);
        return new LogContent(source with { Open = _ => opened }, LogFormatDetection.Of(content.First, text), content);
    }

    /// <summary>Closes the log, whether a reader has opened it or not.</summary>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
