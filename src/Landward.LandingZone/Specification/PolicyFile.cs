using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Policy;

namespace Landward.LandingZone.Specification;

/// <summary>A JSON policy file named in the spec.</summary>
internal static class PolicyFile
{
    /// <summary>The policy; null with diagnostics (of the policy language, and one that leads back to the spec) when it is not one.</summary>
    public static JsonObject? Parse(string text, string file, string key, SourceSpan span, ICollection<Diagnostic> diagnostics)
    {
        var parsed = PolicyDocument.Parse(text, file);
        var problems = parsed.Document is { } document ? parsed.Diagnostics.AddRange(document.Validate(PolicyKind.Identity)) : parsed.Diagnostics;
        foreach (var problem in problems)
            diagnostics.Add(problem);
        if (problems.All(problem => problem.Severity is DiagnosticSeverity.Warning))
            return JsonNode.Parse(text) as JsonObject;
        diagnostics.Add(SpecDiagnostics.BadFile(key, file, "it is not a valid policy", span));
        return null;
    }
}
