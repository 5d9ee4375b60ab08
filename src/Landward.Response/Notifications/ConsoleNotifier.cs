using Landward.Model;

namespace Landward.Response.Notifications;

/// <summary>Writes alerts for the person at the terminal.</summary>
/// <param name="output">Where the command shows alerts.</param>
public sealed class ConsoleNotifier(string channel, TextWriter output) : INotifier
{
    private const int Lines = 8;

    public string Channel { get; } = channel;

    public async Task<NotificationResult> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var text = new StringWriter();
        text.WriteLine($"ALERT {Printable(message.Alert.Title)}");
        foreach (var record in message.Worst(Lines))
            text.WriteLine($"  {record.Finding.Severity.Label(),-13} {Printable(record.Finding.Type)}  {Printable(record.Finding.Principal ?? record.Finding.Account)}");
        if (message.Findings.Count > Lines)
            text.WriteLine($"  and {message.Findings.Count - Lines} more");
        await output.WriteAsync(text.ToString().AsMemory(), cancellationToken);
        await output.FlushAsync(cancellationToken);
        return new NotificationResult(1, Error: null);
    }

    /// <summary>Names come from logs an attacker writes: nothing in them may steer the terminal.</summary>
    private static string Printable(string text) => string.Create(text.Length, text, (buffer, source) =>
    {
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = char.IsControl(source[i]) ? '?' : source[i];
    });
}
