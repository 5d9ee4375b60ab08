using System.Net;
using Landward.Aws.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Landward.Sandbox.Http;

/// <summary>Carries requests and answers between Kestrel and the engine.</summary>
internal static class HttpAdapter
{
    /// <summary>Null when the body is larger than any AWS request.</summary>
    public static async Task<WireRequest?> ReadAsync(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        // A proxy writes the absolute form.
        if (!target.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out var absolute))
            target = absolute.PathAndQuery;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var headers = new WireHeaders();
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
                headers.Add(name, value ?? string.Empty);
        }
        if (await ReadBodyAsync(context.Request, context.RequestAborted) is not { } body)
            return null;
        return new WireRequest(
            context.Request.Method, mark < 0 ? target : target[..mark], mark < 0 ? string.Empty : target[(mark + 1)..], headers, body);
    }

    public static async Task WriteAsync(HttpContext context, WireResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers.Append(name, value);
        if (answer.Body.IsEmpty)
            return;
        context.Response.ContentLength = answer.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    /// <summary>
    /// The caller's address. The sandbox listens on loopback only, so what a local caller says in X-Forwarded-For is believed: a
    /// rehearsed attack may come from anywhere.
    /// </summary>
    public static string SourceAddress(HttpContext context)
    {
        var claimed = context.Request.Headers["X-Forwarded-For"].ToString();
        if (claimed.Length is > 0 and < 256 && IPAddress.TryParse(claimed.Split(',', 2)[0].Trim(), out var address))
            return address.ToString();
        var remote = context.Connection.RemoteIpAddress;
        return remote is null ? "127.0.0.1" : (remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote).ToString();
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is { } length)
        {
            if (length > WireRequest.MaxBodyBytes)
                return null;
            if (length == 0)
                return [];
            var exact = new byte[length];
            await request.Body.ReadExactlyAsync(exact, cancellationToken);
            return exact;
        }
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > WireRequest.MaxBodyBytes)
                return null;
            buffer.Write(chunk, 0, read);
        }
        return buffer.ToArray();
    }
}
