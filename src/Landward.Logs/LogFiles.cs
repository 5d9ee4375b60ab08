using System.Collections.Immutable;
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
        var sources = new SortedDictionary<string, LogSource>(StringComparer.Ordinal);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
                sources[path] = LogSource.File(path);
            else if (Directory.Exists(path))
                Walk(path, sources, diagnostics);
            else
                diagnostics.Add(LogDiagnostics.MissingPath(path));
        }
        return ([.. sources.Values], diagnostics.ToImmutable());
    }

    private static void Walk(string root, SortedDictionary<string, LogSource> sources, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var pending = new Stack<string>([root]);
        while (pending.TryPop(out var directory))
        {
            try
            {
                foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
                {
                    var path = Path.Combine(directory, entry.Name);
                    if (entry is DirectoryInfo)
                    {
                        if (entry.LinkTarget is null && !IsSibling(entry.Name))
                            pending.Push(path);
                    }
                    else
                    {
                        sources.TryAdd(path, Source((FileInfo)entry, path));
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                diagnostics.Add(LogDiagnostics.UnreadableDirectory(directory, exception.Message));
            }
        }
    }

    /// <summary>
    /// What has no length is never opened: it is empty, or a pipe or device on which opening would wait for somebody. A pipe that
    /// the user names is read.
    /// </summary>
    private static LogSource Source(FileInfo file, string path) => file.Length == 0
        ? new LogSource(path, _ => Task.FromResult(Stream.Null), LooksLikeLog(file.Name))
        : LogSource.File(path, LooksLikeLog(file.Name));

    private static bool IsSibling(string name) =>
        name is "CloudTrail-Digest" or "CloudTrail-Insight" or "CloudTrail-Aggregated";

    private static bool LooksLikeLog(string name) =>
        LogExtensions.Any(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
