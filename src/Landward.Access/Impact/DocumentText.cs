using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>Documents made of the statements of others.</summary>
internal static class DocumentText
{
    public const string AllowEverything = """{"Effect":"Allow","Action":"*","Resource":"*"}""";

    private const string DenyEverything = """{"Effect":"Deny","Action":"*","Resource":"*"}""";
    private const string WithVariables = "2012-10-17";

    /// <summary>The statements as texts, in order, as version 2012-10-17 writes them.</summary>
    public static ImmutableArray<string> StatementsOf(PolicyDocument document)
    {
        var node = JsonNode.Parse(document.Text.TrimStart('\uFEFF'))!["Statement"];
        ImmutableArray<string> texts = node is JsonArray list ? [.. list.Select(Normal)] : [Normal(node)];
        // In the older version `${` is only text, which the newer one writes `${$}{`.
        return document.Version == WithVariables ? texts : [.. texts.Select(text => text.Replace("${", "${$}{", StringComparison.Ordinal))];
    }

    /// <summary>A document of the statements, in the version of the language in which variables have values.</summary>
    public static PolicyDocument Of(IEnumerable<string> statements, string name)
    {
        // A statement's id is unique in its document only.
        var texts = statements.Select(WithoutSid).Distinct(StringComparer.Ordinal);
        var text = "{\"Version\":\"2012-10-17\",\"Statement\":[" + string.Join(',', texts) + "]}";
        return PolicyDocument.Parse(text, name).Document ?? throw new FormatException($"The statements of {name} make no document.");
    }

    /// <summary>Is there a request that the larger set of statements allows and the smaller one does not?</summary>
    public static ChangeDirection Escaping(IReadOnlyCollection<string> larger, IReadOnlyCollection<string> smaller, PolicyKind kind, ProofBudget budget)
    {
        if (larger.Count == 0)
            return ChangeDirection.Nothing;
        var less = smaller.Count == 0 ? Of([DenyEverything], "less") : Of(smaller, "less");
        switch (PolicyProver.NoNewAccess(Of(larger, "more"), less, kind, budget))
        {
            case Verdict.Proof:
                return ChangeDirection.Nothing;
            case Verdict.Witness witness:
                return new ChangeDirection(ChangeAnswer.Something, witness.Request, null);
            case Verdict.Undecided undecided:
                return ChangeDirection.Undecided(undecided.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Normal(JsonNode? statement) => statement!.ToJsonString();

    private static string WithoutSid(string statement)
    {
        var node = JsonNode.Parse(statement)!.AsObject();
        node.Remove("Sid");
        return node.ToJsonString();
    }
}
