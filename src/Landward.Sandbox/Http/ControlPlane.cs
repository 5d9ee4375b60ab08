using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Clock;
using Landward.Sandbox.Services;
using Microsoft.AspNetCore.Http;

namespace Landward.Sandbox.Http;

/// <summary>
/// The sandbox's own API under <c>/_sandbox/</c>: health, clock, events, coverage, reset, stop. Needs the bearer token of the lock file.
/// </summary>
internal sealed class ControlPlane(SandboxEngine engine, string token, Func<Task> reset, Action stop)
{
    public const string Prefix = "/_sandbox/";

    private const int LargestBody = 64 * 1024;
    private const int LargestPage = 10_000;

    private readonly byte[] _authorization = Encoding.UTF8.GetBytes("Bearer " + token);

    public async Task HandleAsync(HttpContext context)
    {
        var given = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
        if (!CryptographicOperations.FixedTimeEquals(given, _authorization))
        {
            await AnswerAsync(context, 401, Problem("The control plane needs the bearer token of the sandbox's lock file."));
            return;
        }
        var (status, body) = (context.Request.Method, context.Request.Path.Value) switch
        {
            ("GET", "/_sandbox/health") => (200, new JsonObject { ["status"] = "ok", ["now"] = engine.Clock.GetUtcNow().Timestamp() }),
            ("GET", "/_sandbox/clock") => (200, ClockState()),
            ("POST", "/_sandbox/clock") => await ChangeClockAsync(context),
            ("GET", "/_sandbox/coverage") => (200, engine.Read(parts => parts.Coverage.ToJson())),
            ("GET", "/_sandbox/events") => Events(context.Request.Query["since"], context.Request.Query["limit"]),
            ("POST", "/_sandbox/reset") => await ResetAsync(),
            ("POST", "/_sandbox/stop") => Stop(),
            _ => (404, Problem("The control plane has GET health, clock, events, coverage and POST clock, reset, stop.")),
        };
        await AnswerAsync(context, status, body);
    }

    private (int, JsonObject) Stop()
    {
        stop();
        return (202, new JsonObject { ["status"] = "stopping" });
    }

    private async Task<(int, JsonObject)> ResetAsync()
    {
        await reset();
        return (200, new JsonObject { ["status"] = "reset" });
    }

    private (int, JsonObject) Events(string? since, string? limit)
    {
        if (!TryNumber(since, 0, out var from) || !TryNumber(limit, 1_000, out var most))
            return (400, Problem("`since` and `limit` are numbers."));
        var (events, newest) = engine.Read(parts => (parts.Log.Since(from, (int)Math.Clamp(most, 1, LargestPage)), parts.Log.LastSequence));
        var list = new JsonArray();
        foreach (var item in events)
        {
            list.Add(new JsonObject
            {
                ["sequence"] = item.Sequence,
                ["account"] = item.Account,
                ["region"] = item.Region,
                ["record"] = JsonNode.Parse(item.Record),
                ["outcome"] = item.Outcome?.ToJson(),
            });
        }
        return (200, new JsonObject { ["events"] = list, ["last"] = events.Count > 0 ? events[^1].Sequence : from, ["newest"] = newest });
    }

    private async Task<(int, JsonObject)> ChangeClockAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not (>= 0 and <= LargestBody))
            return (400, Problem("The body is missing or too large."));
        JsonObject? change;
        try
        {
            change = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            change = null;
        }
        if (change is null || !await TryChangeAsync(change))
            return (400, Problem("Give {\"set\": \"2026-01-02T03:04:05Z\"}, {\"step\": \"PT5M\"} or {\"step\": seconds}, {\"freeze\": true or false}; the clock stays between the years 1970 and 9000."));
        return (200, ClockState());
    }

    private async Task<bool> TryChangeAsync(JsonObject change)
    {
        DateTimeOffset? set = null;
        TimeSpan? step = null;
        bool? freeze = null;
        foreach (var (name, value) in change)
        {
            switch (name)
            {
                case "set" when DateTimeOffset.TryParse(value?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant):
                    set = instant.ToUniversalTime();
                    break;
                case "step" when TryDuration(value, out var duration):
                    step = duration;
                    break;
                case "freeze" when value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                    freeze = value.GetValue<bool>();
                    break;
                default:
                    return false;
            }
        }
        if (set is null && step is null && freeze is null)
            return false;
        var from = set ?? engine.Clock.GetUtcNow();
        if (from < SandboxClock.Earliest || from > SandboxClock.Latest || step > SandboxClock.Latest - from)
            return false;
        await engine.ChangeClockAsync(clock =>
        {
            if (freeze is { } frozen)
                clock.Freeze(frozen);
            if (set is { } instant)
                clock.Set(instant);
            if (step is { } duration)
                clock.Step(duration);
        });
        return true;
    }

    private static bool TryDuration(JsonNode? value, out TimeSpan duration)
    {
        duration = default;
        try
        {
            duration = value?.GetValueKind() switch
            {
                JsonValueKind.Number => TimeSpan.FromSeconds(value.GetValue<double>()),
                JsonValueKind.String => XmlConvert.ToTimeSpan(value.ToString()),
                _ => TimeSpan.FromTicks(-1),
            };
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            return false;
        }
        return duration >= TimeSpan.Zero && duration <= TimeSpan.FromDays(3650);
    }

    private JsonObject ClockState() => new() { ["now"] = engine.Clock.GetUtcNow().Timestamp(), ["frozen"] = engine.Clock.IsFrozen };

    private static bool TryNumber(string? text, long otherwise, out long number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(text) || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 0);
    }

    private static JsonObject Problem(string message) => new() { ["error"] = message };

    private static async Task AnswerAsync(HttpContext context, int status, JsonObject body)
    {
        var bytes = Trails.JsonText.Bytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
