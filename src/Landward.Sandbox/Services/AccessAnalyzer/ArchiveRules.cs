using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.AccessAnalyzer;

/// <summary>Archive rules of analyzers.</summary>
internal static class ArchiveRules
{
    private const string Rules = "archiveRules";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("accessanalyzer", "CreateArchiveRule", CreateArchiveRule);
        registry.Add("accessanalyzer", "GetArchiveRule", (call, input) => new JsonObject { ["archiveRule"] = Require(call, input).DeepClone() });
        registry.Add("accessanalyzer", "ListArchiveRules", ListArchiveRules);
        registry.Add("accessanalyzer", "UpdateArchiveRule", UpdateArchiveRule);
        registry.Add("accessanalyzer", "DeleteArchiveRule", DeleteArchiveRule);
    }

    public static void Add(CallContext call, JsonObject analyzer, JsonObject input)
    {
        var name = input.RequiredText("ruleName");
        var filter = input.RequiredStructure("filter");
        if (filter.Count == 0 || filter.Any(criterion => criterion.Value is not JsonObject { Count: > 0 }))
            throw Analyzers.Invalid("The filter of an archive rule needs at least one criterion.");
        var rules = (JsonObject)analyzer[Rules]!;
        if (rules.ContainsKey(name))
            throw Analyzers.Conflict("ArchiveRule", name);
        rules[name] = new JsonObject { ["ruleName"] = name, ["filter"] = filter.DeepClone(), ["createdAt"] = call.Now.Timestamp(), ["updatedAt"] = call.Now.Timestamp() };
    }

    private static JsonObject Require(CallContext call, JsonObject input) =>
        Analyzers.Require(call, input).RequiredStructure(Rules).Structure(input.RequiredText("ruleName")) ?? throw Analyzers.NotFound("ArchiveRule", input.RequiredText("ruleName"));

    private static JsonObject CreateArchiveRule(CallContext call, JsonObject input)
    {
        Analyzers.Table(call).Update(Analyzers.Require(call, input).RequiredText("name"), analyzer => Add(call, analyzer, input));
        return [];
    }

    private static JsonObject ListArchiveRules(CallContext call, JsonObject input)
    {
        var rules = Analyzers.Require(call, input).RequiredStructure(Rules).Select(entry => entry.Value).ToList();
        var page = call.Page(rules, input.Text("nextToken"), input.Number("maxResults"), 100, "ValidationException");
        return page.Answer("nextToken", new JsonObject { [Rules] = page.Items.Select(rule => rule?.DeepClone()).ToJsonArray() });
    }

    private static JsonObject UpdateArchiveRule(CallContext call, JsonObject input)
    {
        var name = Require(call, input).RequiredText("ruleName");
        Analyzers.Table(call).Update(input.RequiredText("analyzerName"), analyzer =>
        {
            var rule = (JsonObject)analyzer[Rules]![name]!;
            rule["filter"] = input.RequiredStructure("filter").DeepClone();
            rule["updatedAt"] = call.Now.Timestamp();
        });
        return [];
    }

    private static JsonObject DeleteArchiveRule(CallContext call, JsonObject input)
    {
        var name = Require(call, input).RequiredText("ruleName");
        Analyzers.Table(call).Update(input.RequiredText("analyzerName"), analyzer => ((JsonObject)analyzer[Rules]!).Remove(name));
        return [];
    }
}
