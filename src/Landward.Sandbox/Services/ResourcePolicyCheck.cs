using System.Text.Json.Nodes;

namespace Landward.Sandbox.Services;

/// <summary>The checks services make before they store a resource-based policy, and access to its statements.</summary>
internal static class ResourcePolicyCheck
{
    /// <summary>Throws the service's error unless the text is a policy whose every statement has Effect, Principal and Action.</summary>
    public static void Require(string text, Func<string, Exception> error, string notJson = "This policy contains invalid Json")
    {
        var document = InputMembers.ParseObject(text) ?? throw error(notJson);
        if (document["Statement"] is null)
            throw error("Missing required field Statement");
        foreach (var statement in Statements(text))
        {
            if (statement.Text("Effect") is not ("Allow" or "Deny"))
                throw error($"Invalid effect: {statement.Text("Effect")}");
            if (statement["Principal"] is null && statement["NotPrincipal"] is null)
                throw error("Missing required field Principal");
            if (!IsPrincipal(statement["Principal"] ?? statement["NotPrincipal"]))
                throw error("Invalid principal in policy");
            if (statement["Action"] is null && statement["NotAction"] is null)
                throw error("Missing required field Action");
        }
    }

    public static IEnumerable<JsonObject> Statements(string text) => InputMembers.ParseObject(text)?["Statement"] switch
    {
        JsonObject one => [one],
        JsonArray many => many.OfType<JsonObject>(),
        _ => [],
    };

    /// <summary>A policy element that may be one string or a list of strings.</summary>
    public static IReadOnlyList<string> List(JsonNode? element) => element switch
    {
        JsonValue value => [value.ToString()],
        JsonArray values => [.. values.OfType<JsonValue>().Select(value => value.ToString())],
        _ => [],
    };

    private static bool IsPrincipal(JsonNode? principal) => principal switch
    {
        JsonValue value => value.ToString() == "*",
        JsonObject kinds => kinds.Count > 0 && kinds.All(kind => kind.Key is "AWS" or "Service" or "Federated" or "CanonicalUser"),
        _ => false,
    };
}
