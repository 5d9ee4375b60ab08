using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Findings;
using Landward.Model;

namespace Landward.Response.Notifications;

/// <summary>
/// Posts alerts as JSON: <c>schemaVersion</c>, <c>alert</c> and <c>findings</c>. With a secret, the header
/// <c>X-Landward-Signature: v1=HEX</c> is the HMAC-SHA256 of <c>TIMESTAMP.BODY</c>, where <c>X-Landward-Timestamp</c> carries Unix seconds.
/// </summary>
public sealed class WebhookNotifier : INotifier, IDisposable
{
    private const int LargestFindings = 50;

    private readonly Uri _url;
    private readonly byte[]? _secret;
    private readonly TimeProvider _clock;
    private readonly HttpDelivery _delivery;

    /// <param name="secret">The shared secret of the signature, or null for none.</param>
    public WebhookNotifier(string channel, Uri url, string? secret, HttpDeliveryOptions options, TimeProvider clock)
    {
        if (!HttpDelivery.IsAllowed(url))
            throw new ArgumentException("A webhook needs an absolute http or https URL without user name and password.", nameof(url));
        Channel = channel;
        _url = url;
        _secret = secret is null ? null : Encoding.UTF8.GetBytes(secret);
        _clock = clock;
        _delivery = new HttpDelivery(options, clock);
    }

    public string Channel { get; }

    public Task<NotificationResult> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(Document(message).ToJsonString());
        return _delivery.PostAsync(
            _url,
            body,
            headers =>
            {
                var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds().ToString();
                headers.Add("X-Landward-Timestamp", timestamp);
                if (_secret is not null)
                    headers.Add("X-Landward-Signature", "v1=" + Sign(_secret, timestamp, body));
            },
            cancellationToken);
    }

    public void Dispose() => _delivery.Dispose();

    internal static string Sign(byte[] secret, string timestamp, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, (byte[])[.. Encoding.UTF8.GetBytes(timestamp + "."), .. body]));

    internal static JsonObject Document(AlertMessage message) => new()
    {
        ["schemaVersion"] = 1,
        ["alert"] = new JsonObject
        {
            ["id"] = message.Alert.Id,
            ["title"] = message.Alert.Title,
            ["severity"] = message.Alert.Severity.Label(),
            ["account"] = message.Alert.Account,
            ["route"] = message.Alert.Route,
            ["findings"] = message.Alert.Findings.Length,
        },
        ["findings"] = new JsonArray([.. message.Worst(LargestFindings).Select(record => FindingJson.Write(record.Finding))]),
    };
}
