using System.Collections.Immutable;
using Landward.Findings;
using Landward.Model;
using Landward.Response.Alerts;

namespace Landward.Response.Playbooks;

/// <summary>Every known playbook: those that come with Landward, then those of the user's directories.</summary>
public sealed class PlaybookCatalogue
{
    private const int LargestFiles = 1000;
    private const long LargestFile = 256 * 1024;
    private const string Prefix = "Landward.Response.playbooks.";

    private PlaybookCatalogue(ImmutableArray<Playbook> playbooks) => Playbooks = playbooks;

    /// <summary>Ordered by id.</summary>
    public ImmutableArray<Playbook> Playbooks { get; }

    /// <summary>
    /// Reads the catalogue and <c>*.yaml</c> of the directories, which may add playbooks but replace none. A file that is wrong is
    /// left out and reported.
    /// </summary>
    public static (PlaybookCatalogue Catalogue, ImmutableArray<Diagnostic> Diagnostics) Load(IEnumerable<string> directories)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var playbooks = new SortedDictionary<string, Playbook>(StringComparer.Ordinal);
        foreach (var (file, text) in Embedded().Concat(directories.SelectMany(directory => Files(directory, diagnostics))))
        {
            var (playbook, problems) = PlaybookParser.Parse(text, file);
            diagnostics.AddRange(problems);
            if (playbook is null)
                continue;
            if (playbooks.TryGetValue(playbook.Id, out var first))
                diagnostics.Add(ResponseDiagnostics.DuplicatePlaybook(playbook.Id, first.Origin, new SourceSpan(file, 1, 1)));
            else
                playbooks.Add(playbook.Id, playbook);
        }
        return (new PlaybookCatalogue([.. playbooks.Values]), diagnostics.ToImmutable());
    }

    public Playbook? Find(string id) => Playbooks.FirstOrDefault(playbook => playbook.Id == id);

    /// <summary>The playbooks whose trigger matches the finding.</summary>
    /// <param name="unit">Path of the organizational unit of the finding's account, when it is known.</param>
    public ImmutableArray<Playbook> Matching(FindingRecord record, string? unit)
    {
        var finding = FindingEvent.Of(record, unit);
        return [.. Playbooks.Where(playbook => playbook.Trigger.Matches(finding))];
    }

    private static IEnumerable<(string File, string Text)> Embedded()
    {
        var assembly = typeof(PlaybookCatalogue).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return ("catalog/playbooks/" + name[Prefix.Length..], reader.ReadToEnd());
        }
    }

    private static List<(string File, string Text)> Files(string directory, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var files = new List<(string, string)>();
        try
        {
            foreach (var path in Directory.EnumerateFiles(directory, "*.yaml").Order(StringComparer.Ordinal).Take(LargestFiles))
            {
                if (new FileInfo(path).Length > LargestFile)
                    diagnostics.Add(ResponseDiagnostics.InvalidPlaybook($"`{path}` is larger than {LargestFile / 1024} KB.", new SourceSpan(path, 1, 1)));
                else
                    files.Add((path, File.ReadAllText(path)));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(ResponseDiagnostics.InvalidPlaybook($"The playbooks in `{directory}` cannot be read: {error.Message}", new SourceSpan(directory, 1, 1)));
        }
        return files;
    }
}
