using System.Collections.Frozen;

namespace Landward.Cli.Output;

internal sealed record DiagnosticEntry(string Code, string Summary, string Text);

/// <summary>docs/diagnostics.md, embedded: one <c>### CODE: summary</c> heading and its text per code.</summary>
internal static class DiagnosticCatalogue
{
    public static FrozenDictionary<string, DiagnosticEntry> Load()
    {
        using var stream = typeof(DiagnosticCatalogue).Assembly.GetManifestResourceStream("diagnostics.md")
            ?? throw new InvalidOperationException("diagnostics.md is not embedded.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd()).ToFrozenDictionary(entry => entry.Code);
    }

    internal static IEnumerable<DiagnosticEntry> Parse(string markdown)
    {
        foreach (var section in ("\n" + markdown.ReplaceLineEndings("\n")).Split("\n### ").Skip(1))
        {
            var body = section.Split("\n## ")[0];
            var heading = body.Split('\n')[0];
            var colon = heading.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0)
                yield return new DiagnosticEntry(heading[..colon], heading[(colon + 2)..].Trim(), body[heading.Length..].Trim());
        }
    }
}
