using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Findings.SecurityHub;

/// <summary>
/// Writes findings in the AWS Security Finding Format. What the format has no member for travels in <c>ProductFields</c>: a few
/// readable ones, and the whole finding under <c>landward/document/n</c>, so that <see cref="AsffReader"/> loses nothing.
/// Source: "AWS Security Finding Format (ASFF)", Security Hub User Guide.
/// </summary>
public static class Asff
{
    internal const string SchemaVersion = "2018-10-08";
    internal const string DocumentField = "landward/document/";
    private const string Ellipsis = "...";
    private const int ReadableFields = 8;

    /// <summary>The ARN under which an account's own findings are imported: <c>product/ACCOUNT/default</c>.</summary>
    public static string ProductArn(string account, string region) =>
        $"arn:{PartitionOf(region)}:securityhub:{region}:{account}:product/{account}/default";

    /// <summary>A finding as the hub knows it, with its handling.</summary>
    public static JsonObject Write(FindingRecord record)
    {
        var finding = record.Finding;
        var json = new JsonObject
        {
            ["SchemaVersion"] = SchemaVersion,
            ["Id"] = finding.Id,
            ["ProductArn"] = record.ProductArn,
            ["ProductName"] = "Landward",
            ["CompanyName"] = "Landward",
            ["Region"] = finding.Region,
            ["GeneratorId"] = finding.Generator,
            ["AwsAccountId"] = finding.Account,
            ["Types"] = Strings(record.Current.Types ?? [AsffTypes.For(finding)]),
            ["FirstObservedAt"] = FindingTime.Format(finding.FirstSeen),
            ["LastObservedAt"] = FindingTime.Format(finding.LastSeen),
            ["CreatedAt"] = FindingTime.Format(record.CreatedAt),
            ["UpdatedAt"] = FindingTime.Format(record.UpdatedAt),
            ["Severity"] = SeverityOf(finding.Severity),
            ["Title"] = Cut(finding.Title, AsffLimits.Title),
            ["Description"] = Cut(finding.Description, AsffLimits.Description),
            ["ProductFields"] = ProductFields(finding),
            ["Resources"] = Resources(finding),
            ["Workflow"] = new JsonObject { ["Status"] = record.Workflow.Label() },
            ["RecordState"] = record.RecordState.Label(),
            ["FindingProviderFields"] = Provider(record),
        };
        if (record.Current.Confidence is { } confidence)
            json["Confidence"] = confidence;
        if (record.Current.Criticality is { } criticality)
            json["Criticality"] = criticality;
        if (record.Current.RelatedFindings is { } related)
            json["RelatedFindings"] = Related(related);
        if (record.Compliance is { } compliance)
            json["Compliance"] = new JsonObject { ["Status"] = compliance.Label() };
        if (record.Verification != VerificationState.Unknown)
            json["VerificationState"] = record.Verification.Label();
        if (record.Note is { } note)
            json["Note"] = new JsonObject { ["Text"] = note.Text, ["UpdatedBy"] = note.UpdatedBy, ["UpdatedAt"] = FindingTime.Format(note.UpdatedAt) };
        if (!record.UserDefinedFields.IsEmpty)
            json["UserDefinedFields"] = new JsonObject(record.UserDefinedFields.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return json;
    }

    /// <summary>The document that imports the finding: a provider sets its severity and types under <c>FindingProviderFields</c> only.</summary>
    public static JsonObject WriteForImport(FindingRecord record)
    {
        var json = Write(record);
        foreach (var member in (ReadOnlySpan<string>)["Severity", "Types", "Confidence", "Criticality", "RelatedFindings", "Note", "Workflow", "VerificationState", "UserDefinedFields"])
            json.Remove(member);
        return json;
    }

    internal static string PartitionOf(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";

    private static JsonObject SeverityOf(Severity severity) => new() { ["Label"] = severity.Label(), ["Normalized"] = (int)severity };

    private static JsonObject Provider(FindingRecord record)
    {
        var fields = record.Provider;
        var json = new JsonObject
        {
            ["Severity"] = new JsonObject { ["Label"] = (fields.Severity ?? record.Finding.Severity).Label() },
            ["Types"] = Strings(fields.Types ?? [AsffTypes.For(record.Finding)]),
        };
        if (fields.Confidence is { } confidence)
            json["Confidence"] = confidence;
        if (fields.Criticality is { } criticality)
            json["Criticality"] = criticality;
        if (fields.RelatedFindings is { } related)
            json["RelatedFindings"] = Related(related);
        return json;
    }

    private static JsonArray Resources(Finding finding)
    {
        var resources = new JsonArray();
        foreach (var resource in finding.Resources.Take(AsffLimits.Resources))
            resources.Add(Resource(AsffResourceTypes.For(resource.Type), resource.Id, finding.Region));
        if (resources.Count == 0)
            resources.Add(Resource("AwsAccount", $"AWS::::Account:{finding.Account}", finding.Region));
        return resources;
    }

    private static JsonObject Resource(string type, string id, string region) =>
        new() { ["Type"] = type, ["Id"] = id, ["Partition"] = PartitionOf(region), ["Region"] = region };

    private static JsonObject ProductFields(Finding finding)
    {
        var fields = new JsonObject { ["landward/type"] = Cut(finding.Type, AsffLimits.ProductFieldValue), ["landward/count"] = finding.Count.ToString() };
        if (finding.Principal is { Length: > 0 } principal)
            fields["landward/principal"] = Cut(principal, AsffLimits.ProductFieldValue);
        if (!finding.Techniques.IsEmpty)
            fields["landward/techniques"] = Cut(string.Join(',', finding.Techniques), AsffLimits.ProductFieldValue);
        if (!finding.Tactics.IsEmpty)
            fields["landward/tactics"] = Cut(string.Join(',', finding.Tactics), AsffLimits.ProductFieldValue);
        var chunks = Chunks(finding);
        for (var i = 0; i < chunks.Count; i++)
            fields[$"{DocumentField}{i}"] = chunks[i];
        return fields;
    }

    /// <summary>The finding's own JSON in pieces. Evidence beyond what fits is left out from the middle, oldest and newest stay.</summary>
    private static List<string> Chunks(Finding finding)
    {
        const int Room = (AsffLimits.ProductFields - ReadableFields) * AsffLimits.ProductFieldValue;
        var text = FindingJson.Write(finding).ToJsonString();
        while (text.Length > Room && finding.Evidence.Length > 0)
        {
            var half = finding.Evidence.Length / 4;
            finding = finding with { Evidence = [.. finding.Evidence[..half], .. finding.Evidence[^half..]] };
            text = FindingJson.Write(finding).ToJsonString();
        }
        return text.Length > Room ? [] : [.. text.Chunk(AsffLimits.ProductFieldValue).Select(piece => new string(piece))];
    }

    private static JsonArray Related(IEnumerable<RelatedFinding> related) =>
        new([.. related.Select(other => new JsonObject { ["ProductArn"] = other.ProductArn, ["Id"] = other.Id })]);

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Take(AsffLimits.Types).Select(value => (JsonNode)value)]);

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - Ellipsis.Length), Ellipsis);
}
