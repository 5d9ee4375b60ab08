using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Findings;

/// <summary>
/// Landward's own JSON of a finding: the line of <c>-o jsonl</c> and the document in the store. Members with nothing in them are
/// left out, except those every reader may count on.
/// </summary>
public static class FindingJson
{
    public static JsonObject Write(Finding finding)
    {
        var json = new JsonObject
        {
            ["id"] = finding.Id,
            ["type"] = finding.Type,
            ["title"] = finding.Title,
            ["description"] = finding.Description,
            ["severity"] = finding.Severity.Label(),
            ["generator"] = finding.Generator,
            ["techniques"] = Strings(finding.Techniques),
            ["tactics"] = Strings(finding.Tactics),
            ["account"] = finding.Account,
            ["region"] = finding.Region,
            ["principal"] = finding.Principal,
            ["resources"] = new JsonArray([.. finding.Resources.Select(resource => new JsonObject { ["type"] = resource.Type, ["id"] = resource.Id })]),
            ["firstSeen"] = FindingTime.Format(finding.FirstSeen),
            ["lastSeen"] = FindingTime.Format(finding.LastSeen),
            ["count"] = finding.Count,
            ["evidence"] = new JsonArray([.. finding.Evidence.Select(Write)]),
        };
        if (!finding.Facts.IsEmpty)
            json["facts"] = Map(finding.Facts);
        return json;
    }

    /// <summary>The finding's members, then those of its handling.</summary>
    public static JsonObject Write(FindingRecord record)
    {
        var json = Write(record.Finding);
        json["workflow"] = record.Workflow.Label();
        json["recordState"] = record.RecordState.Label();
        json["productArn"] = record.ProductArn;
        json["createdAt"] = FindingTime.Format(record.CreatedAt);
        json["updatedAt"] = FindingTime.Format(record.UpdatedAt);
        if (record.Compliance is { } compliance)
            json["compliance"] = compliance.Label();
        if (record.Verification != VerificationState.Unknown)
            json["verification"] = record.Verification.Label();
        if (record.Note is { } note)
            json["note"] = new JsonObject { ["text"] = note.Text, ["updatedBy"] = note.UpdatedBy, ["updatedAt"] = FindingTime.Format(note.UpdatedAt) };
        if (!record.UserDefinedFields.IsEmpty)
            json["userDefinedFields"] = Map(record.UserDefinedFields);
        json["current"] = Write(record.Current);
        json["provider"] = Write(record.Provider);
        if (record.CustomerSet != CustomerFields.None)
            json["customerSet"] = (int)record.CustomerSet;
        return json;
    }

    /// <summary>Reads what <see cref="Write(Finding)"/> wrote.</summary>
    /// <exception cref="FormatException">The document is not a finding.</exception>
    public static Finding ReadFinding(JsonObject json) => new()
    {
        Id = Text(json, "id"),
        Type = Text(json, "type"),
        Title = Text(json, "title"),
        Description = Text(json, "description"),
        Severity = SeverityLabels.TryParse(Text(json, "severity"), out var severity) ? severity : throw Malformed("severity"),
        Generator = Text(json, "generator"),
        Techniques = ReadStrings(json["techniques"]),
        Tactics = ReadStrings(json["tactics"]),
        Account = Text(json, "account"),
        Region = Text(json, "region"),
        Principal = OptionalText(json, "principal"),
        Resources = [.. Objects(json["resources"]).Select(resource => new FindingResource(Text(resource, "type"), Text(resource, "id")))],
        FirstSeen = Time(json, "firstSeen"),
        LastSeen = Time(json, "lastSeen"),
        Count = Number(json["count"]) ?? throw Malformed("count"),
        Evidence = [.. Objects(json["evidence"]).Select(ReadEvidence)],
        Facts = ReadMap(json["facts"]),
    };

    /// <summary>Reads what <see cref="Write(FindingRecord)"/> wrote.</summary>
    /// <exception cref="FormatException">The document is not a finding's record.</exception>
    public static FindingRecord ReadRecord(JsonObject json) => new()
    {
        Finding = ReadFinding(json),
        ProductArn = Text(json, "productArn"),
        CreatedAt = Time(json, "createdAt"),
        UpdatedAt = Time(json, "updatedAt"),
        Workflow = LifecycleLabels.TryParse(Text(json, "workflow"), out WorkflowStatus workflow) ? workflow : throw Malformed("workflow"),
        RecordState = LifecycleLabels.TryParse(Text(json, "recordState"), out RecordState state) ? state : throw Malformed("recordState"),
        Compliance = LifecycleLabels.TryParse(OptionalText(json, "compliance"), out ComplianceStatus compliance) ? compliance : null,
        Verification = LifecycleLabels.TryParse(OptionalText(json, "verification"), out VerificationState verification) ? verification : VerificationState.Unknown,
        Note = json["note"] is JsonObject note ? new FindingNote(Text(note, "text"), Text(note, "updatedBy"), Time(note, "updatedAt")) : null,
        UserDefinedFields = ReadMap(json["userDefinedFields"]),
        Current = ReadFields(json["current"] as JsonObject),
        Provider = ReadFields(json["provider"] as JsonObject),
        CustomerSet = (CustomerFields)(Number(json["customerSet"]) ?? 0),
    };

    private static JsonObject Write(Evidence evidence)
    {
        var json = new JsonObject
        {
            ["eventId"] = evidence.EventId,
            ["time"] = FindingTime.Format(evidence.Time),
            ["eventSource"] = evidence.EventSource,
            ["eventName"] = evidence.EventName,
        };
        if (evidence.ErrorCode is { } code)
            json["errorCode"] = code;
        if (evidence.Origin is { } origin)
            json["origin"] = origin;
        if (evidence.Excerpt is { } excerpt)
            json["excerpt"] = ReadExcerpt(excerpt);
        return json;
    }

    private static Evidence ReadEvidence(JsonObject json) => new(
        Text(json, "eventId"),
        Time(json, "time"),
        Text(json, "eventSource"),
        Text(json, "eventName"),
        OptionalText(json, "errorCode"),
        OptionalText(json, "origin"),
        json["excerpt"]?.ToJsonString());

    /// <summary>The excerpt as the document it is; as a text where it is none.</summary>
    private static JsonNode? ReadExcerpt(string excerpt)
    {
        try
        {
            return JsonNode.Parse(excerpt);
        }
        catch (JsonException)
        {
            return excerpt;
        }
    }

    private static JsonObject Write(ProviderFields fields)
    {
        var json = new JsonObject();
        if (fields.Confidence is { } confidence)
            json["confidence"] = confidence;
        if (fields.Criticality is { } criticality)
            json["criticality"] = criticality;
        if (fields.RelatedFindings is { } related)
            json["relatedFindings"] = new JsonArray([.. related.Select(other => new JsonObject { ["productArn"] = other.ProductArn, ["id"] = other.Id })]);
        if (fields.Severity is { } severity)
            json["severity"] = severity.Label();
        if (fields.Types is { } types)
            json["types"] = Strings(types);
        return json;
    }

    private static ProviderFields ReadFields(JsonObject? json) => json is null ? ProviderFields.None : new ProviderFields
    {
        Confidence = Number(json["confidence"]),
        Criticality = Number(json["criticality"]),
        RelatedFindings = json["relatedFindings"] is { } related
            ? [.. Objects(related).Select(other => new RelatedFinding(Text(other, "productArn"), Text(other, "id")))]
            : null,
        Severity = SeverityLabels.TryParse(OptionalText(json, "severity"), out var severity) ? severity : null,
        Types = json["types"] is { } types ? ReadStrings(types) : null,
    };

    private static JsonArray Strings(ImmutableArray<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    private static JsonObject Map(ImmutableSortedDictionary<string, string> map) => new(map.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static ImmutableArray<string> ReadStrings(JsonNode? node) =>
        node is JsonArray array ? [.. array.Select(value => value is JsonValue text && text.TryGetValue<string>(out var read) ? read : throw Malformed("a list of strings"))] : [];

    private static ImmutableSortedDictionary<string, string> ReadMap(JsonNode? node) =>
        node is JsonObject map
            ? map.ToImmutableSortedDictionary(pair => pair.Key, pair => OptionalText(map, pair.Key) ?? throw Malformed(pair.Key), StringComparer.Ordinal)
            : ImmutableSortedDictionary<string, string>.Empty;

    private static IEnumerable<JsonObject> Objects(JsonNode? node) =>
        node is JsonArray array ? array.Select(value => value as JsonObject ?? throw Malformed("a list of objects")) : [];

    private static string Text(JsonObject json, string name) => OptionalText(json, name) ?? throw Malformed(name);

    private static string? OptionalText(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static DateTimeOffset Time(JsonObject json, string name) =>
        FindingTime.TryParse(OptionalText(json, name), out var time) ? time : throw Malformed(name);

    private static FormatException Malformed(string member) => new($"The member `{member}` is missing or has the wrong form.");
}
