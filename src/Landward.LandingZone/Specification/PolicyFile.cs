using System.Text.Json.Nodes;
using System.Text.Json;
using Landward.Model;

namespace Landward.LandingZone.Specification;

/// <summary>A JSON policy file named in the spec.</summary>
internal static class PolicyFile
{
    public static JsonObject? Parse(string text, string file, string key, SourceSpan span, ICollection<Diagnostic> diagnostics)
    {
        try
        {
            if (JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 32 }) is not JsonObject policy)
            {
                diagnostics.Add(SpecDiagnostics.BadFile(key, file, "a policy is a JSON object", span));
                return null;
            }
            if (policy["Statement"] is not (JsonObject or JsonArray))
            {
                diagnostics.Add(SpecDiagnostics.BadFile(key, file, "a policy needs a `Statement`", span));
                return null;
            }
            return policy;
        }
        catch (JsonException error)
        {
            diagnostics.Add(SpecDiagnostics.BadFile(key, file, $"it is not valid JSON ({error.Message})", span));
            return null;
        }
    }
}
