using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.LandingZone.Specification;

/// <summary>
/// Merges what <c>include:</c> names into one document: mappings are united key by key, lists are joined, a plain value
/// given twice is reported.
/// </summary>
internal sealed class SpecIncludes(SpecFiles files, ICollection<Diagnostic> diagnostics)
{
    private const int MaxFiles = 64;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public YamlMapping Resolve(YamlMapping document)
    {
        var merged = document;
        foreach (var file in Names(document))
        {
            if (Load(file) is { } included)
                merged = Merge(merged, Resolve(included), top: true);
        }
        return merged;
    }

    private static IEnumerable<YamlScalar> Names(YamlMapping document) =>
        document["include"] is YamlSequence list ? list.Items.OfType<YamlScalar>() : [];

    private YamlMapping? Load(YamlScalar name)
    {
        if (files.Resolve(name.Text, out var reason) is not { } path)
        {
            diagnostics.Add(SpecDiagnostics.IncludeRefused(name.Text, reason, name.Span));
            return null;
        }
        if (_read.Contains(path) || _read.Count >= MaxFiles)
        {
            diagnostics.Add(SpecDiagnostics.IncludeRefused(name.Text, _read.Contains(path) ? "it is already included" : $"a spec has at most {MaxFiles} files", name.Span));
            return null;
        }
        _read.Add(path);
        if (files.ReadText(path, name.Span) is not { } text || YamlReader.Read(text, path, diagnostics) is not { } value)
            return null;
        if (value is YamlMapping mapping)
            return mapping;
        diagnostics.Add(SpecDiagnostics.IncludeRefused(name.Text, "it does not hold a mapping", name.Span));
        return null;
    }

    private YamlMapping Merge(YamlMapping first, YamlMapping second, bool top)
    {
        var entries = first.Entries.ToBuilder();
        foreach (var entry in second.Entries)
        {
            var index = entries.ToList().FindIndex(candidate => candidate.Key == entry.Key);
            if (index < 0)
            {
                entries.Add(entry);
                continue;
            }
            var existing = entries[index];
            if (top && entry.Key is "landward" or "include")
                continue;
            YamlValue? merged = (existing.Value, entry.Value) switch
            {
                (YamlMapping a, YamlMapping b) => Merge(a, b, top: false),
                (YamlSequence a, YamlSequence b) => new YamlSequence([.. a.Items, .. b.Items], a.Span),
                _ => null,
            };
            if (merged is null)
                diagnostics.Add(SpecDiagnostics.DuplicateKey(entry.Key, existing.KeySpan, entry.KeySpan));
            else
                entries[index] = existing with { Value = merged };
        }
        return new YamlMapping(entries.ToImmutable(), first.Span);
    }
}
