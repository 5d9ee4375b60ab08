using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Cli.Output;

namespace Landward.Cli.Access;

/// <summary>Recorded calls under changed policies, for people and for machines.</summary>
internal static class ReplayRenderer
{
    private const int MaxPrincipals = 20;
    private const int MaxCallsOfPrincipal = 10;
    private const int MaxNames = 15;

    public static void Show(Terminal terminal, ReplayResult result)
    {
        var history = result.History;
        var window = history is { First: { } first, Last: { } last } ? $"between {Time(first)} and {Time(last)}" : "in the logs";
        terminal.Line(result.BreaksNothing
            ? $"No call recorded {window} is denied by the new policies."
            : $"Calls recorded {window} that the new policies deny, or may deny:");
        foreach (var group in result.Calls.GroupBy(call => call.Verdict))
        {
            terminal.Line(string.Empty);
            terminal.Line($"{Heading(group.Key)}: {group.Sum(call => call.Call.Count)} calls of {group.Count()} kinds");
            ShowCalls(terminal, group);
        }
        terminal.Line(string.Empty);
        terminal.Line($"Read: {history.Events} events of {history.Files} files; {history.Calls.Length} kinds of calls (principal, action, resource, context), {result.UnchangedClasses} of them decided as before.");
        if (!result.DeniedAlready.IsEmpty)
            terminal.Line($"Denied already by the current policies, though they succeeded when recorded: {result.DeniedAlready.Sum(call => call.Count)} calls of {result.DeniedAlready.Length} kinds. The change does not matter to them.");
        if (!result.UnexplainedDenials.IsEmpty)
            terminal.Line($"Denied when recorded, though the current policies, as far as they are known, allow them: {result.UnexplainedDenials.Sum(call => call.Count)} calls of {result.UnexplainedDenials.Length} kinds. Nothing is claimed about them.");
        foreach (var gap in Gaps(result))
            terminal.Line("Not covered: " + gap);
    }

    public static JsonObject Json(ReplayResult result) => new()
    {
        ["window"] = new JsonObject { ["first"] = Time(result.History.First), ["last"] = Time(result.History.Last) },
        ["events"] = result.History.Events,
        ["files"] = result.History.Files,
        ["classes"] = result.History.Calls.Length,
        ["breaksNothing"] = result.BreaksNothing,
        ["partial"] = result.History.Partial,
        ["calls"] = new JsonArray([.. result.Calls.Select(call => (JsonNode)Json(call))]),
        ["unchanged"] = new JsonObject { ["classes"] = result.UnchangedClasses, ["calls"] = result.UnchangedCalls },
        ["deniedAlready"] = new JsonArray([.. result.DeniedAlready.Select(call => (JsonNode)Json(call))]),
        ["unexplainedDenials"] = new JsonArray([.. result.UnexplainedDenials.Select(call => (JsonNode)Json(call))]),
        ["unmapped"] = new JsonArray([.. result.History.Unmapped.Select(calls => (JsonNode)new JsonObject
        {
            ["eventSource"] = calls.EventSource,
            ["eventName"] = calls.EventName,
            ["reason"] = calls.Reason,
            ["isCall"] = calls.IsCall,
            ["count"] = calls.Count,
        })]),
        ["notCovered"] = new JsonArray([.. Gaps(result).Select(gap => (JsonNode)gap)]),
    };

    public static JsonObject Json(ReplayedCall replayed)
    {
        var json = Json(replayed.Call);
        json["verdict"] = JsonNamingPolicyName(replayed.Verdict.ToString());
        json["decidedBy"] = replayed.By is { } by ? DecisionRenderer.Statement(by) : null;
        json["gate"] = replayed.Gate is { } gate ? DecisionRenderer.GateName(gate) : null;
        json["level"] = replayed.Level;
        json["allowedIf"] = replayed.Condition?.ToString();
        json["dependsOnResource"] = replayed.DependsOnResource;
        return json;
    }

    private static JsonObject Json(RecordedCall call) => new()
    {
        ["principal"] = call.Principal.ToString(),
        ["action"] = call.Action,
        ["resource"] = call.Resource,
        ["resourceIsPattern"] = call.ResourceIsPattern,
        ["context"] = new JsonObject(call.Context.Select(key => KeyValuePair.Create(key.Key, Value(key)))),
        ["count"] = call.Count,
        ["firstSeen"] = Time(call.FirstSeen),
        ["lastSeen"] = Time(call.LastSeen),
        ["evidence"] = new JsonObject { ["eventId"] = call.EventId, ["origin"] = call.Origin },
    };

    private static void ShowCalls(Terminal terminal, IEnumerable<ReplayedCall> calls)
    {
        var principals = calls.GroupBy(call => call.Call.Principal.ToString()).OrderByDescending(group => group.Sum(call => call.Call.Count)).ToList();
        foreach (var principal in principals.Take(MaxPrincipals))
        {
            terminal.Line($"  {principal.Key}");
            // Classes that differ only in their context are one line for people.
            var rows = principal.GroupBy(call => (call.Call.Action, call.Call.Resource, Why: Why(call)))
                .Select(group => (group.Key, Count: group.Sum(call => call.Call.Count), Last: group.Max(call => call.Call.LastSeen))).OrderByDescending(row => row.Count).ToList();
            foreach (var row in rows.Take(MaxCallsOfPrincipal))
                terminal.Line($"    {row.Key.Action} on {row.Key.Resource}: {row.Count} {(row.Count == 1 ? "call" : "calls")}, last {Time(row.Last)}; {row.Key.Why}");
            if (rows.Count > MaxCallsOfPrincipal)
                terminal.Line($"    and {rows.Count - MaxCallsOfPrincipal} more (-o json lists all)");
        }
        if (principals.Count > MaxPrincipals)
            terminal.Line($"  and {principals.Count - MaxPrincipals} more principals (-o json lists all)");
    }

    private static string Why(ReplayedCall call) => call switch
    {
        { DependsOnResource: true, Condition: { } condition } => $"allowed if {condition}, and depending on which resource it was",
        { DependsOnResource: true } => "depending on which resource it was",
        { Condition: { } condition } => $"allowed if {condition}",
        { By: { } by } => by.ToString(),
        { Gate: { } gate } => $"no {DecisionRenderer.GateName(gate)} allows it{(call.Level is { } level ? $" at {level}" : string.Empty)}",
        _ => "allowed",
    };

    /// <summary>What the replay says nothing about.</summary>
    private static IEnumerable<string> Gaps(ReplayResult result)
    {
        var history = result.History;
        if (result.OutsideCalls > 0)
        {
            yield return $"{result.OutsideCalls} calls in accounts that are not part of the organization ({string.Join(", ", result.OutsideAccounts.Take(MaxNames))}{(result.OutsideAccounts.Length > MaxNames ? " ..." : string.Empty)}): its policies do not bind them.";
        }
        if (!history.HasDataEvents)
            yield return "data events (objects of S3, invocations of Lambda functions, items of DynamoDB): the logs hold none.";
        yield return "calls that CloudTrail does not record, iam:PassRole on its own, and events whose delivery failed.";
        var calls = history.Unmapped.Where(unmapped => unmapped.IsCall).ToList();
        if (calls.Count > 0)
        {
            yield return $"{calls.Sum(unmapped => unmapped.Count)} recorded calls that could not be read as a request: "
                + string.Join("; ", calls.Take(MaxNames).Select(unmapped => $"{unmapped.EventSource} {unmapped.EventName} ({unmapped.Count}, {unmapped.Reason})"))
                + (calls.Count > MaxNames ? $"; and {calls.Count - MaxNames} more names." : ".");
        }
        if (history.Partial)
            yield return "parts of the logs that could not be read, or kinds of calls beyond the limit: see the messages.";
    }

    private static string Heading(ReplayVerdict verdict) => verdict switch
    {
        ReplayVerdict.Broken => "Denied now",
        ReplayVerdict.MayBreak => "May be denied now",
        ReplayVerdict.NewlyAllowed => "Newly allowed",
        ReplayVerdict.MayBeAllowed => "May be allowed now",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    private static JsonNode? Value(RecordedKey key) => key.Value switch
    {
        null => null,
        { Knowledge: not Landward.Policy.ContextKnowledge.Known } => new JsonObject { ["unknown"] = true },
        { Values: [var one] } => one,
        { Values: var many } => new JsonArray([.. many.Select(value => (JsonNode)value)]),
    };

    private static string JsonNamingPolicyName(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
