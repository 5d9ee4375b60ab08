using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>
/// Whether a document is acceptable for its policy type: size, JSON, and the elements the type requires or forbids.
/// Sources: "SCP syntax", "RCP syntax" and the syntax page of each management policy type, Organizations User Guide.
/// </summary>
internal static class PolicyContent
{
    private const int MaxDepth = 32;
    private const string UnknownConditionOperator = "LW2013";
    private static readonly string[] ScpElements = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];
    private static readonly string[] RcpElements = ["Sid", "Effect", "Principal", "Action", "Resource", "NotResource", "Condition"];

    /// <summary>The element a management policy of the type consists of.</summary>
    private static readonly Dictionary<string, string> TopLevelElement = new(StringComparer.Ordinal)
    {
        ["TAG_POLICY"] = "tags",
        ["BACKUP_POLICY"] = "plans",
        ["AISERVICES_OPT_OUT_POLICY"] = "services",
        ["CHATBOT_POLICY"] = "chatbot",
        ["DECLARATIVE_POLICY_EC2"] = "ec2_attributes",
        ["SECURITYHUB_POLICY"] = "securityhub",
        ["INSPECTOR_POLICY"] = "inspector",
        ["UPGRADE_ROLLOUT_POLICY"] = "upgrade_rollout",
        ["BEDROCK_POLICY"] = "bedrock",
        ["S3_POLICY"] = "s3_attributes",
    };

    public static void Check(string type, string content)
    {
        // White space counts: the API stores what it was given (unlike the console, which minifies).
        if (content.Length > OrganizationsQuotas.Default.Policies[type].Size)
            throw OrganizationsErrors.Constraint("POLICY_CONTENT_LIMIT_EXCEEDED", "You have exceeded the maximum policy size.");
        var acceptable = Parse(content) is { } document && type switch
        {
            "SERVICE_CONTROL_POLICY" => IsPolicyDocument(document, ScpElements, IsScpStatement),
            "RESOURCE_CONTROL_POLICY" => IsPolicyDocument(document, RcpElements, IsRcpStatement),
            _ => !TopLevelElement.TryGetValue(type, out var element) || document[element] is JsonObject,
        };
        if (!acceptable)
            throw OrganizationsErrors.MalformedPolicy();
    }

    private static JsonObject? Parse(string content)
    {
        try
        {
            // Reading every value finds a repeated member, which is an error in a policy.
            var node = JsonNode.Parse(content, documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return node as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsPolicyDocument(JsonObject document, string[] elements, Func<JsonObject, bool> isStatement)
    {
        if (document.Text("Version") != "2012-10-17" || document.Any(member => member.Key is not ("Version" or "Id" or "Statement")))
            return false;
        IReadOnlyList<JsonNode?> statements = document["Statement"] switch
        {
            JsonObject single => [single],
            JsonArray { Count: > 0 } list => [.. list],
            _ => [],
        };
        var parsed = PolicyDocument.Parse(document.ToJsonString());
        if (parsed.Document is null || parsed.Diagnostics.Any(diagnostic => diagnostic.Code == UnknownConditionOperator))
            return false;
        return statements.Count > 0
            && statements.All(node => node is JsonObject statement && statement.All(member => elements.Contains(member.Key)) && isStatement(statement));
    }

    private static bool IsScpStatement(JsonObject statement) =>
        statement.Text("Effect") is "Allow" or "Deny"
        && IsTexts(statement, "Action") ^ IsTexts(statement, "NotAction")
        && IsTexts(statement, "Resource") ^ IsTexts(statement, "NotResource");

    private static bool IsRcpStatement(JsonObject statement) =>
        statement.Text("Effect") == "Deny"
        && (statement.Text("Principal") == "*" || (statement["Principal"] as JsonObject)?.Text("AWS") == "*")
        && IsTexts(statement, "Action")
        && IsTexts(statement, "Resource") ^ IsTexts(statement, "NotResource");

    private static bool IsTexts(JsonObject statement, string name) =>
        statement[name] switch
        {
            JsonValue value => value.GetValueKind() == JsonValueKind.String,
            JsonArray list => list.Count > 0 && list.All(item => item is JsonValue value && value.GetValueKind() == JsonValueKind.String),
            _ => false,
        };
}
