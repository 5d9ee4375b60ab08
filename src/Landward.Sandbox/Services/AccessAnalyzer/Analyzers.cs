using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Organizations;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.AccessAnalyzer;

/// <summary>Analyzers: of an account, or of the organization from its management account or delegated administrator.</summary>
internal static class Analyzers
{
    private static readonly string[] Types =
        ["ACCOUNT", "ORGANIZATION", "ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS", "ACCOUNT_INTERNAL_ACCESS", "ORGANIZATION_INTERNAL_ACCESS"];

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("accessanalyzer", "CreateAnalyzer", CreateAnalyzer);
        registry.Add("accessanalyzer", "GetAnalyzer", (call, input) => new JsonObject { ["analyzer"] = Shown(Require(call, input)) });
        registry.Add("accessanalyzer", "ListAnalyzers", ListAnalyzers);
        registry.Add("accessanalyzer", "UpdateAnalyzer", UpdateAnalyzer);
        registry.Add("accessanalyzer", "DeleteAnalyzer", DeleteAnalyzer);
        registry.Add("accessanalyzer", "TagResource", TagResource);
        registry.Add("accessanalyzer", "UntagResource", UntagResource);
        registry.Add("accessanalyzer", "ListTagsForResource", (call, input) =>
            new JsonObject { ["tags"] = TagMap.Copy(RequireByArn(call, input.Text("resourceArn"))["tags"]) });
    }

    /// <summary>Partition ("accessanalyzer", account, region, analyzer). Id: name. Members as GetAnalyzer answers, and archiveRules (object by name).</summary>
    public static ResourceTable Table(CallContext call) => call.Table("analyzer");

    public static JsonObject Require(CallContext call, JsonObject input) =>
        Table(call).Find(input.RequiredText("analyzerName")) ?? throw NotFound("Analyzer", input.RequiredText("analyzerName"));

    public static JsonObject RequireByArn(CallContext call, string? arn) =>
        Table(call).List().Select(entry => entry.Value).FirstOrDefault(analyzer => analyzer.Text("arn") == arn) ?? throw NotFound("Analyzer", arn ?? string.Empty);

    public static AwsErrorException NotFound(string type, string id) => new("ResourceNotFoundException", $"{type} {id} does not exist", 404)
    {
        Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["resourceId"] = id, ["resourceType"] = type.ToUpperInvariant() },
    };

    public static AwsErrorException Invalid(string message) => new("ValidationException", message, 400)
    {
        Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = "other" },
    };

    public static AwsErrorException Conflict(string type, string id) => new("ConflictException", $"{type} {id} already exists", 409)
    {
        Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["resourceId"] = id, ["resourceType"] = type.ToUpperInvariant() },
    };

    private static JsonObject CreateAnalyzer(CallContext call, JsonObject input)
    {
        var (name, type) = (input.RequiredText("analyzerName"), input.RequiredText("type"));
        if (name.Length is < 1 or > 255 || !char.IsAsciiLetter(name[0]) || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-'))
            throw Invalid($"The analyzer name {name} is not valid.");
        if (!Types.Contains(type, StringComparer.Ordinal))
            throw Invalid($"The analyzer type {type} is not valid.");
        if (type.StartsWith("ORGANIZATION", StringComparison.Ordinal))
            RequireOrganizationAccess(call);
        if (Table(call).Find(name) is { } existing)
        {
            // The client token makes a repeated call the same call.
            if (input.Text("clientToken") is { } token && token == existing.Text("clientToken"))
                return new JsonObject { ["arn"] = existing.Text("arn") };
            throw Conflict("Analyzer", name);
        }
        var sameType = Table(call).List().Count(entry => entry.Value.Text("type") == type);
        // One analyzer of external access an account (five for the organization): https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-quotas.html
        if (sameType >= (type.StartsWith("ORGANIZATION", StringComparison.Ordinal) ? 5 : 1))
        {
            throw new AwsErrorException("ServiceQuotaExceededException", $"You have reached the maximum number of analyzers of type {type}.", 402)
            {
                Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["resourceId"] = name, ["resourceType"] = "ANALYZER" },
            };
        }
        var analyzer = new JsonObject
        {
            ["name"] = name,
            ["arn"] = $"arn:aws:access-analyzer:{call.Region}:{call.Account}:analyzer/{name}",
            ["type"] = type,
            ["status"] = "ACTIVE",
            ["createdAt"] = call.Now.Timestamp(),
            ["tags"] = TagMap.Copy(input["tags"]),
            ["archiveRules"] = new JsonObject(),
        };
        input.CopyMembers(analyzer, "configuration", "clientToken");
        if (type.EndsWith("UNUSED_ACCESS", StringComparison.Ordinal))
        {
            var configuration = (JsonObject)(analyzer["configuration"] ??= new JsonObject { ["unusedAccess"] = new JsonObject { ["unusedAccessAge"] = 90 } });
            if (configuration.Structure("unusedAccess")?.Number("unusedAccessAge") is < 1 or > 365)
                throw Invalid("unusedAccessAge must be between 1 and 365 days.");
        }
        foreach (var rule in input.Structures("archiveRules"))
            ArchiveRules.Add(call, analyzer, rule);
        Table(call).Put(name, analyzer);
        return new JsonObject { ["arn"] = analyzer.Text("arn") };
    }

    private static void RequireOrganizationAccess(CallContext call)
    {
        var organization = OrganizationState.Of(call, call.Account) ?? throw Invalid("You must create an organization before you create an analyzer for it.");
        if (!organization.IsAdministeredBy(call.Account, "access-analyzer.amazonaws.com"))
            throw Invalid("You must be the management account or the delegated administrator of the organization to create an analyzer for it.");
    }

    private static JsonObject ListAnalyzers(CallContext call, JsonObject input)
    {
        var analyzers = Table(call).List().Select(entry => entry.Value).Where(analyzer => input.Text("type") is not { } type || analyzer.Text("type") == type).ToList();
        var page = call.Page(analyzers, input.Text("nextToken"), input.Number("maxResults"), 100, "ValidationException");
        return page.Answer("nextToken", new JsonObject { ["analyzers"] = page.Items.Select(analyzer => (JsonNode?)Shown(analyzer)).ToJsonArray() });
    }

    private static JsonObject Shown(JsonObject analyzer) => analyzer.CopyMembers(new JsonObject(), "name", "arn", "type", "status", "createdAt", "tags", "configuration");

    private static JsonObject UpdateAnalyzer(CallContext call, JsonObject input)
    {
        var name = Require(call, input).RequiredText("name");
        var updated = Table(call).Update(name, analyzer => input.CopyMembers(analyzer, "configuration"));
        return updated.CopyMembers(new JsonObject(), "configuration");
    }

    private static JsonObject DeleteAnalyzer(CallContext call, JsonObject input)
    {
        Table(call).Remove(Require(call, input).RequiredText("name"));
        return [];
    }

    private static JsonObject TagResource(CallContext call, JsonObject input)
    {
        var name = RequireByArn(call, input.Text("resourceArn")).RequiredText("name");
        Table(call).Update(name, analyzer => analyzer["tags"] = TagMap.Merge(analyzer["tags"], input.TextMap("tags")));
        return [];
    }

    private static JsonObject UntagResource(CallContext call, JsonObject input)
    {
        var name = RequireByArn(call, input.Text("resourceArn")).RequiredText("name");
        Table(call).Update(name, analyzer => analyzer["tags"] = TagMap.Without(analyzer["tags"], input.Texts("tagKeys")));
        return [];
    }
}
