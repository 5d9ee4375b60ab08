using System.Collections.Immutable;
using Landward.Findings;
using Landward.Model;
using Landward.Response.Alerts;
using Landward.Rules.Yaml;

namespace Landward.Response.Playbooks;

/// <summary>Every known playbook: those that come with Landward, then those of the user's directories.</summary>
public sealed class PlaybookCatalogue
{
    private PlaybookCatalogue(ImmutableArray<Playbook> playbooks) => Playbooks = playbooks;

    /// <summary>Ordered by id.</summary>
    public ImmutableArray<Playbook> Playbooks { get; }

    /// <summary>
    /// Reads the catalogue and every <c>*.yaml</c> and <c>*.yml</c> below the directories, which may add playbooks but replace none. A file that is wrong is
    /// left out and reported.
    /// </summary>
    public static (PlaybookCatalogue Catalogue, ImmutableArray<Diagnostic> Diagnostics) Load(IEnumerable<string> directories)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var playbooks = new SortedDictionary<string, Playbook>(StringComparer.Ordinal);
        var files = YamlFiles.Embedded(typeof(PlaybookCatalogue).Assembly, "Landward.Response.playbooks.", "catalog/playbooks/")
            .Concat(directories.SelectMany(directory => YamlFiles.Below(directory, diagnostics, Unreadable)));
        foreach (var (file, text) in files)
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

    private static Diagnostic Unreadable(string path, string reason) =>
        ResponseDiagnostics.InvalidPlaybook($"`{path}` cannot be read: {reason}", new SourceSpan(path, 1, 1));
}
