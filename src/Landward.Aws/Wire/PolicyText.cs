using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>
/// IAM answers policy documents percent-encoded ("URL-encoded compliant with RFC 3986", GetPolicyVersion and others, IAM API Reference).
/// In Landward's JSON they are plain text on both sides.
/// </summary>
internal static class PolicyText
{
    public static bool Applies(Shape shape) => shape.Name == "policyDocumentType";

    public static string Encode(string text) => text.AsSpan().TrimStart().StartsWith('{') ? UriText.Encode(text) : text;

    public static string Decode(string text) =>
        text.StartsWith("%7B", StringComparison.OrdinalIgnoreCase) || text.StartsWith("%0A", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("%20", StringComparison.Ordinal)
            ? UriText.Decode(text)
            : text;
}
