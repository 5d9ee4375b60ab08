using System.Net;
using System.Text;

namespace Landward.Tests.LandingZone.Applying;

/// <summary>A network with faults: chosen calls are refused, or everything is lost from one call on.</summary>
internal sealed class FaultyHttp : DelegatingHandler
{
    private readonly Func<string, string, string?> _refusal = (_, _) => null;
    private readonly int _lostFrom = int.MaxValue;
    private int _calls;

    /// <param name="refusal">From X-Amz-Target and body to the JSON error to answer, or null to pass the call on.</param>
    public FaultyHttp(Func<string, string, string?> refusal)
        : base(new SocketsHttpHandler()) => _refusal = refusal;

    /// <param name="lostFrom">The answer of this call (from 1) is lost after it was made; later calls are never made.</param>
    public FaultyHttp(int lostFrom)
        : base(new SocketsHttpHandler()) => _lostFrom = lostFrom;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref _calls);
        if (call > _lostFrom)
            throw new HttpRequestException("The network is gone.");
        var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        var target = request.Headers.TryGetValues("X-Amz-Target", out var values) ? values.Single() : string.Empty;
        if (_refusal(target, body) is { } error)
            return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent(error, Encoding.UTF8, "application/x-amz-json-1.1") };
        var response = await base.SendAsync(request, cancellationToken);
        return call == _lostFrom ? throw new HttpRequestException("The answer was lost.") : response;
    }
}
