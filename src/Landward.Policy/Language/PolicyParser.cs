using System.Collections.Immutable;
using System.Text;
using Landward.Model;

namespace Landward.Policy.Language;

/// <summary>
/// Text -> <see cref="PolicyDocument"/>. Collects every problem. Source: "Grammar of the IAM JSON policy language", IAM User Guide.
/// </summary>
internal static class PolicyParser
{
    /// <summary>Version 2012-10-17 is the one with policy variables.</summary>
    private const string CurrentVersion = "2012-10-17";

    private const int MaxStatements = 10_000;

    private const int MaxDiagnostics = 200;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] Versions = [CurrentVersion, "2008-10-17"];
    private static readonly string[] DocumentElements = ["Version", "Id", "Statement"];

    public static PolicyParseResult Parse(string text, string file)
    {
        byte[] utf8;
        try
        {
            utf8 = StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            return new PolicyParseResult(null, [PolicyDiagnostics.InvalidJson("The text holds half of a surrogate pair.", new SourceSpan(file, 1, 1))]);
        }
        return Parse(utf8, text, file);
    }

    public static PolicyParseResult Parse(ReadOnlySpan<byte> utf8, string file) => Parse(utf8, null, file);

    private static PolicyParseResult Parse(ReadOnlySpan<byte> utf8, string? text, string file)
    {
        var diagnostics = new List<Diagnostic>();
        var tree = JsonTreeReader.Read(utf8, file, diagnostics);
        if (tree is null)
            return new PolicyParseResult(null, Listed(diagnostics));
        var broken = diagnostics.Count > 0;
        var document = ReadDocument(tree, text ?? Encoding.UTF8.GetString(utf8), diagnostics);
        return new PolicyParseResult(broken ? null : document, Listed(diagnostics));
    }

    // Errors come first where not everything is listed, so that a refused policy always says why.
    private static ImmutableArray<Diagnostic> Listed(List<Diagnostic> diagnostics)
    {
        if (diagnostics.Count <= MaxDiagnostics)
            return [.. diagnostics];
        var listed = diagnostics.OrderByDescending(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(MaxDiagnostics);
        return [.. listed, PolicyDiagnostics.MoreProblems(diagnostics.Count - MaxDiagnostics, diagnostics[^1].Span!)];
    }

    private static PolicyDocument? ReadDocument(JsonTree tree, string text, List<Diagnostic> diagnostics)
    {
        if (tree.Kind != JsonTreeKind.Object)
        {
            diagnostics.Add(PolicyDiagnostics.WrongType("policy", "an object with Version and Statement", tree.Span));
            return null;
        }
        var broken = false;
        foreach (var member in tree.Members.Where(member => !DocumentElements.Contains(member.Name, StringComparer.Ordinal)))
        {
            diagnostics.Add(PolicyDiagnostics.UnknownElement(member.Name, DocumentElements, member.Span));
            broken = true;
        }
        var version = ReadString(tree, "Version", diagnostics, ref broken);
        if (version is not null && !Versions.Contains(version, StringComparer.Ordinal))
        {
            diagnostics.Add(PolicyDiagnostics.WrongVersion(version, tree.Find("Version")!.Value.Span));
            broken = true;
        }
        var id = ReadString(tree, "Id", diagnostics, ref broken);
        var sources = ReadStatements(tree, diagnostics, ref broken);
        if (broken)
            return null;
        var variables = version == CurrentVersion;
        return new PolicyDocument(version, id, [.. sources.Select(source => new PolicyStatement(source, variables))], text);
    }

    private static List<StatementSource> ReadStatements(JsonTree tree, List<Diagnostic> diagnostics, ref bool broken)
    {
        var sources = new List<StatementSource>();
        if (tree.Find("Statement") is not { } member)
        {
            diagnostics.Add(PolicyDiagnostics.MissingElement("`Statement`", tree.Span));
            broken = true;
            return sources;
        }
        var statements = member.Value.Kind == JsonTreeKind.Array ? member.Value.Items : [member.Value];
        if (statements.Count > MaxStatements)
        {
            diagnostics.Add(PolicyDiagnostics.TooLarge($"The document has {statements.Count} statements; Landward reads at most {MaxStatements}.", member.Span));
            broken = true;
            return sources;
        }
        var sids = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < statements.Count; index++)
        {
            var reader = new StatementReader(statements[index], index, diagnostics);
            if (reader.Read() is not { } source)
            {
                broken = true;
                continue;
            }
            sources.Add(source);
            if (source.Sid is { Length: > 0 } sid && !sids.Add(sid))
                diagnostics.Add(PolicyDiagnostics.MalformedSid(sid, "another statement of this policy has the same Sid.", source.Span));
        }
        return sources;
    }

    private static string? ReadString(JsonTree tree, string name, List<Diagnostic> diagnostics, ref bool broken)
    {
        if (tree.Find(name) is not { } member)
            return null;
        if (member.Value.Kind == JsonTreeKind.String)
            return member.Value.Text;
        diagnostics.Add(PolicyDiagnostics.WrongType(name, "a string", member.Value.Span));
        broken = true;
        return null;
    }
}
