using System.Net;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Aws.Routing;
using Landward.Aws.Signing;
using Landward.Aws.Wire;

namespace Landward.Tests.Aws.Calls;

/// <summary>AWS behind an HTTP handler: verifies signatures, routes and decodes calls, and answers what the test says.</summary>
internal sealed class FakeAws(TimeProvider time, Func<FakeAws.Call, object?> answer) : HttpMessageHandler
{
    public static readonly AwsCredentials Keys = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    public List<Call> Calls { get; } = [];

    /// <summary>Secrets by access key id; temporary ones are added by the test.</summary>
    public Dictionary<string, AccessKeySecret> Secrets { get; } = new(StringComparer.Ordinal) { [Keys.AccessKeyId] = new(Keys.SecretAccessKey) };

    /// <summary>How far AWS's clock is ahead of ours.</summary>
    public TimeSpan ClockOffset { get; set; }

    internal sealed record Call(Uri Url, string Name, JsonObject Input, string? AccessKeyId, WireRequest Request);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var headers = new WireHeaders();
        foreach (var (name, values) in message.Headers.NonValidated)
            headers.Add(name, values.ToString());
        byte[] body = [];
        if (message.Content is { } content)
        {
            body = await content.ReadAsByteArrayAsync(cancellationToken);
            foreach (var (name, values) in content.Headers.NonValidated)
                headers.Add(name, values.ToString());
        }
        var url = message.RequestUri!;
        var target = url.OriginalString[url.OriginalString.IndexOf('/', 8)..].Split('?', 2);
        var request = new WireRequest(message.Method.Method, target[0], target.ElementAtOrDefault(1) ?? "", headers, body);
        var now = time.GetUtcNow() + ClockOffset;
        var call = RequestRouter.Route(request) ?? throw new InvalidOperationException("The request belongs to no service.");
        var response = Answer(call, request, url, now);
        response.Headers.Set("Date", now.UtcDateTime.ToString("r"));
        return Http(response);
    }

    private WireResponse Answer(RoutedCall call, WireRequest request, Uri url, DateTimeOffset now)
    {
        var verdict = SigV4.Verify(request, id => Secrets.GetValueOrDefault(id), now, TimeSpan.FromMinutes(5));
        if (verdict is SignatureResult.Expired or SignatureResult.NotYetCurrent)
            return ServerCodec.EncodeError(call, new ServiceError("RequestExpired", "Signature expired", 403), "id");
        if (verdict is not SignatureResult.Ok ok)
            return ServerCodec.EncodeError(call, new ServiceError("SignatureDoesNotMatch", verdict.ToString(), 403), "id");
        var seen = new Call(url, call.OperationName, ServerCodec.DecodeInput(call, request), ok.AccessKeyId, request);
        lock (Calls)
            Calls.Add(seen);
        return answer(seen) switch
        {
            ServiceError error => ServerCodec.EncodeError(call, error, "id-1"),
            WireResponse raw => raw,
            JsonObject output => ServerCodec.EncodeOutput(call, output, "id-1"),
            Exception failure => throw failure,
            _ => ServerCodec.EncodeOutput(call, [], "id-1"),
        };
    }

    private static HttpResponseMessage Http(WireResponse response)
    {
        var message = new HttpResponseMessage((HttpStatusCode)response.Status) { Content = new ReadOnlyMemoryContent(response.Body) };
        foreach (var (name, value) in response.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }
}
