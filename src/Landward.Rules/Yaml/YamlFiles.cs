using System.Reflection;
using Landward.Model;

namespace Landward.Rules.Yaml;

/// <summary>The files a catalogue is read from: those embedded in an assembly and those below a user's directory.</summary>
public static class YamlFiles
{
    private const int MaxFiles = 10_000;
    private static readonly EnumerationOptions EveryFile = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>The embedded files whose resource names start with the prefix, in ordinal order.</summary>
    /// <param name="shownPrefix">Stands for the prefix in the names that diagnostics show.</param>
    public static IEnumerable<(string Name, string Text)> Embedded(Assembly assembly, string prefix, string shownPrefix)
    {
        var names = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && IsYaml(name))
            .Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (shownPrefix + name[prefix.Length..], reader.ReadToEnd());
        }
    }

    /// <summary>
    /// Every <c>.yaml</c> and <c>.yml</c> file below the directory, in ordinal order of paths; the file, where a file is named. A file that cannot be read, or is larger
    /// than <see cref="YamlReader"/> reads, is reported and stops no other.
    /// </summary>
    /// <param name="unreadable">Path and reason to diagnostic.</param>
    public static IReadOnlyList<(string Path, string Text)> Below(string directory, ICollection<Diagnostic> diagnostics, Func<string, string, Diagnostic> unreadable)
    {
        var files = new List<(string, string)>();
        foreach (var path in Paths(directory, diagnostics, unreadable))
        {
            try
            {
                var length = new FileInfo(path).Length;
                // UTF-8 has at most three bytes for one UTF-16 character: what is longer cannot fit.
                if (length > 3L * YamlReader.MaxCharacters)
                    diagnostics.Add(YamlDiagnostics.LimitExceeded($"the file has {length} bytes; at most {YamlReader.MaxCharacters} characters are read", new SourceSpan(path, 1, 1)));
                else
                    files.Add((path, File.ReadAllText(path)));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                diagnostics.Add(unreadable(path, error.Message));
            }
        }
        return files;
    }

    private static string[] Paths(string directory, ICollection<Diagnostic> diagnostics, Func<string, string, Diagnostic> unreadable)
    {
        if (File.Exists(directory))
            return [directory];
        try
        {
            var paths = Directory.EnumerateFiles(directory, "*", EveryFile).Where(IsYaml).Take(MaxFiles + 1).Order(StringComparer.Ordinal).ToArray();
            if (paths.Length <= MaxFiles)
                return paths;
            diagnostics.Add(YamlDiagnostics.LimitExceeded($"the directory has more than {MaxFiles} YAML files", new SourceSpan(directory, 1, 1)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(unreadable(directory, error.Message));
        }
        return [];
    }

    private static bool IsYaml(string name) => Path.GetExtension(name) is ".yaml" or ".yml";
}
