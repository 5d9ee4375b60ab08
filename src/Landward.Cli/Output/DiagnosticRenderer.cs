using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Cli.Output;

/// <summary>Diagnostics for people (cargo's habit: code, summary, place, explanation) and for machines.</summary>
internal static class DiagnosticRenderer
{
    public static void Show(this Terminal terminal, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            terminal.Error(Text(terminal, diagnostic));
    }

    public static JsonArray Json(IEnumerable<Diagnostic> diagnostics) => new([.. diagnostics.Select(Json)]);

    private static string Text(Terminal terminal, Diagnostic diagnostic)
    {
        var (word, paint) = diagnostic.Severity == DiagnosticSeverity.Error ? ("error", Paint.Red) : ("warning", Paint.Yellow);
        var lines = new List<string> { terminal.Paint($"{word}[{diagnostic.Code}]", paint) + ": " + diagnostic.Summary };
        if (diagnostic.Span is { } span)
            lines.Add($"  --> {span}");
        else if (diagnostic.Address is { } address)
            lines.Add($"  --> {address}");
        lines.AddRange(diagnostic.Detail.Split('\n').Select(line => "  " + line));
        return string.Join('\n', lines);
    }

    private static JsonNode Json(Diagnostic diagnostic)
    {
        var json = new JsonObject
        {
            ["code"] = diagnostic.Code,
            ["severity"] = diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning",
            ["summary"] = diagnostic.Summary,
            ["detail"] = diagnostic.Detail,
        };
        if (diagnostic.Address is { } address)
            json["address"] = address;
        if (diagnostic.Span is { } span)
            json["span"] = new JsonObject { ["file"] = span.File, ["line"] = span.Line, ["column"] = span.Column };
        return json;
    }
}
