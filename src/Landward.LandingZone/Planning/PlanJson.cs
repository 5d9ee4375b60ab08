using System.Text.Json.Nodes;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Planning;

/// <summary>A plan as the JSON document of <c>plan -o json</c>.</summary>
public static class PlanJson
{
    /// <summary><c>schemaVersion</c>, <c>target</c>, <c>changes</c> (no no-ops), <c>summary</c>, <c>guardrails</c> (packing and room per target), <c>partial</c>, <c>diagnostics</c>.</summary>
    public static JsonObject Document(Plan plan) => new()
    {
        ["schemaVersion"] = 1,
        ["target"] = plan.Spec.Target is SpecTarget.Aws ? "aws" : "sandbox",
        ["changes"] = new JsonArray([.. plan.Changes.Select(Change)]),
        ["summary"] = new JsonObject
        {
            ["add"] = plan.Count(ChangeAction.Create),
            ["change"] = plan.Count(ChangeAction.Update),
            ["destroy"] = plan.Count(ChangeAction.Delete),
        },
        ["guardrails"] = new JsonArray([.. plan.Guardrails.Select(packing => (JsonNode?)new JsonObject
        {
            ["target"] = packing.Target,
            ["documents"] = packing.Documents,
            ["lowerBound"] = packing.LowerBound,
            ["isMinimal"] = packing.IsMinimal,
            ["isProvenEqual"] = packing.IsProvenEqual,
            ["documentsLeft"] = packing.Room.Documents,
            ["charactersLeft"] = new JsonArray([.. packing.Room.Characters.Select(left => (JsonNode?)left)]),
        })]),
        ["partial"] = plan.Partial,
        ["diagnostics"] = new JsonArray([.. plan.Diagnostics.Select(diagnostic => (JsonNode?)new JsonObject
        {
            ["code"] = diagnostic.Code,
            ["severity"] = diagnostic.Severity.ToString().ToLowerInvariant(),
            ["summary"] = diagnostic.Summary,
            ["detail"] = diagnostic.Detail,
            ["address"] = diagnostic.Address,
        })]),
    };

    private static JsonNode Change(PlannedChange change) => new JsonObject
    {
        ["address"] = change.Address,
        ["kind"] = change.Node.Kind.ToString(),
        ["action"] = change.Action.ToString().ToLowerInvariant(),
        ["account"] = change.Node.Account,
        ["region"] = change.Node.Region,
        ["risks"] = new JsonArray([.. change.Risks.Select(risk => (JsonNode?)PlanRenderer.Label(risk))]),
        ["before"] = change.Before?.DeepClone(),
        ["after"] = change.After?.DeepClone(),
    };
}
