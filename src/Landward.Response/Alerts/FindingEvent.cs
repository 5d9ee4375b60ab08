using System.Text.Json.Nodes;
using Landward.Findings;
using Landward.Findings.SecurityHub;
using Landward.Model;

namespace Landward.Response.Alerts;

/// <summary>
/// The event that patterns of routes and playbooks match: the one Security Hub sends to EventBridge for one finding, and Landward's
/// flat view of it, both under <c>landward</c> and at the top level, so that <c>{"severity": ["CRITICAL"]}</c> is a pattern.
/// Source: "EventBridge event formats for Security Hub", Security Hub User Guide.
/// </summary>
public static class FindingEvent
{
    /// <param name="unit">Path of the organizational unit of the finding's account, when it is known.</param>
    public static JsonObject Of(FindingRecord record, string? unit)
    {
        var finding = record.Finding;
        var json = new JsonObject
        {
            ["version"] = "0",
            ["id"] = finding.Id,
            ["detail-type"] = "Security Hub Findings - Imported",
            ["source"] = "aws.securityhub",
            ["account"] = finding.Account,
            ["time"] = Asff.Write(record)["UpdatedAt"]!.DeepClone(),
            ["region"] = finding.Region,
            ["resources"] = new JsonArray($"{record.ProductArn}/{finding.Id}"),
            ["detail"] = new JsonObject { ["findings"] = new JsonArray(Asff.Write(record)) },
            ["landward"] = View(record, unit),
        };
        foreach (var (name, value) in View(record, unit))
            json[name] = value?.DeepClone();
        return json;
    }

    private static JsonObject View(FindingRecord record, string? unit)
    {
        var finding = record.Finding;
        var view = new JsonObject
        {
            ["type"] = finding.Type,
            ["severity"] = finding.Severity.Label(),
            ["account"] = finding.Account,
            ["region"] = finding.Region,
            ["generator"] = finding.Generator,
            ["workflow"] = record.Workflow.Label(),
            ["techniques"] = new JsonArray([.. finding.Techniques.Select(technique => (JsonNode)technique)]),
            ["tactics"] = new JsonArray([.. finding.Tactics.Select(tactic => (JsonNode)tactic)]),
            ["resourceTypes"] = new JsonArray([.. finding.Resources.Select(resource => resource.Type).Distinct(StringComparer.Ordinal).Select(type => (JsonNode)type)]),
            ["facts"] = new JsonObject(FindingFacts.Of(finding).Select(fact => KeyValuePair.Create(fact.Key, (JsonNode?)fact.Value))),
        };
        if (finding.Principal is { } principal)
            view["principal"] = principal;
        if (unit is not null)
            view["unit"] = unit;
        return view;
    }
}
