using System.Collections.Immutable;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Detection.Alarms;

/// <summary>The alarms of a run: Landward's own, embedded, and those of the user's directories.</summary>
public sealed class AlarmCatalogue
{
    /// <summary>What the names of the embedded files start with.</summary>
    internal const string Prefix = "alarms/";

    private AlarmCatalogue(ImmutableArray<AlarmDocument> alarms, ImmutableArray<Diagnostic> diagnostics)
    {
        Alarms = alarms;
        Diagnostics = diagnostics;
    }

    /// <summary>The alarms, ordered by id; every alarm that a composite one names is among them.</summary>
    public ImmutableArray<AlarmDocument> Alarms { get; }

    /// <summary>What was wrong with alarms; those with errors were left out.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Loads Landward's alarms and every <c>.yml</c> and <c>.yaml</c> file below the directories.</summary>
    public static AlarmCatalogue Load(IEnumerable<string> userDirectories)
    {
        var diagnostics = new List<Diagnostic>();
        var alarms = new Dictionary<string, AlarmDocument>(StringComparer.Ordinal);
        foreach (var (name, text) in YamlFiles.Embedded(typeof(AlarmCatalogue).Assembly, Prefix, Prefix))
            Read(text, name, firstParty: true, alarms, diagnostics);
        foreach (var (path, text) in userDirectories.SelectMany(directory => YamlFiles.Below(directory, diagnostics, AlarmDiagnostics.Unreadable)))
            Read(text, path, firstParty: false, alarms, diagnostics);
        return Finish(alarms, diagnostics);
    }

    /// <summary>Only the alarms of one text.</summary>
    public static AlarmCatalogue Parse(string text, string file)
    {
        var diagnostics = new List<Diagnostic>();
        var alarms = new Dictionary<string, AlarmDocument>(StringComparer.Ordinal);
        Read(text, file, firstParty: false, alarms, diagnostics);
        return Finish(alarms, diagnostics);
    }

    /// <summary>Runs every inline test: the events of a test that matches take the alarm to ALARM.</summary>
    public ImmutableArray<RuleTestResult> Test() => AlarmTestRunner.Run(this);

    /// <summary>A catalogue of one alarm and of those it asks about.</summary>
    internal AlarmCatalogue Only(string id)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal) { id };
        for (var known = 0; known < wanted.Count;)
        {
            known = wanted.Count;
            foreach (var rule in Alarms.Where(alarm => wanted.Contains(alarm.Id)).Select(alarm => alarm.Composite).OfType<CompositeRule>().ToArray())
                wanted.UnionWith(rule.Children);
        }
        return new AlarmCatalogue([.. Alarms.Where(alarm => wanted.Contains(alarm.Id))], []);
    }

    private static void Read(string text, string file, bool firstParty, Dictionary<string, AlarmDocument> alarms, List<Diagnostic> diagnostics)
    {
        foreach (var node in YamlReader.ReadAll(text, file, diagnostics))
        {
            if (AlarmParser.Parse(node, firstParty, diagnostics) is { } alarm && !alarms.TryAdd(alarm.Id, alarm))
                diagnostics.Add(AlarmDiagnostics.DuplicateId(alarm.Id, node.Span, alarms[alarm.Id].Header.Span));
        }
    }

    /// <summary>Leaves out composite alarms over alarms that are not there, and those on a cycle.</summary>
    private static AlarmCatalogue Finish(Dictionary<string, AlarmDocument> alarms, List<Diagnostic> diagnostics)
    {
        while (alarms.Values.FirstOrDefault(alarm => Missing(alarm, alarms) is not null) is { } incomplete)
        {
            var missing = Missing(incomplete, alarms)!;
            diagnostics.Add(AlarmDiagnostics.Composite(incomplete.Id, $"it asks about `{missing}`, which is no alarm.{Suggestion.DidYouMean(missing, alarms.Keys)}".TrimEnd('.'), incomplete.Header.Span));
            alarms.Remove(incomplete.Id);
        }
        var (_, cyclic) = CompositeOrder.Of(Rules(alarms.Values));
        foreach (var id in cyclic)
        {
            diagnostics.Add(AlarmDiagnostics.Composite(id, "it asks, through other alarms, about itself", alarms[id].Header.Span));
            alarms.Remove(id);
        }
        return new AlarmCatalogue([.. alarms.Values.OrderBy(alarm => alarm.Id, StringComparer.Ordinal)], [.. diagnostics]);
    }

    internal static Dictionary<string, CompositeRule> Rules(IEnumerable<AlarmDocument> alarms) =>
        alarms.Where(alarm => alarm.Composite is not null).ToDictionary(alarm => alarm.Id, alarm => alarm.Composite!, StringComparer.Ordinal);

    private static string? Missing(AlarmDocument alarm, Dictionary<string, AlarmDocument> alarms) =>
        alarm.Composite?.Children.FirstOrDefault(child => !alarms.ContainsKey(child));
}
