using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Policy.Language;
using Landward.Policy.Packing;

namespace Landward.Policy;

/// <summary>
/// Puts statements into the fewest documents. Deterministic: the same statements give the same documents, and where the first
/// fit in the given order needs no more documents than any other packing, a statement added at the end changes only the
/// document that takes it. That the documents decide every request as the statements do is proven.
/// </summary>
public static class PolicyPacker
{
    private const string Head = "{\"Version\":\"2012-10-17\",\"Statement\":[";
    private const string Tail = "]}";

    /// <summary>A policy with more statements than this is no policy somebody wrote.</summary>
    private const int MaxStatements = 10_000;

    private static readonly JsonSerializerOptions Minified = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Packs JSON statements for one target under the quota, leaving room for the documents AWS itself keeps attached there.</summary>
    /// <param name="statements">JSON of one statement each. One that says the same as an earlier one, Sid aside, is left out.</param>
    /// <param name="quota">Size and count limits.</param>
    /// <param name="target">Names the target in diagnostics.</param>
    public static PackedPolicies Pack(IEnumerable<string> statements, PolicyQuota quota, string target)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var kept = Read(statements, quota, target, diagnostics);
        var packing = Arrange(kept, quota);
        var (texts, isMerged) = (kept, false);
        // Statements are united only where that saves a document: a control keeps its own Sid, and its own line in the policy, otherwise.
        if (packing.Bins.Count > 1 && StatementMerger.Merge(kept, Minified) is var united && united.Count < kept.Count && united.TrueForAll(text => Fits(text, quota)))
        {
            var fewer = Arrange(united, quota);
            if (fewer.Bins.Count < packing.Bins.Count && PackingProof.AreEqual(kept, united, quota.Kind))
                (texts, packing, isMerged) = (united, fewer, true);
        }
        var available = quota.MaxPerTarget - quota.MinPerTarget;
        if (packing.Bins.Count > available)
            diagnostics.Add(TooManyDocuments(packing.Bins.Count, available, quota, target));
        var failed = diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        ImmutableArray<string> documents = failed ? [] : [.. packing.Bins.Select(bin => Head + string.Join(',', bin.Select(item => texts[item])) + Tail)];
        return new PackedPolicies(
            documents,
            diagnostics.ToImmutable(),
            new PackingRoom(Math.Max(0, available - packing.Bins.Count), [.. documents.Select(document => quota.MaxCharacters - document.Length)]),
            packing.LowerBound,
            packing.IsMinimal,
            isMerged,
            !failed && PackingProof.AreEqual(kept, [.. packing.Bins.SelectMany(bin => bin.Select(item => texts[item]))], quota.Kind));
    }

    private static List<string> Read(IEnumerable<string> statements, PolicyQuota quota, string target, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var kept = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in statements.Take(MaxStatements))
        {
            if (Minify(statement, quota.Kind, target, diagnostics) is not { } text || !seen.Add(WithoutSid(text)))
                continue;
            if (Fits(text, quota))
                kept.Add(text);
            else
                diagnostics.Add(StatementTooLarge(text, Head.Length + text.Length + Tail.Length, quota, target));
        }
        return kept;
    }

    private static bool Fits(string statement, PolicyQuota quota) => Head.Length + statement.Length + Tail.Length <= quota.MaxCharacters;

    // Each statement but a document's last has a comma behind it: counting one for every statement and one more for the room is the same.
    private static BinPacking Arrange(List<string> statements, PolicyQuota quota) =>
        BinPacking.Of([.. statements.Select(statement => statement.Length + 1)], quota.MaxCharacters - Head.Length - Tail.Length + 1);

    private static string? Minify(string statement, PolicyKind kind, string target, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        // The text is wrapped below, so it must be one JSON value by itself and not end the wrapping early.
        if (!IsOneObject(statement))
        {
            diagnostics.Add(PolicyDiagnostics.InvalidJson($"A statement for {target} is not one JSON object.", new SourceSpan(target, 1, 1)));
            return null;
        }
        var result = PolicyDocument.Parse(Head + statement + Tail, $"statement for {target}");
        diagnostics.AddRange(result.Diagnostics);
        if (result.Document is not { } document)
            return null;
        diagnostics.AddRange(document.Validate(kind).Where(diagnostic => diagnostic.Code != PolicyDiagnostics.TooLargeCode));
        return JsonNode.Parse(statement)!.ToJsonString(Minified);
    }

    private static bool IsOneObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string WithoutSid(string statement)
    {
        var node = JsonNode.Parse(statement)!.AsObject();
        node.Remove("Sid");
        return node.ToJsonString(Minified);
    }

    private static Diagnostic StatementTooLarge(string statement, int size, PolicyQuota quota, string target) => Diagnostic.Error(
        "LW2030",
        "a statement is larger than a whole policy may be",
        $"`{JsonNode.Parse(statement)!["Sid"] ?? "a statement without Sid"}` needs {size} characters in a {quota.Kind.DisplayName()} of {target}; AWS allows {quota.MaxCharacters} ({quota.Source}, {quota.AsOf}). Split its actions or resources into several statements.");

    private static Diagnostic TooManyDocuments(int count, int room, PolicyQuota quota, string target) => Diagnostic.Error(
        "LW2031",
        "a target would carry too many policies",
        $"{target} would need {count} documents of kind {quota.Kind.DisplayName()}; AWS allows {quota.MaxPerTarget} and {quota.MinPerTarget} is its own, so {room} are left ({quota.Source}, {quota.AsOf}). Attach some controls at a unit above or below.");
}
