using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Response.Actions;
using Landward.Response.Resources;

namespace Landward.Response.Playbooks;

/// <summary>A run as JSON: in the store, and for <c>-o json</c>.</summary>
public static class PlaybookRunJson
{
    public static JsonObject Write(PlaybookRun run) => new()
    {
        ["id"] = run.Id,
        ["playbook"] = run.Playbook,
        ["title"] = run.Title,
        ["approval"] = Name(run.Approval),
        ["state"] = Name(run.State),
        ["findings"] = new JsonArray([.. run.Findings.Select(finding => (JsonNode)finding)]),
        ["steps"] = new JsonArray([.. run.Steps.Select(Write)]),
        ["createdAt"] = Time(run.CreatedAt),
        ["updatedAt"] = Time(run.UpdatedAt),
        ["approvedBy"] = run.ApprovedBy,
        ["startedAt"] = run.StartedAt is { } started ? Time(started) : null,
        ["stateBefore"] = run.StateBefore,
        ["stateAfter"] = run.StateAfter,
        ["before"] = run.Before?.DeepClone(),
        ["after"] = run.After?.DeepClone(),
    };

    internal static PlaybookRun Read(JsonObject json) => new()
    {
        Id = Text(json, "id"),
        Playbook = Text(json, "playbook"),
        Title = Text(json, "title"),
        Approval = Enum.Parse<PlaybookApproval>(Text(json, "approval"), ignoreCase: true),
        State = Enum.Parse<PlaybookRunState>(Text(json, "state"), ignoreCase: true),
        Findings = [.. json["findings"]!.AsArray().Select(finding => finding!.GetValue<string>())],
        Steps = [.. json["steps"]!.AsArray().Select(step => ReadStep(step!.AsObject()))],
        CreatedAt = ReadTime(json, "createdAt"),
        UpdatedAt = ReadTime(json, "updatedAt"),
        ApprovedBy = json["approvedBy"]?.GetValue<string>(),
        StartedAt = json["startedAt"] is null ? null : ReadTime(json, "startedAt"),
        StateBefore = json["stateBefore"]?.GetValue<string>(),
        StateAfter = json["stateAfter"]?.GetValue<string>(),
        Before = json["before"]?.AsObject(),
        After = json["after"]?.AsObject(),
    };

    private static JsonObject Write(PlaybookRunStep step) => new()
    {
        ["step"] = step.Step,
        ["action"] = step.Action,
        ["account"] = step.Resource.Account,
        ["region"] = step.Resource.Region,
        ["resourceType"] = step.Resource.Type,
        ["resource"] = step.Resource.Name,
        ["parameters"] = new JsonObject(step.Parameters.Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)parameter.Value))),
        ["calls"] = new JsonArray([.. step.Calls.Select(call => new JsonObject { ["service"] = call.Service, ["operation"] = call.Operation, ["input"] = call.Input.DeepClone() })]),
        ["blastRadius"] = step.BlastRadius.DeepClone(),
        ["state"] = Name(step.State),
        ["error"] = step.Error,
    };

    private static PlaybookRunStep ReadStep(JsonObject json) => new(
        Text(json, "step"),
        Text(json, "action"),
        new ResourceAddress(Text(json, "account"), Text(json, "region"), Text(json, "resourceType"), Text(json, "resource")),
        json["parameters"]!.AsObject().ToImmutableSortedDictionary(parameter => parameter.Key, parameter => parameter.Value!.GetValue<string>(), StringComparer.Ordinal),
        [.. json["calls"]!.AsArray().Select(call => new ActionCall(Text(call!.AsObject(), "service"), Text(call!.AsObject(), "operation"), call!["input"]!.AsObject()))],
        json["blastRadius"]!.AsObject(),
        Enum.Parse<PlaybookStepState>(Text(json, "state"), ignoreCase: true),
        json["error"]?.GetValue<string>());

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset ReadTime(JsonObject json, string name) =>
        DateTimeOffset.Parse(Text(json, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
