using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Security;

/// <summary>Access Analyzer analyzers by name. Their type and tracking period are fixed: a change replaces the analyzer.</summary>
internal sealed class AnalyzerProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var analyzers = await context.Here.ListAsync("accessanalyzer", "ListAnalyzers", null, "analyzers", context.Cancellation);
        if (analyzers.FirstOrDefault(candidate => Json.Text(candidate, "name") == context.Text("name")) is not { } analyzer)
            return null;
        var properties = new JsonObject { ["type"] = Json.Text(analyzer, "type") };
        if (Json.Number(analyzer["configuration"]?["unusedAccess"], "unusedAccessAge") is { } age)
            properties["unusedAccessAge"] = age;
        properties["name"] = Json.Text(analyzer, "name");
        return properties;
    }

    public override Task CreateAsync(ResourceContext context)
    {
        var input = new JsonObject { ["analyzerName"] = context.Text("name"), ["type"] = context.Text("type") };
        if (context.Desired["unusedAccessAge"] is { } age)
            input["configuration"] = new JsonObject { ["unusedAccess"] = new JsonObject { ["unusedAccessAge"] = age.DeepClone() } };
        return context.Here.WriteAsync("accessanalyzer", "CreateAnalyzer", input, context.Cancellation, "ConflictException");
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        await DeleteAsync(context, before);
        await CreateAsync(context);
    }

    public override Task DeleteAsync(ResourceContext context, JsonObject before) =>
        context.Here.WriteAsync("accessanalyzer", "DeleteAnalyzer", new JsonObject { ["analyzerName"] = context.Text("name") }, context.Cancellation, "ResourceNotFoundException");
}
