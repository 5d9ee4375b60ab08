using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Policy documents with something less, and new ones that deny.</summary>
internal static class CutDocuments
{
    public static readonly PolicyDocument TrustsNobody =
        PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}}""").Document!;

    /// <summary>The document without one statement; null when none is left.</summary>
    public static PolicyDocument? Without(PolicyDocument document, int index)
    {
        var tree = JsonNode.Parse(document.Text)!.AsObject();
        if (tree["Statement"] is not JsonArray { Count: > 1 } statements || index >= statements.Count)
            return null;
        statements.RemoveAt(index);
        return PolicyDocument.Parse(tree.ToJsonString()).Document;
    }

    /// <summary>The same for a trust policy, which a role cannot be without.</summary>
    public static PolicyDocument TrustWithout(PolicyDocument document, int index) => Without(document, index) ?? TrustsNobody;

    public static string Deny(string action, string resource, ImmutableArray<string> except)
    {
        var statement = new JsonObject { ["Sid"] = "LandwardCut", ["Effect"] = "Deny", ["Action"] = action, ["Resource"] = resource };
        if (!except.IsEmpty)
            statement["Condition"] = new JsonObject { ["ArnNotLike"] = new JsonObject { ["aws:PrincipalArn"] = new JsonArray([.. except.Select(pattern => (JsonNode)pattern)]) } };
        return new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) }.ToJsonString();
    }
}
