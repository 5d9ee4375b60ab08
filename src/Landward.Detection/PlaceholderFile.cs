using System.Collections.Immutable;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>
/// The user's lists for values with the modifier <c>expand</c>: a YAML file of names and their values. Sigma leaves it to the tool what a
/// placeholder stands for (sigma-specification 2.1.0, "Placeholders").
/// </summary>
public static class PlaceholderFile
{
    private const int MaxValues = 100_000;

    /// <summary>The lists by name; what cannot be read is reported and left out, so that rules that need it are rejected.</summary>
    public static IReadOnlyDictionary<string, ImmutableArray<string>> Read(string path, ICollection<Diagnostic> diagnostics)
    {
        var lists = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        try
        {
            // UTF-8 has at most three bytes for one UTF-16 character: what is longer is no list of this kind.
            if (new FileInfo(path).Length > 3L * YamlReader.MaxCharacters)
                diagnostics.Add(Wrong($"it has more than {YamlReader.MaxCharacters} characters.", new SourceSpan(path, 1, 1)));
            else
                Read(File.ReadAllText(path), path, lists, diagnostics);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(Wrong(error.Message, new SourceSpan(path, 1, 1)));
        }
        return lists;
    }

    private static void Read(string text, string path, Dictionary<string, ImmutableArray<string>> lists, ICollection<Diagnostic> diagnostics)
    {
        var document = YamlReader.Read(text, path, diagnostics);
        if (document is not YamlMapping mapping)
        {
            if (document is not null)
                diagnostics.Add(Wrong("it must be a mapping of names to lists.", document.Span));
            return;
        }
        foreach (var (name, span, value) in mapping.Entries)
        {
            YamlValue[] items = value is YamlSequence sequence ? [.. sequence.Items] : [value];
            if (items.Length > MaxValues)
                diagnostics.Add(Wrong($"`{name}` has more than {MaxValues} values.", span));
            else if (Array.Exists(items, item => item is not YamlScalar { IsNull: false }))
                diagnostics.Add(Wrong($"`{name}` must be a list of texts.", span));
            else
                lists[name] = [.. items.Cast<YamlScalar>().Select(item => item.Text)];
        }
    }

    private static Diagnostic Wrong(string why, SourceSpan span) => Diagnostic.Error(
        "LW3001", "a file of placeholders is wrong", $"`{span.File}` could not be used: {why} Rules that need the list are left out.", span);
}
