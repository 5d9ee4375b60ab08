using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.LandingZone.Specification.Shapes;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.LandingZone.Specification;

/// <param name="Spec">Null when at least one diagnostic is an error.</param>
/// <param name="Diagnostics">Everything found, ordered by file and place.</param>
public sealed record SpecParseResult(Spec? Spec, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Text to <see cref="Spec"/>: (1) YAML with positions, (2) includes merged, (3) held against the language's shape,
/// (4) read into records, (5) references, names and limits checked. Every step reports all it finds.
/// </summary>
public static class SpecParser
{
    /// <summary>Reads a spec file and what it includes. A file that cannot be read is a diagnostic, not an exception.</summary>
    public static SpecParseResult Parse(string path)
    {
        var diagnostics = new List<Diagnostic>();
        var files = new SpecFiles(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".", diagnostics);
        var text = files.ReadText(path, null);
        return text is null ? Result(null, diagnostics) : Parse(text, path, files, diagnostics);
    }

    /// <summary>Reads a spec from text; relative paths start at the directory of <paramref name="file"/>.</summary>
    public static SpecParseResult ParseText(string text, string file)
    {
        var diagnostics = new List<Diagnostic>();
        return Parse(text, file, new SpecFiles(Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".", diagnostics), diagnostics);
    }

    private static SpecParseResult Parse(string text, string file, SpecFiles files, List<Diagnostic> diagnostics)
    {
        if (YamlReader.Read(text, file, diagnostics) is not { } value)
        {
            if (diagnostics.Count == 0)
                diagnostics.Add(SpecDiagnostics.Missing(string.Empty, "landward", new SourceSpan(file, 1, 1)));
            return Result(null, diagnostics);
        }
        if (value is not YamlMapping document)
        {
            diagnostics.Add(SpecDiagnostics.WrongType("the document", "a mapping", "something else", value.Span));
            return Result(null, diagnostics);
        }
        document = new SpecIncludes(files, diagnostics).Resolve(document);
        if (document["landward"] is YamlScalar { Text: not "1" } version)
        {
            diagnostics.Add(SpecDiagnostics.UnsupportedVersion(version.Text, version.Span));
            return Result(null, diagnostics);
        }
        new ShapeChecker(diagnostics).Check(document, SpecLanguage.Root, string.Empty);
        var spec = new SpecReader(file, files, diagnostics).Read(document);
        SpecValidator.Validate(spec, document, diagnostics);
        return Result(spec, diagnostics);
    }

    private static SpecParseResult Result(Spec? spec, List<Diagnostic> diagnostics)
    {
        var ordered = diagnostics
            .Distinct()
            .OrderBy(diagnostic => diagnostic.Span?.File, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Span?.Line)
            .ThenBy(diagnostic => diagnostic.Span?.Column)
            .ThenBy(diagnostic => diagnostic.Code, StringComparer.Ordinal)
            .ToImmutableArray();
        return new SpecParseResult(ordered.Any(diagnostic => diagnostic.Severity is DiagnosticSeverity.Error) ? null : spec, ordered);
    }

    internal static JsonObject DocumentOf(YamlMapping mapping) => (JsonObject)YamlJson.ToJson(mapping)!;
}
