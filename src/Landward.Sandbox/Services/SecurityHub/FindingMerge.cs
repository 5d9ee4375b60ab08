using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.SecurityHub;

/// <summary>
/// What an import or an update does to a stored finding: https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
/// and .../finding-update-batchupdatefindings.html.
/// </summary>
internal static class FindingMerge
{
    /// <summary>Names of the top-level fields a customer set with BatchUpdateFindings; imports leave those alone.</summary>
    public const string CustomerSet = "$customerSet";

    private const string ProviderFields = "FindingProviderFields";

    // Fields a provider sets through FindingProviderFields and a customer may override.
    private static readonly string[] Shared = ["Confidence", "Criticality", "RelatedFindings", "Severity", "Types"];

    // Fields of an existing finding an import never changes.
    private static readonly string[] CustomerOnly = ["Note", "UserDefinedFields", "VerificationState", "Workflow"];

    private static readonly Dictionary<string, int> Normalized = new(StringComparer.Ordinal)
    {
        ["INFORMATIONAL"] = 0,
        ["LOW"] = 1,
        ["MEDIUM"] = 40,
        ["HIGH"] = 70,
        ["CRITICAL"] = 90,
    };

    /// <summary>The finding to store; null when the import is ignored because it is not newer.</summary>
    public static JsonObject? Import(CallContext call, JsonObject? stored, JsonObject incoming)
    {
        if (stored is not null && Parse(incoming.Text("UpdatedAt")) <= Parse(stored.Text("UpdatedAt")))
            return null;
        var merged = incoming.Copy();
        merged.Remove(CustomerSet);
        merged["Region"] = call.Region;
        merged["ProcessedAt"] = call.Now.Timestamp();
        merged["RecordState"] ??= "ACTIVE";
        if (stored is null)
        {
            merged["Workflow"] ??= new JsonObject { ["Status"] = "NEW" };
        }
        else
        {
            foreach (var field in CustomerOnly)
            {
                merged.Remove(field);
                stored.CopyMembers(merged, field);
            }
            stored.CopyMembers(merged, CustomerSet);
            Reopen(stored, merged);
        }
        Share(stored, incoming, merged);
        if (merged.Structure("Compliance")?.Text("Status") == "PASSED" && merged.Structure("Workflow")?.Text("Status") is "NEW" or "NOTIFIED" && merged.RequiredText("GeneratorId").StartsWith("security-control/", StringComparison.Ordinal))
            merged["Workflow"] = new JsonObject { ["Status"] = "RESOLVED" };
        merged["WorkflowState"] = "NEW";
        return merged;
    }

    // NOTIFIED and RESOLVED findings become NEW when the problem comes back; SUPPRESSED ones stay.
    private static void Reopen(JsonObject stored, JsonObject merged)
    {
        var reactivated = stored.Text("RecordState") == "ARCHIVED" && merged.Text("RecordState") == "ACTIVE";
        var failedAgain = stored.Structure("Compliance")?.Text("Status") == "PASSED" && merged.Structure("Compliance")?.Text("Status") is "FAILED" or "WARNING" or "NOT_AVAILABLE";
        if ((reactivated || failedAgain) && merged.Structure("Workflow")?.Text("Status") is "NOTIFIED" or "RESOLVED")
            merged["Workflow"] = new JsonObject { ["Status"] = "NEW" };
    }

    private static void Share(JsonObject? stored, JsonObject incoming, JsonObject merged)
    {
        var provider = incoming.Structure(ProviderFields) ?? [];
        var providerFields = stored?.Structure(ProviderFields)?.Copy() ?? [];
        var customerSet = stored?.Texts(CustomerSet) ?? [];
        foreach (var field in Shared)
        {
            var (fromProvider, topLevel) = (provider[field], incoming[field]);
            // Both on a new finding: the provider's value fills both; both on an existing one: each its own.
            var newProvider = fromProvider ?? topLevel;
            var newTopLevel = stored is null ? fromProvider ?? topLevel : topLevel ?? fromProvider;
            if (newProvider is not null)
                providerFields[field] = ForProvider(field, newProvider);
            merged.Remove(field);
            if (customerSet.Contains(field) || newTopLevel is null)
                stored?.CopyMembers(merged, field);
            else
                merged[field] = Complete(field, newTopLevel);
        }
        merged[ProviderFields] = providerFields;
    }

    // The provider's severity is a label and the provider's own word, nothing else.
    private static JsonNode ForProvider(string field, JsonNode value) => Complete(field, value) is JsonObject severity && field == "Severity"
        ? severity.CopyMembers(new JsonObject(), "Label", "Original")
        : value.DeepClone();

    // Label and Normalized give each other where one is missing.
    private static JsonNode Complete(string field, JsonNode value)
    {
        if (field != "Severity" || value is not JsonObject severity)
            return value.DeepClone();
        var complete = severity.Copy();
        if (severity.Text("Label") is { } label && Normalized.TryGetValue(label, out var normalized))
            complete["Normalized"] = normalized;
        else if (severity.Number("Normalized") is { } number)
            complete["Label"] = number switch { 0 => "INFORMATIONAL", <= 39 => "LOW", <= 69 => "MEDIUM", <= 89 => "HIGH", _ => "CRITICAL" };
        return complete;
    }

    public static void CheckUpdate(JsonObject input)
    {
        if (input.Structure("Workflow")?.Text("Status") is { } status && status is not ("NEW" or "NOTIFIED" or "RESOLVED" or "SUPPRESSED"))
            throw Hubs.InvalidInput($"Invalid Workflow.Status {status}.");
        if (input.Text("VerificationState") is { } state && state is not ("UNKNOWN" or "TRUE_POSITIVE" or "FALSE_POSITIVE" or "BENIGN_POSITIVE"))
            throw Hubs.InvalidInput($"Invalid VerificationState {state}.");
        if (input.Structure("Severity")?.Text("Label") is { } label && !Normalized.ContainsKey(label))
            throw Hubs.InvalidInput($"Invalid Severity.Label {label}.");
        if (input.Structure("Note") is { } note && (note.Text("Text") is not { Length: >= 1 and <= 512 } || note.Text("UpdatedBy") is not { Length: >= 1 and <= 512 }))
            throw Hubs.InvalidInput("A Note needs Text and UpdatedBy of 1 to 512 characters.");
        if (input.Number("Confidence") is < 0 or > 100 || input.Number("Criticality") is < 0 or > 100)
            throw Hubs.InvalidInput("Confidence and Criticality are between 0 and 100.");
    }

    /// <summary>Applies a customer's update; UpdatedAt stays.</summary>
    public static void Update(CallContext call, JsonObject finding, JsonObject input)
    {
        var customerSet = finding.Texts(CustomerSet).ToHashSet(StringComparer.Ordinal);
        foreach (var field in Shared)
        {
            if (input[field] is not { } value)
                continue;
            finding[field] = Complete(field, value);
            customerSet.Add(field);
        }
        input.CopyMembers(finding, "VerificationState", "UserDefinedFields", "Workflow");
        if (input.Structure("Note") is { } note)
        {
            finding["Note"] = note.DeepClone();
            finding["Note"]!["UpdatedAt"] = call.Now.Timestamp();
        }
        finding[CustomerSet] = customerSet.Order(StringComparer.Ordinal).ToJsonArray();
        finding["ProcessedAt"] = call.Now.Timestamp();
    }

    /// <summary>The finding without what the sandbox keeps beside it.</summary>
    public static JsonObject Shown(JsonObject finding)
    {
        var shown = finding.Copy();
        shown.Remove(CustomerSet);
        return shown;
    }

    private static DateTimeOffset Parse(string? time) => DateTimeOffset.Parse(time ?? string.Empty, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
