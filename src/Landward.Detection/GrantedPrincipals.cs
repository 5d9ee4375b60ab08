using System.Text.Json;

namespace Landward.Detection;

/// <summary>Whom the Allow statements of a policy document name, and whether a condition narrows that down to known callers.</summary>
internal static class GrantedPrincipals
{
    /// <summary>Condition keys that name callers or where they come from ("The meaning of public", Amazon S3 User Guide).</summary>
    private static readonly string[] NarrowingKeys =
    [
        "aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn", "aws:sourcearn", "aws:sourceaccount",
        "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceip", "aws:userid", "aws:username",
        "kms:calleraccount", "s3:dataaccesspointaccount", "s3:dataaccesspointarn", "sts:externalid",
    ];

    /// <summary>The principals of the statements that allow something; <c>*</c> is left out where a condition narrows it.</summary>
    public static IEnumerable<string> Of(JsonElement policy)
    {
        if (policy.ValueKind == JsonValueKind.String)
            return EventPaths.Scalars(policy).SelectMany(OfText);
        return policy.ValueKind == JsonValueKind.Object && policy.TryGetProperty("Statement", out var statements)
            ? Items(statements).Where(IsAllow).SelectMany(Principals)
            : [];
    }

    /// <summary>The principal stands for every account.</summary>
    public static bool IsEverybody(string principal) => principal is "*" or "arn:aws:iam::*:root";

    /// <summary>Some text of the document is a wildcard principal or names a complement; false means that no stranger gets in.</summary>
    public static bool NamesEverybody(JsonElement policy)
    {
        var text = policy.ValueKind == JsonValueKind.String ? EventPaths.Scalars(policy).FirstOrDefault() ?? string.Empty : policy.GetRawText();
        return text.Contains('*') || text.Contains("%2a", StringComparison.OrdinalIgnoreCase) || text.Contains("NotPrincipal", StringComparison.Ordinal)
            || text.Contains("Federated", StringComparison.Ordinal);
    }

    private static List<string> OfText(string text)
    {
        // IAM's responses encode documents for URLs, its requests do not.
        var json = text.StartsWith('%') ? Uri.UnescapeDataString(text) : text;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? [.. Of(document.RootElement)] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];

    private static bool IsAllow(JsonElement statement) =>
        statement.ValueKind == JsonValueKind.Object
        && statement.TryGetProperty("Effect", out var effect)
        && effect.ValueKind == JsonValueKind.String
        && effect.ValueEquals("Allow"u8);

    private static IEnumerable<string> Principals(JsonElement statement)
    {
        // NotPrincipal with Allow grants to everybody else.
        if (statement.TryGetProperty("NotPrincipal", out _))
            return IsNarrowed(statement) ? [] : ["*"];
        if (!statement.TryGetProperty("Principal", out var principal))
            return [];
        var texts = principal.ValueKind == JsonValueKind.Object
            ? principal.EnumerateObject().Where(member => member.Name is "AWS" or "CanonicalUser").SelectMany(member => EventPaths.Scalars(member.Value))
            : EventPaths.Scalars(principal);
        return texts.Where(text => text != "*" || !IsNarrowed(statement));
    }

    private static bool IsNarrowed(JsonElement statement) =>
        statement.TryGetProperty("Condition", out var condition)
        && condition.ValueKind == JsonValueKind.Object
        && condition.EnumerateObject().Any(test =>
            !test.Name.Contains("Not", StringComparison.OrdinalIgnoreCase)
            && test.Value.ValueKind == JsonValueKind.Object
            && test.Value.EnumerateObject().Any(key =>
                NarrowingKeys.Contains(key.Name.ToLowerInvariant()) && EventPaths.Scalars(key.Value).All(value => value.Trim('*').Length > 0)));
}
