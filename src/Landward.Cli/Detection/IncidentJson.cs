using System.Text.Json.Nodes;
using Landward.Detection.Incidents;
using Landward.Model;

namespace Landward.Cli.Detection;

/// <summary>Incidents as documents: their findings stand beside them and are named by id.</summary>
internal static class IncidentJson
{
    public static JsonObject Write(Incident incident) => new()
    {
        ["id"] = incident.Id,
        ["title"] = incident.Title,
        ["severity"] = incident.Severity.Label(),
        ["subjects"] = Strings(incident.Subjects),
        ["accounts"] = Strings(incident.Accounts),
        ["tactics"] = Strings(incident.Tactics),
        ["techniques"] = Strings(incident.Techniques),
        ["firstSeen"] = incident.FirstSeen.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
        ["lastSeen"] = incident.LastSeen.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
        ["findings"] = Strings(incident.Findings.Select(finding => finding.Id)),
    };

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
