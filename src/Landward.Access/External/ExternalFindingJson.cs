using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Access.External;

/// <summary>Findings as JSON with Access Analyzer's member names.</summary>
public static class ExternalFindingJson
{
    public static string StatusOf(ExternalFindingStatus status) => status.ToString().ToUpperInvariant();

    /// <param name="analyzedAt">When the snapshot was analysed.</param>
    public static JsonObject Write(ExternalFinding finding, DateTimeOffset analyzedAt)
    {
        var json = new JsonObject
        {
            ["id"] = finding.Id,
            ["findingType"] = finding.Type.ToString(),
            ["principal"] = Pairs(finding.Principal),
            ["action"] = Strings(finding.Action),
            ["resource"] = finding.Resource,
            ["resourceType"] = finding.ResourceType,
            ["region"] = finding.Region,
            ["isPublic"] = finding.IsPublic,
            ["condition"] = Pairs(finding.Condition),
            ["analyzedAt"] = analyzedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            ["status"] = StatusOf(finding.Status),
            ["resourceOwnerAccount"] = finding.ResourceOwnerAccount,
            ["sources"] = new JsonArray([.. finding.Sources.Select(Source)]),
            ["resourceControlPolicyRestriction"] = finding.ResourceControlPolicyRestriction,
            ["error"] = finding.Error,
            ["severity"] = finding.Severity.Label(),
            ["title"] = HubFindings.Title(finding),
            ["warnings"] = Strings(finding.Warnings),
            ["archivedBy"] = finding.ArchivedBy,
            ["witness"] = finding.Witness is { } witness ? Witness(witness) : null,
        };
        return json;
    }

    private static JsonObject Witness(AccessWitness witness) => new()
    {
        ["principal"] = witness.Principal,
        ["action"] = witness.Action,
        ["resource"] = witness.Resource,
        ["context"] = Pairs(witness.Context),
        ["statement"] = witness.Statement,
    };

    // FindingSource: {type, detail: {accessPointArn, accessPointAccount}}.
    private static JsonNode Source(ExternalFindingSource source)
    {
        var json = new JsonObject { ["type"] = source.Type };
        if (source.Detail is { } detail)
        {
            var member = source.Type switch { "S3_ACCESS_POINT" => "accessPointArn", "S3_ACCESS_POINT_ACCOUNT" => "accessPointAccount", _ => "grantId" };
            json["detail"] = new JsonObject { [member] = detail };
        }
        return json;
    }

    private static JsonObject Pairs(IEnumerable<KeyValuePair<string, string>> pairs) => new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);
}
