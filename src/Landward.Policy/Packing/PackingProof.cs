namespace Landward.Policy.Packing;

/// <summary>Proves that two lists of statements decide every request alike.</summary>
internal static class PackingProof
{
    private const string AllowEverything = """{"Effect":"Allow","Action":"*","Resource":"*"}""";
    private const string AllowEverybodyEverything = """{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}""";

    /// <summary>Whether the prover shows it both ways. Denies are compared under an Allow for everything.</summary>
    public static bool AreEqual(IReadOnlyList<string> original, IReadOnlyList<string> packed, PolicyKind kind)
    {
        var allow = kind == PolicyKind.ResourceControlPolicy ? AllowEverybodyEverything : AllowEverything;
        return Includes(original, packed, kind, allow) && Includes(packed, original, kind, allow)
            && (!original.Any(IsAllow) || (Includes(original, packed, kind, null) && Includes(packed, original, kind, null)));
    }

    private static bool Includes(IReadOnlyList<string> older, IReadOnlyList<string> newer, PolicyKind kind, string? allow) =>
        Read(older, allow) is { } before && Read(newer, allow) is { } after && PolicyProver.NoNewAccess(after, before, kind) is Verdict.Proof;

    private static PolicyDocument? Read(IReadOnlyList<string> statements, string? allow)
    {
        var all = allow is null ? statements : [allow, .. statements.Where(statement => !IsAllow(statement))];
        return PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', all)}}]}""").Document;
    }

    private static bool IsAllow(string statement) => System.Text.Json.Nodes.JsonNode.Parse(statement)?["Effect"]?.ToString() == nameof(Effect.Allow);
}
