using Landward.Aws.Descriptions;
using Landward.Aws.Wire;

namespace Landward.Aws;

/// <summary>Between wire messages and <see cref="HttpClient"/>'s.</summary>
internal static class HttpMessages
{
    private const int MaxResponseBytes = 512 * 1024 * 1024;

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

    public static async Task<WireResponse> ReadAsync(
        HttpResponseMessage response, ServiceDescription service, OperationDescription operation, CancellationToken cancellationToken)
    {
        var headers = new WireHeaders();
        foreach (var (name, values) in response.Headers.NonValidated)
            headers.Add(name, values.ToString());
        foreach (var (name, values) in response.Content.Headers.NonValidated)
            headers.Add(name, values.ToString());
        if (response.Content.Headers.ContentLength > MaxResponseBytes)
            throw new AwsApiException(service.Name, operation.Name, AwsApiException.NoAnswer, "The answer is larger than 512 MB.", (int)response.StatusCode, null);
        var body = operation.Method == "HEAD" ? [] : await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new WireResponse((int)response.StatusCode, headers, body);
    }
}
