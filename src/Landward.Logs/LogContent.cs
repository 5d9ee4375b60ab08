namespace Landward.Logs;

/// <summary>A log that was opened and looked at: its uncompressed content, from the first byte on, and its format.</summary>
public sealed class LogContent
{
    private LogContent(LogSource source, LogFormat format) => (Source, Format) = (source, format);

    /// <summary>
    /// The log as readers take it: opening gives the uncompressed content, or fails as the original did, so that the reader reports it.
    /// The reader that opens it disposes it.
    /// </summary>
    public LogSource Source { get; }

    public LogFormat Format { get; }

    /// <summary>Opens a source and looks at its first bytes. Only cancellation throws.</summary>
    public static async Task<LogContent> OpenAsync(LogSource source, CancellationToken cancellationToken)
    {
        Stream content;
        try
        {
            content = await GzipDetection.OpenAsync(await source.Open(cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new LogContent(source with { Open = _ => Task.FromException<Stream>(exception) }, LogFormat.CloudTrail);
        }
        var start = new byte[LogFormatDetection.Length];
        var count = 0;
        var rest = content;
        try
        {
            for (var read = -1; read != 0 && count < start.Length; count += read)
                read = await content.ReadAsync(start.AsMemory(count), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            rest = new FailedStream(exception, content);
        }
        var stream = new ReplayedStream(start.AsMemory(0, count), rest);
        return new LogContent(source with { Open = _ => Task.FromResult<Stream>(stream) }, LogFormatDetection.Of(start.AsSpan(0, count)));
    }
}
