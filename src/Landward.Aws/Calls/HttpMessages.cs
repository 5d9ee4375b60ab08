using System.Buffers;
using Landward.Aws.Wire;

namespace Landward.Aws;

/// <summary>Between wire messages and <see cref="HttpClient"/>'s.</summary>
internal static class HttpMessages
{
    private const int ChunkBytes = 16 * 1024;
    private const int LargestFirstBuffer = 1024 * 1024;

    public static HttpRequestMessage Request(WireRequest request, Uri url)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), url);
        if (!request.Body.IsEmpty || request.Method is "POST" or "PUT" or "PATCH")
            message.Content = new ReadOnlyMemoryContent(request.Body);
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }

    /// <summary>The whole answer.</summary>
    /// <param name="withBody">False for HEAD, whose headers speak of a body that does not come.</param>
    /// <exception cref="IOException">The body is larger than the options allow, or paused for longer than a request may take.</exception>
    public static async Task<WireResponse> ReadAsync(HttpResponseMessage response, bool withBody, AwsConnectionOptions options, CancellationToken cancellationToken)
    {
        var headers = new WireHeaders();
        foreach (var (name, values) in response.Headers.NonValidated)
            headers.Add(name, values.ToString());
        foreach (var (name, values) in response.Content.Headers.NonValidated)
            headers.Add(name, values.ToString());
        return new WireResponse((int)response.StatusCode, headers, withBody ? await ReadBodyAsync(response.Content, options, cancellationToken) : []);
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContent content, AwsConnectionOptions options, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength ?? 0;
        if (announced > options.MaxResponseBytes)
            throw TooLarge(options);
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream((int)Math.Min(announced, LargestFirstBuffer));
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        using var pause = new CancellationTokenSource(options.RequestTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
        try
        {
            int count;
            while ((count = await body.ReadAsync(chunk, either.Token)) > 0)
            {
                if (read.Length + count > options.MaxResponseBytes)
                    throw TooLarge(options);
                read.Write(chunk, 0, count);
                pause.CancelAfter(options.RequestTimeout);
            }
            return read.ToArray();
        }
        catch (OperationCanceledException paused) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"nothing more came for {options.RequestTimeout.TotalSeconds:0} seconds.", paused);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static IOException TooLarge(AwsConnectionOptions options) => new($"it is larger than {options.MaxResponseBytes} bytes.");
}
