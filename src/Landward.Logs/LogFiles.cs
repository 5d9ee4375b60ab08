using System.Collections.Immutable;
using System.IO.Enumeration;
using Landward.Model;

namespace Landward.Logs;

/// <summary>Finds the log files below the paths a user names.</summary>
public static class LogFiles
{
    private static readonly string[] LogExtensions = [".gz", ".json", ".jsonl", ".ndjson", ".log"];

    /// <summary>
    /// Sources for files and for every file below directories, however deep, without following symbolic links to directories.
    /// Digest and Insight files of CloudTrail's own layout are left out. A path that cannot be read becomes a diagnostic.
    /// </summary>
    public static (ImmutableArray<LogSource> Sources, ImmutableArray<Diagnostic> Diagnostics) Find(IEnumerable<string> paths)
    {
        var sources = new List<LogSource>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
                sources.Add(LogSource.File(path));
            else if (Directory.Exists(path))
                Walk(path, sources, diagnostics);
            else
                diagnostics.Add(LogDiagnostics.MissingPath(path));
        }
        // What is named, and not merely found, is expected to be a log: it comes first of its equals.
        sources.Sort((a, b) => string.CompareOrdinal(a.Origin, b.Origin) is var order and not 0 ? order : b.Expected.CompareTo(a.Expected));
        var distinct = ImmutableArray.CreateBuilder<LogSource>(sources.Count);
        foreach (var source in sources)
        {
            if (distinct.Count == 0 || distinct[^1].Origin != source.Origin)
                distinct.Add(source);
        }
        return (distinct.DrainToImmutable(), diagnostics.ToImmutable());
    }

    private static void Walk(string root, List<LogSource> sources, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var pending = new Stack<string>([root]);
        while (pending.TryPop(out var directory))
        {
            try
            {
                foreach (var (name, isDirectory, isLink, length) in Entries(directory))
                {
                    var path = Path.Join(directory, name);
                    if (!isDirectory)
                        sources.Add(Source(name, path, isLink ? new FileInfo(path).Length : length));
                    else if (!isLink && !IsSibling(name))
                        pending.Push(path);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                diagnostics.Add(LogDiagnostics.UnreadableDirectory(directory, exception.Message));
            }
        }
    }

    /// <summary>A directory's entries, each looked up once.</summary>
    private static FileSystemEnumerable<(string Name, bool IsDirectory, bool IsLink, long Length)> Entries(string directory) => new(
        directory,
        (ref entry) => (entry.FileName.ToString(), entry.IsDirectory, entry.Attributes.HasFlag(FileAttributes.ReparsePoint), entry.Length),
        new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false });

    /// <summary>
    /// What has no length is never opened: it is empty, or a pipe or device on which opening would wait for somebody. A pipe that
    /// the user names is read.
    /// </summary>
    private static LogSource Source(string name, string path, long length) => length == 0
        ? new LogSource(path, _ => Task.FromResult(Stream.Null), LooksLikeLog(name))
        : LogSource.File(path, LooksLikeLog(name), length);

    private static bool IsSibling(string name) =>
        name is "CloudTrail-Digest" or "CloudTrail-Insight" or "CloudTrail-Aggregated";

    private static bool LooksLikeLog(string name) =>
        Array.Exists(LogExtensions, extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
