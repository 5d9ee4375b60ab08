using System.Text;
using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Response.Notifications;

/// <summary>Posts alerts to a Slack incoming webhook. Source: "Block Kit reference", Slack: section text at most 3,000 characters.</summary>
public sealed class SlackNotifier : INotifier, IDisposable
{
    private const int Lines = 10;
    private const int LongestLine = 250;

    private readonly Uri _webhook;
    private readonly HttpDelivery _delivery;

    /// <param name="webhook">The webhook's URL, which is a secret.</param>
    public SlackNotifier(string channel, Uri webhook, HttpDeliveryOptions options, TimeProvider clock)
    {
        if (!HttpDelivery.IsAllowed(webhook))
            throw new ArgumentException("A webhook needs an absolute http or https URL without user name and password.", nameof(webhook));
        Channel = channel;
        _webhook = webhook;
        _delivery = new HttpDelivery(options, clock);
    }

    public string Channel { get; }

    public Task<NotificationResult> SendAsync(AlertMessage message, CancellationToken cancellationToken) =>
        _delivery.PostAsync(_webhook, Encoding.UTF8.GetBytes(Document(message).ToJsonString()), _ => { }, cancellationToken);

    public void Dispose() => _delivery.Dispose();

    internal static JsonObject Document(AlertMessage message)
    {
        var alert = message.Alert;
        var lines = message.Worst(Lines).Select(record =>
            $"*{record.Finding.Severity.Label()}* {Escape(Cut($"{record.Finding.Type} {record.Finding.Principal}"))}");
        return new JsonObject
        {
            ["text"] = Escape(Cut(alert.Title)),
            ["blocks"] = new JsonArray(
                Section($"*{Escape(Cut(alert.Title))}*"),
                Section(string.Join('\n', lines)),
                new JsonObject
                {
                    ["type"] = "context",
                    ["elements"] = new JsonArray(Markdown($"{alert.Findings.Length} findings in account {Escape(Cut(alert.Account))}, alert {alert.Id}")),
                }),
        };
    }

    private static JsonObject Section(string text) => new() { ["type"] = "section", ["text"] = Markdown(text) };

    private static JsonObject Markdown(string text) => new() { ["type"] = "mrkdwn", ["text"] = text };

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Cut(string text) => text.Length <= LongestLine ? text : text[..LongestLine];
}
