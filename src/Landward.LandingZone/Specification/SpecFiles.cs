using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.LandingZone.Specification;

/// <summary>Reads the files a spec names. They stay below the spec's directory: a spec from elsewhere must not read the machine.</summary>
internal sealed class SpecFiles(string directory, ICollection<Diagnostic> diagnostics)
{
    private const int MaxPolicyCharacters = 256 * 1024;

    /// <summary>The absolute path of a file named in the spec, or null with a reason.</summary>
    public string? Resolve(string relative, out string reason)
    {
        reason = string.Empty;
        if (Path.IsPathRooted(relative))
        {
            reason = "paths are relative to the spec's directory";
            return null;
        }
        var path = Path.GetFullPath(Path.Combine(directory, relative));
        var root = Path.GetFullPath(directory);
        if (!path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            reason = "it lies outside the spec's directory";
        else if (!File.Exists(path))
            reason = "no such file" + Suggestion.DidYouMean(Path.GetFileName(relative), Siblings(path)).TrimEnd('?');
        return reason.Length == 0 ? path : null;
    }

    /// <summary>The text of a file, or null and a diagnostic.</summary>
    public string? ReadText(string path, SourceSpan? span)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > YamlReader.MaxCharacters)
            {
                diagnostics.Add(SpecDiagnostics.LimitExceeded($"the file has {length} bytes; at most {YamlReader.MaxCharacters} are read", span ?? new SourceSpan(path, 1, 1)));
                return null;
            }
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(SpecDiagnostics.Unreadable(path, error.Message, span));
            return null;
        }
    }

    /// <summary>The JSON policy in a file named at <paramref name="key"/>; null with a diagnostic when it is not one.</summary>
    public JsonObject? ReadPolicy(string relative, string key, SourceSpan span)
    {
        if (Resolve(relative, out var reason) is not { } path)
        {
            diagnostics.Add(SpecDiagnostics.BadFile(key, relative, reason, span));
            return null;
        }
        if (ReadText(path, span) is not { } text)
            return null;
        if (text.Length > MaxPolicyCharacters)
        {
            diagnostics.Add(SpecDiagnostics.BadFile(key, relative, $"it is longer than {MaxPolicyCharacters} characters", span));
            return null;
        }
        return PolicyFile.Parse(text, relative, key, span, diagnostics);
    }

    private static IEnumerable<string> Siblings(string path) =>
        Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Take(1000).Select(file => Path.GetFileName(file))
            : [];
}
