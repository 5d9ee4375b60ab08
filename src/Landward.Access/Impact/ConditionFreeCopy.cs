using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>
/// A copy of a document that allows whatever some statement of it, Allow or Deny, may speak of: without conditions and principals, with
/// wildcards for variables. What it does not allow, the document cannot decide.
/// </summary>
internal static class ConditionFreeCopy
{
    private static readonly ConditionalWeakTable<PolicyDocument, PolicyDocument> Copies = [];
    private static readonly ConditionalWeakTable<PolicyDocument, PolicyDocument> Denials = [];

    public static PolicyDocument Of(PolicyDocument document) => Copies.GetValue(document, source => Make(source, onlyDeny: false)!);

    /// <summary>The same of the Deny statements alone; null when there are none.</summary>
    public static PolicyDocument? OfDenials(PolicyDocument document) =>
        document.Statements.Any(statement => statement.Effect == Effect.Deny) ? Denials.GetValue(document, source => Make(source, onlyDeny: true)) : null;

    private static PolicyDocument Make(PolicyDocument document, bool onlyDeny)
    {
        var root = JsonNode.Parse(document.Text.TrimStart('\uFEFF'))!.AsObject();
        var statements = root["Statement"] is JsonArray list ? list.OfType<JsonObject>() : [(JsonObject)root["Statement"]!];
        var copies = new JsonArray();
        foreach (var statement in statements.Where(statement => !onlyDeny || (string?)statement["Effect"] == "Deny"))
        {
            var copy = new JsonObject { ["Effect"] = "Allow" };
            Take(statement, copy, "Action");
            Take(statement, copy, "NotAction");
            Take(statement, copy, "Resource");
            // What NotResource leaves out by a variable is not known.
            if (statement["NotResource"] is { } not && !not.ToJsonString().Contains("${", StringComparison.Ordinal))
                Take(statement, copy, "NotResource");
            if (copy["Resource"] is null && copy["NotResource"] is null)
                copy["Resource"] = "*";
            copies.Add(copy);
        }
        // The old version knows no variables, so a text that still looks like one is only text.
        var result = PolicyDocument.Parse(new JsonObject { ["Version"] = "2008-10-17", ["Statement"] = copies }.ToJsonString(), "copy");
        return result.Document ?? throw new FormatException("A policy document cannot be copied.");
    }

    private static void Take(JsonObject from, JsonObject to, string element)
    {
        if (from[element] is JsonArray values)
            to[element] = new JsonArray([.. values.Select(value => (JsonNode)WithoutVariables(value!.GetValue<string>()))]);
        else if (from[element] is { } value)
            to[element] = WithoutVariables(value.GetValue<string>());
    }

    private static string WithoutVariables(string text)
    {
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', start);
            if (end < 0)
                break;
            text = text[..start] + "*" + text[(end + 1)..];
        }
        return text;
    }
}
