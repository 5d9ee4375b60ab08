using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Landward.Response.Actions;

/// <summary>
/// Statements that open a bucket to everybody. A wildcard principal is not public when a condition pins one of the keys S3 names.
/// Source: "The meaning of 'public'", Amazon S3 User Guide.
/// </summary>
internal static class PublicStatements
{
    private static readonly FrozenSet<string> Pinning = new[]
    {
        "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount", "aws:userid", "aws:sourceip",
        "aws:principalorgid", "aws:principalarn", "aws:principalaccount", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths",
        "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:dataaccesspointarn", "s3:dataaccesspointaccount",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> PinningOperators = new[]
    {
        "stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The public statements of a policy document, as they stand in it.</summary>
    public static List<JsonObject> Of(JsonObject? policy) => policy?["Statement"] switch
    {
        JsonArray statements => [.. statements.OfType<JsonObject>().Where(IsPublic)],
        JsonObject single when IsPublic(single) => [single],
        _ => [],
    };

    /// <summary>The policy without its public statements; null when nothing is left of it.</summary>
    public static JsonObject? Without(JsonObject policy)
    {
        if (policy["Statement"] is not JsonArray statements)
            return null;
        var kept = statements.Where(statement => statement is not JsonObject json || !IsPublic(json)).Select(statement => statement?.DeepClone()).ToArray();
        if (kept.Length == 0)
            return null;
        var copy = (JsonObject)policy.DeepClone();
        copy["Statement"] = new JsonArray(kept);
        return copy;
    }

    private static bool IsPublic(JsonObject statement) =>
        statement["Effect"]?.ToString() == "Allow"
        && (IsEverybody(statement["Principal"]) || statement.ContainsKey("NotPrincipal"))
        && !IsPinned(statement["Condition"] as JsonObject);

    private static bool IsEverybody(JsonNode? principal) => principal switch
    {
        JsonValue value => value.ToString() == "*",
        JsonObject kinds => kinds["AWS"] switch
        {
            JsonValue value => value.ToString() == "*",
            JsonArray values => values.Any(value => value?.ToString() == "*"),
            _ => false,
        },
        _ => false,
    };

    private static bool IsPinned(JsonObject? condition) => condition is not null && condition.Any(test =>
        PinningOperators.Contains(Operator(test.Key))
        && test.Value is JsonObject keys
        && keys.Any(key => Pinning.Contains(key.Key.ToLowerInvariant()) && IsFixed(key.Value)));

    /// <summary>Set operators can be satisfied by an absent key and `IfExists` always can, so neither pins.</summary>
    private static string Operator(string name) => name.ToLowerInvariant();

    private static bool IsFixed(JsonNode? values) => values switch
    {
        JsonArray list => list.Count > 0 && list.All(IsFixed),
        JsonValue value => value.ToString() is var text && !text.Contains('*') && !text.Contains("${", StringComparison.Ordinal) && text is not ("0.0.0.0/0" or "::/0"),
        _ => false,
    };
}
