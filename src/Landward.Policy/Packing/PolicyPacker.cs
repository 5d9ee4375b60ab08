using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Policy.Language;

namespace Landward.Policy;

/// <param name="Documents">Minified policy documents, in order; empty when a diagnostic is an error.</param>
public sealed record PackedPolicies(ImmutableArray<string> Documents, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Puts statements into as few documents as the first fit in the given order needs. Deterministic: the same statements give
/// the same documents, and a statement added at the end changes only the document that takes it.
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
        var documents = new List<(int Length, List<string> Statements)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in statements.Take(MaxStatements))
        {
            if (Minify(statement, quota.Kind, target, diagnostics) is not { } text || !seen.Add(WithoutSid(text)))
                continue;
            var size = Head.Length + text.Length + Tail.Length;
            if (size > quota.MaxCharacters)
            {
                diagnostics.Add(StatementTooLarge(text, size, quota, target));
                continue;
            }
            var at = documents.FindIndex(document => document.Length + text.Length + 1 <= quota.MaxCharacters);
            if (at < 0)
            {
                documents.Add((size, [text]));
                continue;
            }
            documents[at].Statements.Add(text);
            documents[at] = (documents[at].Length + text.Length + 1, documents[at].Statements);
        }
        var room = quota.MaxPerTarget - quota.MinPerTarget;
        if (documents.Count > room)
            diagnostics.Add(TooManyDocuments(documents.Count, room, quota, target));
        var failed = diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return new PackedPolicies(
            failed ? [] : [.. documents.Select(document => Head + string.Join(',', document.Statements) + Tail)],
            diagnostics.ToImmutable());
    }

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
