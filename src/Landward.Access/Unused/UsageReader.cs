using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Landward.Access.History;
using Landward.Logs;
using Landward.Policy;

namespace Landward.Access;

/// <summary>Reads who used what from CloudTrail logs: once for the calls, once for the credentials they were made with.</summary>
public static class UsageReader
{
    /// <param name="snapshot">Tells the whole ARNs of the users and roles that events name without their path.</param>
    public static async Task<UsageRecord> ReadAsync(ImmutableArray<LogSource> sources, AccessSnapshot snapshot, CancellationToken cancellationToken)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var principal in snapshot.Principals)
            named.TryAdd($"{principal.Account}:{(principal.Principal.Kind == PrincipalKind.User ? "user" : "role")}/{principal.Principal.Name}", principal.Arn);
        var history = await HistoryReader.ReadAsync(sources, new HistoryOptions { Named = named }, IamFacts.Current, cancellationToken);
        var keys = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var passwords = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var source in sources)
            await ReadAsync(source, keys, passwords, cancellationToken);
        return new UsageRecord(history, keys.ToFrozenDictionary(StringComparer.Ordinal), passwords.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private static async Task ReadAsync(LogSource source, Dictionary<string, DateTimeOffset> keys, Dictionary<string, DateTimeOffset> passwords, CancellationToken cancellationToken)
    {
        await using var reader = new CloudTrailReader(source);
        while (await reader.ReadAsync(cancellationToken))
        {
            var @event = reader.Current;
            var type = @event.Span(CloudTrailField.IdentityType);
            if (!type.SequenceEqual("IAMUser"u8) || EventTimeText.Read(@event.Span(CloudTrailField.EventTime)) is not { } ticks)
                continue;
            var time = new DateTimeOffset(ticks, TimeSpan.Zero);
            if (@event.Text(CloudTrailField.AccessKeyId) is { Length: > 0 } key)
                Latest(keys, key, time);
            if (@event.Span(CloudTrailField.EventName).SequenceEqual("ConsoleLogin"u8) && IsSuccess(@event.Root) && @event.Text(CloudTrailField.IdentityArn) is { } user)
                Latest(passwords, user, time);
        }
    }

    // "responseElements": {"ConsoleLogin": "Success"} (AWS CloudTrail User Guide, AWS Management Console sign-in events).
    private static bool IsSuccess(JsonElement @event) =>
        @event.TryGetProperty("responseElements", out var response) && response.ValueKind == JsonValueKind.Object
        && response.TryGetProperty("ConsoleLogin", out var result) && result.ValueKind == JsonValueKind.String && result.ValueEquals("Success");

    private static void Latest(Dictionary<string, DateTimeOffset> times, string key, DateTimeOffset time)
    {
        if (!times.TryGetValue(key, out var known) || known < time)
            times[key] = time;
    }
}
