using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using Landward.Sandbox.Hosting;

namespace Landward.Sandbox.Http;

/// <summary>A CloudTrail event of the sandbox with what the sandbox knows beside it.</summary>
/// <param name="Record">The event as delivered.</param>
/// <param name="Outcome">Decision, deciding policy, level and statement; null for calls refused before authorization.</param>
public sealed record ControlEvent(long Sequence, string Account, JsonObject Record, JsonObject? Outcome);

/// <summary>Talks to a running sandbox's own API (<c>/_sandbox/</c>), in this process or another.</summary>
public sealed class SandboxControl : IDisposable
{
    private const int Page = 5_000;
    private readonly HttpClient _http;

    public SandboxControl(LiveSandbox sandbox)
    {
        _http = new HttpClient { BaseAddress = new Uri(sandbox.Endpoint, "/_sandbox/"), Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Token);
    }

    /// <summary>Lets time pass on the sandbox's clock; what is due by then (trail files) is delivered before this returns.</summary>
    public Task AdvanceAsync(TimeSpan time, CancellationToken cancellationToken) =>
        PostAsync("clock", new JsonObject { ["step"] = XmlConvert.ToString(time) }, cancellationToken);

    public Task ResetAsync(CancellationToken cancellationToken) => PostAsync("reset", [], cancellationToken);

    /// <summary>Asks the owning process to end.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => PostAsync("stop", [], cancellationToken);

    /// <summary>The clock: <c>now</c>, <c>frozen</c>.</summary>
    public Task<JsonObject> ClockAsync(CancellationToken cancellationToken) => GetAsync("clock", cancellationToken);

    /// <summary>Calls served, refused and not implemented, by service and operation.</summary>
    public Task<JsonObject> CoverageAsync(CancellationToken cancellationToken) => GetAsync("coverage", cancellationToken);

    /// <summary>Every event after the sequence number, oldest first.</summary>
    public async Task<IReadOnlyList<ControlEvent>> EventsAsync(long since, CancellationToken cancellationToken)
    {
        var events = new List<ControlEvent>();
        while (true)
        {
            var page = await GetAsync($"events?since={since}&limit={Page}", cancellationToken);
            var items = page["events"]!.AsArray();
            events.AddRange(items.Select(item => new ControlEvent(
                (long)item!["sequence"]!, (string)item["account"]!, item["record"]!.AsObject(), item["outcome"]?.AsObject())));
            if (items.Count < Page)
                return events;
            since = (long)page["last"]!;
        }
    }

    /// <summary>The sequence number of the newest event; 0 when there is none.</summary>
    public async Task<long> LastSequenceAsync(CancellationToken cancellationToken)
    {
        var answer = await GetAsync("events?limit=1", cancellationToken);
        return (long)answer["newest"]!;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    private async Task PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        await ReadAsync(answer, cancellationToken);
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"The sandbox's control plane answered {(int)answer.StatusCode}: {text}", null, answer.StatusCode);
        return JsonNode.Parse(text)!.AsObject();
    }
}
