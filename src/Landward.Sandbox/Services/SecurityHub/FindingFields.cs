using System.Globalization;
using System.Text.Json.Nodes;

namespace Landward.Sandbox.Services.SecurityHub;

/// <summary>Where the names of filters and sort criteria point inside a finding.</summary>
internal static class FindingFields
{
    // Filters whose name is not the path itself.
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["Type"] = "Types",
        ["SeverityLabel"] = "Severity.Label",
        ["SeverityNormalized"] = "Severity.Normalized",
        ["SeverityProduct"] = "Severity.Product",
        ["ResourceType"] = "Resources.Type",
        ["ResourceId"] = "Resources.Id",
        ["ResourcePartition"] = "Resources.Partition",
        ["ResourceRegion"] = "Resources.Region",
        ["ResourceTags"] = "Resources.Tags",
        ["ResourceApplicationName"] = "Resources.ApplicationName",
        ["ResourceApplicationArn"] = "Resources.ApplicationArn",
        ["ComplianceStatus"] = "Compliance.Status",
        ["ComplianceSecurityControlId"] = "Compliance.SecurityControlId",
        ["ComplianceAssociatedStandardsId"] = "Compliance.AssociatedStandards.StandardsId",
        ["WorkflowStatus"] = "Workflow.Status",
        ["NoteText"] = "Note.Text",
        ["NoteUpdatedAt"] = "Note.UpdatedAt",
        ["NoteUpdatedBy"] = "Note.UpdatedBy",
        ["RecommendationText"] = "Remediation.Recommendation.Text",
        ["RelatedFindingsProductArn"] = "RelatedFindings.ProductArn",
        ["RelatedFindingsId"] = "RelatedFindings.Id",
        ["MalwareName"] = "Malware.Name",
        ["ThreatIntelIndicatorType"] = "ThreatIntelIndicators.Type",
        ["ThreatIntelIndicatorValue"] = "ThreatIntelIndicators.Value",
        ["VulnerabilitiesExploitAvailable"] = "Vulnerabilities.ExploitAvailable",
        ["VulnerabilitiesFixAvailable"] = "Vulnerabilities.FixAvailable",
        ["FindingProviderFieldsConfidence"] = "FindingProviderFields.Confidence",
        ["FindingProviderFieldsCriticality"] = "FindingProviderFields.Criticality",
        ["FindingProviderFieldsSeverityLabel"] = "FindingProviderFields.Severity.Label",
        ["FindingProviderFieldsSeverityOriginal"] = "FindingProviderFields.Severity.Original",
        ["FindingProviderFieldsTypes"] = "FindingProviderFields.Types",
        ["NetworkSourceDomain"] = "Network.SourceDomain",
        ["NetworkProtocol"] = "Network.Protocol",
        ["NetworkDirection"] = "Network.Direction",
    };

    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "ProductArn", "AwsAccountId", "AwsAccountName", "Id", "GeneratorId", "Region", "FirstObservedAt", "LastObservedAt", "CreatedAt", "UpdatedAt", "Confidence", "Criticality",
        "Title", "Description", "SourceUrl", "ProductFields", "ProductName", "CompanyName", "UserDefinedFields", "VerificationState", "WorkflowState", "RecordState", "Sample",
    };

    /// <summary>The path of a filter; InvalidInputException for one the sandbox does not filter by.</summary>
    public static string PathOf(string filter) =>
        Paths.GetValueOrDefault(filter) ?? (Plain.Contains(filter) ? filter : throw Hubs.InvalidInput($"The sandbox does not filter findings by {filter}."));

    public static List<JsonNode> Select(JsonObject finding, string path)
    {
        IEnumerable<JsonNode> nodes = [finding];
        foreach (var part in path.Split('.'))
            nodes = nodes.SelectMany(Elements).OfType<JsonObject>().Select(node => node[part]).OfType<JsonNode>();
        return [.. nodes.SelectMany(Elements)];
    }

    public static IEnumerable<string> Texts(JsonObject finding, string path) => Select(finding, path).OfType<JsonValue>().Select(value => value.ToString());

    /// <summary>Sorts text as text and numbers as numbers.</summary>
    public static string SortKey(JsonObject finding, string field)
    {
        var text = Texts(finding, Paths.GetValueOrDefault(field) ?? field).FirstOrDefault() ?? string.Empty;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("0000000000.000000", CultureInfo.InvariantCulture) : text;
    }

    private static IEnumerable<JsonNode> Elements(JsonNode node) => node is JsonArray list ? list.OfType<JsonNode>() : [node];
}
