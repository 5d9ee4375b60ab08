using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Policy;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Iam;

/// <summary>
/// Policy documents as IAM takes and answers them: checked for grammar when saved; kept and answered as text (the codec percent-encodes it).
/// Source: "Grammar of the IAM JSON policy language", IAM User Guide.
/// </summary>
internal static class IamPolicyText
{
    private const int MaxCharacters = 131072;
    private const int MaxDepth = 32;
    private const string UnknownConditionOperator = "LW2013";

    /// <summary>Characters that count against a size quota: white space does not.</summary>
    public static int Size(string document) => document.Count(character => !char.IsWhiteSpace(character));

    /// <exception cref="AwsErrorException">MalformedPolicyDocument when the text is no identity-based policy.</exception>
    public static void CheckIdentityPolicy(string text)
    {
        foreach (var statement in Statements(text))
        {
            if (statement.ContainsKey("Principal") || statement.ContainsKey("NotPrincipal"))
                throw IamErrors.Malformed("Policy document should not specify a principal.");
            if (!IsTexts(statement["Resource"]) && !IsTexts(statement["NotResource"]))
                throw IamErrors.Malformed("Policy statement must contain resources.");
            if (statement.ContainsKey("Resource") && statement.ContainsKey("NotResource"))
                throw IamErrors.Malformed("Syntax errors in policy.");
            foreach (var resource in Texts(statement["Resource"]).Concat(Texts(statement["NotResource"])))
            {
                if (resource != "*" && !resource.StartsWith("arn:", StringComparison.Ordinal) && !resource.Contains('*', StringComparison.Ordinal))
                    throw IamErrors.Malformed($"Resource {resource} must be in ARN format or \"*\".");
            }
        }
    }

    /// <exception cref="AwsErrorException">MalformedPolicyDocument when the text is no role trust policy.</exception>
    public static void CheckTrustPolicy(CallContext call, string text)
    {
        foreach (var statement in Statements(text))
        {
            if (statement.ContainsKey("Resource") || statement.ContainsKey("NotResource"))
                throw IamErrors.Malformed("Has prohibited field Resource");
            if (statement.ContainsKey("NotPrincipal"))
                throw IamErrors.Malformed("Has prohibited field NotPrincipal");
            if (!statement.ContainsKey("Principal"))
                throw IamErrors.Malformed("Missing required field Principal");
            if (Texts(statement["Action"]).Any(action => action != "*" && !action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase)))
                throw IamErrors.Malformed("AssumeRole policy may only specify STS AssumeRole actions.");
            TrustPrincipals.Check(call, statement["Principal"]);
        }
    }

    private static List<JsonObject> Statements(string text)
    {
        if (text.Length > MaxCharacters || Parse(text) is not { } document)
            throw IamErrors.Malformed("This policy contains invalid Json");
        if (document["Version"] is { } version && version.ToString() is not ("2012-10-17" or "2008-10-17"))
            throw IamErrors.Malformed("Policy document must be version 2012-10-17 or greater.");
        if (document.Any(member => member.Key is not ("Version" or "Id" or "Statement")))
            throw IamErrors.Malformed("Syntax errors in policy.");
        var statements = document["Statement"] switch
        {
            JsonObject single => [single],
            JsonArray list when list.All(item => item is JsonObject) => list.OfType<JsonObject>().ToList(),
            _ => throw IamErrors.Malformed("Syntax errors in policy."),
        };
        if (statements.Count == 0)
            throw IamErrors.Malformed("Syntax errors in policy.");
        foreach (var statement in statements)
        {
            if (statement.Any(member => member.Key is not ("Sid" or "Effect" or "Action" or "NotAction" or "Resource" or "NotResource" or "Condition"
                or "Principal" or "NotPrincipal")))
                throw IamErrors.Malformed("Syntax errors in policy.");
            if (statement.Text("Effect") is not ("Allow" or "Deny"))
                throw IamErrors.Malformed("Missing required field Effect");
            if (IsTexts(statement["Action"]) == IsTexts(statement["NotAction"]))
                throw IamErrors.Malformed("Policy statement must contain actions.");
            if (statement.Text("Sid") is { } sid && !sid.All(char.IsAsciiLetterOrDigit))
                throw IamErrors.Malformed("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*");
            if (statement["Condition"] is not (null or JsonObject))
                throw IamErrors.Malformed("Syntax errors in policy.");
            if (Texts(statement["Action"]).Concat(Texts(statement["NotAction"])).Any(action => action != "*" && !action.Contains(':', StringComparison.Ordinal)))
                throw IamErrors.Malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        }
        CheckConditions(text);
        var sids = statements.Select(statement => statement.Text("Sid")).OfType<string>().Where(sid => sid.Length > 0).ToList();
        return sids.Distinct(StringComparer.Ordinal).Count() == sids.Count
            ? statements
            : throw IamErrors.Malformed("Statement IDs (SID) in a single policy must be unique.");
    }

    /// <summary>What the policy engine cannot read, or would never match, IAM does not take either.</summary>
    private static void CheckConditions(string text)
    {
        var parsed = PolicyDocument.Parse(text);
        if (parsed.Document is null)
            throw IamErrors.Malformed("Syntax errors in policy.");
        if (parsed.Diagnostics.Any(diagnostic => diagnostic.Code == UnknownConditionOperator))
            throw IamErrors.Malformed("Invalid Condition type.");
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsTexts(JsonNode? node) =>
        node switch
        {
            JsonValue value => value.GetValueKind() == JsonValueKind.String,
            JsonArray list => list.Count > 0 && list.All(item => item is JsonValue value && value.GetValueKind() == JsonValueKind.String),
            _ => false,
        };

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonValue value => [value.ToString()],
            JsonArray list => list.OfType<JsonValue>().Select(value => value.ToString()),
            _ => [],
        };
}
